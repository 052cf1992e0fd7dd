package raft_test

// Which pending requests are overdue: the twin of packages/raft-core/test/expiry.test.ts.

import (
	"testing"

	"github.com/raft-three-ways/go-reference/raft"
)

// leaderOfThree is server 1 of three, leading term 1 with its first entry, which is not acknowledged.
func leaderOfThree(t *testing.T) *raft.State {
	settings, err := raft.Settings{Servers: 3, PreVote: raft.Off, CheckQuorum: raft.Off}.Complete()
	if err != nil {
		t.Fatal(err)
	}
	state := raft.New(1, settings, raft.StableState{})
	state.StartElection()
	receive(t, state, &raft.RequestVoteReply{From: 2, To: 1, Term: 1, VoteGranted: true})
	writeAll(state)
	return state
}

func receive(t *testing.T, state *raft.State, message raft.RaftMessage) {
	t.Helper()
	if _, err := state.Receive(message); err != nil {
		t.Fatal(err)
	}
}

func acknowledge(t *testing.T, state *raft.State, matchIndex raft.LogIndex) {
	t.Helper()
	receive(t, state, &raft.AppendEntriesReply{
		From: 2, To: 1, Term: state.CurrentTerm, Success: true, MatchIndex: matchIndex, Round: state.Round,
	})
}

func register(t *testing.T, state *raft.State) {
	t.Helper()
	if _, err := state.Propose(raft.Command{Type: raft.Register}); err != nil {
		t.Fatal(err)
	}
}

func expectOverdue(t *testing.T, got, want raft.Overdue) {
	t.Helper()
	if got != want {
		t.Errorf("overdue are %+v, want %+v", got, want)
	}
}

func TestExpiry(t *testing.T) {
	t.Run("nothing is overdue before the third look", func(t *testing.T) {
		state, expiry := leaderOfThree(t), raft.Expiry{}
		expectOverdue(t, expiry.Look(state, 7), raft.Overdue{})
		expectOverdue(t, expiry.Look(state, 7), raft.Overdue{})
		expectOverdue(t, expiry.Look(state, 7), raft.Overdue{Proposal: 1, Request: 7, Read: 7, Unapplied: 7})
	})
	t.Run("what came after the last look but one is given its time", func(t *testing.T) {
		state, expiry := leaderOfThree(t), raft.Expiry{}
		expiry.Look(state, 7)
		register(t, state)
		expiry.Look(state, 8)
		expectOverdue(t, expiry.Look(state, 9), raft.Overdue{Proposal: 1, Request: 7, Read: 7, Unapplied: 7})
		if overdue := expiry.Look(state, 9); overdue.Proposal != 2 || overdue.Read != 8 {
			t.Errorf("overdue are %+v, want proposal 2 and read 8", overdue)
		}
	})
	t.Run("progress keeps proposals, forwarded commands and reads with an index from being overdue", func(t *testing.T) {
		state, expiry := leaderOfThree(t), raft.Expiry{}
		for index := 2; index <= 6; index++ {
			register(t, state)
			writeAll(state)
			acknowledge(t, state, raft.LogIndex(index-1))
			overdue := expiry.Look(state, index)
			overdue.Read = 0 // has no index yet: progress says nothing of it
			expectOverdue(t, overdue, raft.Overdue{})
		}
	})
	t.Run("a forwarded command is overdue once all is applied that was there at the look after it", func(t *testing.T) {
		state, expiry := leaderOfThree(t), raft.Expiry{}
		expiry.Look(state, 7)
		acknowledge(t, state, 1)
		expiry.Look(state, 7)
		state.LastApplied = state.CommitIndex
		if overdue := expiry.Look(state, 7); overdue.Proposal != 0 || overdue.Request != 7 {
			t.Errorf("overdue are %+v, want request 7 and no proposal", overdue)
		}
	})
	t.Run("a leader drops the reads that no majority has answered for two looks", func(t *testing.T) {
		state, expiry := leaderOfThree(t), raft.Expiry{}
		_ = state.StartRead(1, 1)
		expiry.Look(state, 1)
		_ = state.StartRead(1, 2)
		expiry.Look(state, 2)
		expiry.Look(state, 2)
		if len(state.Reads) != 1 || state.Reads[0].ReadID != 2 {
			t.Errorf("the reads are %+v, want number 2 alone", state.Reads)
		}
	})
	t.Run("a newer term counts its own entries and rounds", func(t *testing.T) {
		state, expiry := leaderOfThree(t), raft.Expiry{}
		expiry.Look(state, 7)
		state.CurrentTerm++
		expiry.Look(state, 7)
		if overdue := expiry.Look(state, 7); overdue.Proposal != 0 || overdue.Read != 7 {
			t.Errorf("overdue are %+v, want read 7 and no proposal", overdue)
		}
	})
}
