package raft_test

// A leader with a log, a snapshot and messages in flight, among peers with arbitrary replies: an impossible reply is refused
// and changes nothing, and all later messages are well-formed. (In FuzzRules a server seldom leads.)

import (
	"errors"
	"fmt"
	"testing"

	"github.com/raft-three-ways/go-reference/raft"
)

// hugeTerm is the largest term in a message, in either language.
const hugeTerm = raft.Term(1<<53 - 1)

func FuzzLeader(f *testing.F) {
	for seed := range uint64(300) {
		f.Add(randomBytes(seed, 300))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		bytes := &tape{data}
		state := busyLeader(t, bytes.settings(t))
		for step := 0; len(bytes.left) > 0 && step < 60; step++ {
			what := expectHarmless(t, state, bytes.hostileAct)
			sayAll(t, what, state)
		}
	})
}

func TestHugeTermsAreRefused(t *testing.T) {
	settings, err := raft.Settings{}.Complete()
	if err != nil {
		t.Fatal(err)
	}
	for _, term := range []raft.Term{hugeTerm, hugeTerm - 1} {
		state := busyLeader(t, settings)
		before := picture(state)
		_, err := state.Receive(&raft.RequestVoteReply{From: 2, To: 1, Term: term})
		if malformed := (*raft.MalformedMessageError)(nil); !errors.As(err, &malformed) || picture(state) != before {
			t.Errorf("term %d ended with %v", term, err)
		}
	}
}

// busyLeader has entries of older terms, some compacted and some not acknowledged, and messages in flight.
func busyLeader(t *testing.T, settings raft.Settings) *raft.State {
	state := leader(settings)
	for range 3 {
		_, _ = state.Propose(raft.Command{Type: raft.Set, ID: "a", Name: "Ada"})
	}
	writeAll(state)
	sayAll(t, "the election", state)
	return state
}

// sayAll collects all messages due now. Each must be well-formed for its receiver.
func sayAll(t *testing.T, what string, state *raft.State) {
	t.Helper()
	for to := raft.ServerID(2); to <= 4; to++ {
		expectWellFormed(t, what, state, to, state.VoteRequestTo(to))
		expectWellFormed(t, what, state, to, state.HeartbeatTo(to))
		expectWellFormed(t, what, state, to, state.RoundTo(to))
		expectWellFormed(t, what, state, to, state.NextMessageTo(to))
	}
}

// expectWellFormed has a server in the sender's term receive the message.
func expectWellFormed(t *testing.T, what string, state *raft.State, to raft.ServerID, message raft.RaftMessage) {
	t.Helper()
	if message == nil {
		return
	}
	receiver := raft.New(to, state.Settings, raft.StableState{CurrentTerm: state.CurrentTerm})
	if _, err := receiver.Receive(message); err != nil {
		t.Fatalf("after %s server %d sends %T%+v: %v", what, state.ID, message, message, err)
	}
}

// hostileAct delivers a reply to a leader, or takes another step of a runtime.
func (b *tape) hostileAct(state *raft.State) (what string, err error) {
	if b.upTo(3) == 0 {
		choice := b.upTo(13)
		return fmt.Sprintf("act %d", choice), b.ownAct(state, choice)
	}
	answer := b.answer(state.CurrentTerm)
	_, err = state.Receive(answer)
	return fmt.Sprintf("%T%+v", answer, answer), err
}

// answer is mostly in the leader's term, with indexes inside and outside its log.
func (b *tape) answer(term raft.Term) raft.RaftMessage {
	switch b.upTo(15) {
	case 0:
		term++
	case 1:
		term = max(term, 1) - 1
	case 2:
		term += 1 << 32
	case 3:
		term = hugeTerm - raft.Term(b.upTo(1))
	}
	from := b.peer()
	switch b.upTo(7) {
	case 0, 1, 2:
		return &raft.AppendEntriesReply{From: from, To: 1, Term: term, Success: b.flag(), PrevLogIndex: b.place(),
			MatchIndex: b.place(), ConflictTerm: b.term(), ConflictIndex: b.place(), Round: b.upTo(2)}
	case 3, 4:
		return &raft.InstallSnapshotReply{From: from, To: 1, Term: term, LastIncludedIndex: b.place(), Offset: b.upTo(5),
			Installed: b.flag(), Round: b.upTo(2)}
	case 5:
		return &raft.RequestVoteReply{From: from, To: 1, Term: term, VoteGranted: b.flag()}
	case 6:
		return &raft.PreVoteReply{From: from, To: 1, Term: term, VoteGranted: b.flag()}
	default:
		return &raft.ReadIndex{From: from, To: 1, Term: term, ReadID: b.upTo(2)}
	}
}

func (b *tape) place() raft.LogIndex {
	if b.upTo(9) == 0 {
		return raft.LogIndex(hugeTerm)
	}
	return raft.LogIndex(b.upTo(12))
}
