package raft_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/raft-three-ways/go-reference/raft"
)

// plainLog is the model of a Log: one slice.
type plainLog struct {
	entries       []*raft.Entry
	snapshotIndex raft.LogIndex
}

func (p *plainLog) lastIndex() raft.LogIndex { return p.snapshotIndex + raft.LogIndex(len(p.entries)) }

func (p *plainLog) slice(from, to raft.LogIndex) []*raft.Entry {
	return p.entries[from-1-p.snapshotIndex : to-p.snapshotIndex]
}

// TestLogModel appends, truncates and compacts at random, over many blocks, and keeps some of the returned slices.
func TestLogModel(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	log, plain := raft.NewLog(nil, 0, 0), new(plainLog)
	type handedOut struct{ got, want []*raft.Entry }
	var kept []handedOut
	within := func() raft.LogIndex { return plain.snapshotIndex + 1 + raft.LogIndex(random.IntN(len(plain.entries))) }
	for step := range 3000 {
		switch choice := random.IntN(10); {
		case choice < 7 || len(plain.entries) == 0:
			for range random.IntN(400) {
				entry := &raft.Entry{Term: raft.Term(step + 1)}
				log.Append(entry)
				plain.entries = append(plain.entries, entry)
			}
		case choice == 7:
			index := max(within(), plain.lastIndex()-2000)
			log.TruncateFrom(index)
			plain.entries = slices.Clone(plain.entries[:index-1-plain.snapshotIndex])
		case choice == 8:
			index := within()
			log.CompactTo(index, log.TermAt(index))
			plain.entries, plain.snapshotIndex = slices.Clone(plain.slice(index+1, plain.lastIndex())), index
		default:
			from, to := within(), within()
			if from <= to {
				kept = append(kept, handedOut{log.Slice(from, to), slices.Clone(plain.slice(from, to))})
			}
		}
		if log.LastIndex() != plain.lastIndex() || log.FirstIndex() != plain.snapshotIndex+1 {
			t.Fatalf("step %d: the log holds %d to %d, want %d to %d",
				step, log.FirstIndex(), log.LastIndex(), plain.snapshotIndex+1, plain.lastIndex())
		}
	}
	if !slices.Equal(log.Slice(log.FirstIndex(), log.LastIndex()), plain.entries) {
		t.Error("the log does not hold what was appended")
	}
	for _, slice := range kept {
		if !slices.Equal(slice.got, slice.want) {
			t.Error("entries that were handed out have changed")
		}
	}
	for term := range raft.Term(3001) {
		first := slices.IndexFunc(plain.entries, func(entry *raft.Entry) bool { return entry.Term >= term })
		if first < 0 {
			first = len(plain.entries)
		}
		if got := log.FirstIndexOf(term); got != log.FirstIndex()+raft.LogIndex(first) {
			t.Fatalf("term %d begins at %d, want %d", term, got, log.FirstIndex()+raft.LogIndex(first))
		}
	}
}

// BenchmarkAcknowledgement is the cost of one follower's reply to the leader, by size of the cluster.
func BenchmarkAcknowledgement(b *testing.B) {
	for _, servers := range []int{3, 101, 1001} {
		b.Run(map[int]string{3: "3", 101: "101", 1001: "1001"}[servers], func(b *testing.B) {
			settings, _ := raft.Settings{Servers: servers, PreVote: raft.Off}.Complete()
			state := raft.New(1, settings, raft.StableState{})
			state.StartElection()
			for id := 2; id <= servers; id++ {
				_, _ = state.Receive(&raft.RequestVoteReply{From: raft.ServerID(id), To: 1, Term: 1, VoteGranted: true})
			}
			for i := 0; b.Loop(); i++ {
				if i%(servers-1) == 0 {
					_, _ = state.Propose(raft.Command{Type: raft.Noop})
					writeAll(state)
				}
				reply := &raft.AppendEntriesReply{From: raft.ServerID(2 + i%(servers-1)), To: 1, Term: 1, Success: true, MatchIndex: state.Log.LastIndex()}
				if _, err := state.Receive(reply); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
