package raft

import (
	"fmt"
	"reflect"
)

// Validation of incoming messages. A message that no server following the rules can have sent is refused with a typed error
// before it changes any state.

// maxTermLeap is the maximum lead of a message's term over the receiver's. Terms grow by one per election, so no cluster
// gets this far ahead; a term near the largest safe integer would leave none for the next election.
const maxTermLeap = 1 << 32

// MaxCount is the largest safe integer in both languages: 2^53 - 1.
const MaxCount = 1<<53 - 1

// checkMessage fails with a MalformedMessageError.
func (r *State) checkMessage(message RaftMessage) error {
	var small [10]count // keeps the slice off the heap
	for _, count := range countsOf(message, small[:0]) {
		if !isCount(count.value) {
			return complain(message, "has %s %d: give an integer from 0", count.name, count.value)
		}
		if count.name == "term" && count.value > int(r.CurrentTerm)+maxTermLeap {
			return complain(message, "has term %d, too far ahead of term %d", count.value, r.CurrentTerm)
		}
	}
	from, to := message.Route()
	if to != r.ID {
		return complain(message, "is for server %d, not for server %d", to, r.ID)
	}
	if from == r.ID || from == 0 {
		return complain(message, "comes from server %d", from)
	}
	switch message := message.(type) {
	case *AppendEntries:
		return r.checkAppendEntries(message)
	case *InstallSnapshot:
		return r.checkSnapshot(message)
	case *AppendEntriesReply:
		return r.checkAcknowledgement(message, message.Term, message.Round)
	case *InstallSnapshotReply:
		return r.checkAcknowledgement(message, message.Term, message.Round)
	default:
		return nil
	}
}

// count is a numeric field of a message.
type count struct {
	name  string
	value int
}

// countsOf appends all numeric fields of a message.
func countsOf(message RaftMessage, to []count) []count {
	route := func(from, server ServerID, term Term) {
		to = append(to, count{"from", int(from)}, count{"to", int(server)}, count{"term", int(term)})
	}
	switch m := message.(type) {
	case *PreVote:
		route(m.From, m.To, m.Term)
		return append(to, count{"lastLogIndex", int(m.LastLogIndex)}, count{"lastLogTerm", int(m.LastLogTerm)})
	case *PreVoteReply:
		route(m.From, m.To, m.Term)
	case *RequestVote:
		route(m.From, m.To, m.Term)
		return append(to, count{"lastLogIndex", int(m.LastLogIndex)}, count{"lastLogTerm", int(m.LastLogTerm)})
	case *RequestVoteReply:
		route(m.From, m.To, m.Term)
	case *AppendEntries:
		route(m.From, m.To, m.Term)
		return append(to, count{"prevLogIndex", int(m.PrevLogIndex)}, count{"prevLogTerm", int(m.PrevLogTerm)},
			count{"leaderCommit", int(m.LeaderCommit)}, count{"round", m.Round})
	case *AppendEntriesReply:
		route(m.From, m.To, m.Term)
		return append(to, count{"prevLogIndex", int(m.PrevLogIndex)}, count{"matchIndex", int(m.MatchIndex)},
			count{"conflictTerm", int(m.ConflictTerm)}, count{"conflictIndex", int(m.ConflictIndex)}, count{"round", m.Round})
	case *InstallSnapshot:
		route(m.From, m.To, m.Term)
		return append(to, count{"lastIncludedIndex", int(m.LastIncludedIndex)},
			count{"lastIncludedTerm", int(m.LastIncludedTerm)}, count{"offset", m.Offset}, count{"round", m.Round})
	case *InstallSnapshotReply:
		route(m.From, m.To, m.Term)
		return append(to, count{"lastIncludedIndex", int(m.LastIncludedIndex)}, count{"offset", m.Offset}, count{"round", m.Round})
	case *TimeoutNow:
		route(m.From, m.To, m.Term)
	case *ReadIndex:
		route(m.From, m.To, m.Term)
		return append(to, count{"readId", m.ReadID})
	case *ReadIndexReply:
		route(m.From, m.To, m.Term)
		return append(to, count{"readId", m.ReadID}, count{"readIndex", int(m.ReadIndex)})
	}
	return to
}

func isCount(value int) bool { return value >= 0 && value <= MaxCount }

// checkLeader requires at most one leader per term (§5.2), and none in term 0.
func (r *State) checkLeader(message RaftMessage, term Term) error {
	if term == 0 {
		return complain(message, "comes from a leader of term 0")
	}
	from, _ := message.Route()
	if term == r.CurrentTerm && r.Leader != 0 && r.Leader != from {
		return complain(message, "claims term %d, which server %d leads", r.CurrentTerm, r.Leader)
	}
	return nil
}

// checkAppendEntries requires terms that never decrease along a log and never exceed the leader's (§5.3).
func (r *State) checkAppendEntries(message *AppendEntries) error {
	if err := r.checkLeader(message, message.Term); err != nil {
		return err
	}
	if (message.PrevLogIndex == 0) != (message.PrevLogTerm == 0) {
		return complain(message, "has term %d at %d", message.PrevLogTerm, message.PrevLogIndex)
	}
	if !areInOrder(message.Entries, max(1, message.PrevLogTerm), message.Term) {
		return complain(message, "has terms out of order")
	}
	if message.Term >= r.CurrentTerm {
		return r.checkCommitted(message)
	}
	return nil
}

func areInOrder(entries []*Entry, first, last Term) bool {
	term := first
	for _, entry := range entries {
		if entry == nil || entry.Term < term {
			return false
		}
		term = entry.Term
	}
	return term <= last
}

// checkCommitted requires that committed entries are never replaced (§5.4).
func (r *State) checkCommitted(message *AppendEntries) error {
	to := min(r.CommitIndex, message.PrevLogIndex+LogIndex(len(message.Entries)))
	for index := max(message.PrevLogIndex, r.Log.SnapshotIndex); index <= to; index++ {
		term := message.PrevLogTerm
		if index > message.PrevLogIndex {
			term = message.Entries[index-message.PrevLogIndex-1].Term
		}
		if r.Log.TermAt(index) != term {
			return complain(message, "would replace the committed entry %d", index)
		}
	}
	return nil
}

func (r *State) checkSnapshot(message *InstallSnapshot) error {
	if err := r.checkLeader(message, message.Term); err != nil {
		return err
	}
	switch {
	case message.LastIncludedIndex == 0 || message.LastIncludedTerm == 0:
		return complain(message, "covers nothing")
	case message.LastIncludedTerm > message.Term:
		return complain(message, "is newer than its own term")
	case len(message.Configuration.Voters) == 0:
		return complain(message, "has a configuration without voters")
	}
	return nil
}

// checkAcknowledgement refuses an acknowledgement of entries, rounds or chunks that this leader has not sent.
func (r *State) checkAcknowledgement(message RaftMessage, term Term, round int) error {
	if r.Role != Leader || term != r.CurrentTerm {
		return nil
	}
	if round > r.Round {
		return complain(message, "answers round %d of %d", round, r.Round)
	}
	switch reply := message.(type) {
	case *InstallSnapshotReply:
		return r.checkInstalled(reply)
	case *AppendEntriesReply:
		if lastIndex := r.Log.LastIndex(); reply.MatchIndex > lastIndex {
			return complain(message, "acknowledges entry %d of %d", reply.MatchIndex, lastIndex)
		}
		if at := reply.ConflictIndex; !reply.Success && (at == 0 || at > r.Log.LastIndex()) {
			return complain(message, "refuses from entry %d on, of %d", at, r.Log.LastIndex())
		}
	}
	return nil
}

func (r *State) checkInstalled(message *InstallSnapshotReply) error {
	// A refusal may be about a snapshot that this server sent in an earlier term, and lost in a crash.
	if message.Installed && message.LastIncludedIndex > r.lastIncludedIndex() {
		return complain(message, "has a snapshot of %d, never sent", message.LastIncludedIndex)
	}
	sent := r.Snapshot
	if progress := r.Progress[message.From]; progress != nil && progress.PendingSnapshot != nil {
		sent = progress.PendingSnapshot.Snapshot
	}
	if sent == nil || sent.LastIncludedIndex != message.LastIncludedIndex {
		return nil
	}
	if length := len(sent.Data); message.Offset > length {
		return complain(message, "has %d of %d bytes", message.Offset, length)
	}
	return nil
}

func complain(message RaftMessage, complaint string, args ...any) error {
	from, _ := message.Route()
	name := reflect.TypeOf(message).Elem().Name()
	return Malformed("%s from server %d %s", name, from, fmt.Sprintf(complaint, args...))
}
