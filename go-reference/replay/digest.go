package replay

import (
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/raft-three-ways/go-reference/raft"
)

// The digest of a server's whole state, the same in every language: 32-bit FNV-1a over DescribeState, as 8 hexadecimal
// digits. packages/raft-simulator/README.md specifies the text.

// DigestOf returns the digest of a state.
func DigestOf(state *raft.State) string { return digest(DescribeState(state)) }

func digest(text string) string {
	hash := fnv.New32a()
	_, _ = hash.Write([]byte(text)) // never fails
	return fmt.Sprintf("%08x", hash.Sum32())
}

// DescribeState returns the text of the digest.
func DescribeState(state *raft.State) string {
	return joined("|",
		state.ID, state.CurrentTerm, orDash(state.VotedFor), state.CommitIndex, state.LastApplied, state.Role,
		orDash(state.Leader), state.Heard, bit(state.LeaderIsFresh), describeLog(state.Log), describeSnapshot(state.Snapshot),
		list("/", state.Configurations, func(one raft.ConfigurationEntry) string {
			return fmt.Sprintf("%d=%s", one.Index, describeConfiguration(one.Configuration))
		}),
		describeIncoming(state.Incoming), describeStable(state.Stable), describeVotes(state), describeLeading(state))
}

func joined(separator string, parts ...any) string { return list(separator, parts, text) }

func list[T any](separator string, items []T, describe func(T) string) string {
	var texts []string
	for _, item := range items {
		texts = append(texts, describe(item))
	}
	return strings.Join(texts, separator)
}

func text(value any) string { return fmt.Sprint(value) }

func number[N ~int](value N) string { return strconv.Itoa(int(value)) }

func orDash(id raft.ServerID) string {
	if id == 0 {
		return "-"
	}
	return number(id)
}

func bit(value bool) string {
	if value {
		return "1"
	}
	return "0"
}

func describeConfiguration(c raft.Configuration) string {
	return list(",", c.Voters, number) + ";" + list(",", c.Learners, number)
}

func describeLog(log *raft.Log) string {
	entries := log.Slice(log.FirstIndex(), log.LastIndex())
	terms := list(",", entries, func(entry *raft.Entry) string { return number(entry.Term) })
	return joined(":", log.SnapshotIndex, log.SnapshotTerm, terms)
}

func describeSnapshot(snapshot *raft.Snapshot) string {
	if snapshot == nil {
		return "-"
	}
	configuration := describeConfiguration(snapshot.Configuration)
	return joined(":", snapshot.LastIncludedIndex, snapshot.LastIncludedTerm, configuration, len(snapshot.Data))
}

func describeIncoming(incoming *raft.IncomingSnapshot) string {
	if incoming == nil {
		return "-"
	}
	return joined(":", incoming.LastIncludedIndex, incoming.LastIncludedTerm, incoming.Offset)
}

func describeStable(stable raft.Stable) string {
	return joined(":", stable.CurrentTerm, orDash(stable.VotedFor), stable.LastIndex, stable.SnapshotIndex)
}

func describeVotes(state *raft.State) string {
	inOrder := func(ids map[raft.ServerID]bool) string { return list(",", slices.Sorted(maps.Keys(ids)), number) }
	return joined(";", inOrder(state.VotesGranted), inOrder(state.VotesRefused), bit(state.LeadershipTransfer))
}

func describeLeading(state *raft.State) string {
	if state.Role != raft.Leader {
		return "-"
	}
	head := joined(":", state.FirstOfTerm, state.Round, orDash(state.Transferee), state.Matched.Value(), state.Answered.Value())
	reads := list(",", state.Reads, func(read raft.PendingRead) string {
		return joined(".", read.From, read.ReadID, read.ReadIndex, read.Round)
	})
	progress := list(",", slices.Sorted(maps.Keys(state.Progress)), func(id raft.ServerID) string {
		return describeProgress(id, state.Progress[id])
	})
	return head + "/" + reads + "/" + progress
}

func describeProgress(id raft.ServerID, one *raft.Progress) string {
	pending := "-"
	if one.PendingSnapshot != nil {
		pending = fmt.Sprintf("%d@%d", one.PendingSnapshot.Snapshot.LastIncludedIndex, one.PendingSnapshot.Offset)
	}
	inFlight := list("+", one.InFlight, func(message raft.InFlight) string { return number(message.LastIndex) })
	return joined(".", id, one.NextIndex, one.MatchIndex, bit(one.Voter), bit(one.Pipelining), bit(one.ProbeSent),
		one.BytesInFlight, pending, bit(one.Active)+bit(one.WasActive), one.Round, inFlight)
}
