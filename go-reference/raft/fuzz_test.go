package raft_test

// For any messages in any order, the rules never panic, an error changes nothing, and a single server's invariants hold. (The
// simulator checks the invariants of a cluster.) A fuzz target decodes its run from the input; `go test` runs the seeds,
// `go test -fuzz FuzzRules ./raft` searches for more.

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/raft-three-ways/go-reference/raft"
)

func FuzzRules(f *testing.F) {
	for seed := range uint64(50) {
		f.Add(randomBytes(seed, 1000))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		bytes := &tape{data}
		state := raft.New(1, bytes.settings(t), raft.StableState{})
		for step := 0; len(bytes.left) > 0 && step < 200; step++ {
			expectHarmless(t, state, bytes.act)
		}
	})
}

// expectHarmless takes a step: a refusal is an error of this project and changes nothing, and the invariants hold.
func expectHarmless(t *testing.T, state *raft.State, act func(*raft.State) (string, error)) (what string) {
	t.Helper()
	before, kept := picture(state), promisesOf(state)
	what, err := act(state)
	if known := raft.Error(nil); err != nil && !errors.As(err, &known) {
		t.Fatalf("%s ended with %v", what, err)
	}
	if after := picture(state); err != nil && after != before {
		t.Fatalf("%s was refused with %v and changed\n%s to\n%s", what, err, before, after)
	}
	expectKept(t, what, kept, state)
	expectSound(t, what, state)
	return what
}

// FuzzMessages checks that no bytes received as a message make the rules panic, and that malformed ones change nothing.
func FuzzMessages(f *testing.F) {
	for seed := range uint64(100) {
		f.Add(write(f, (&tape{randomBytes(seed, 100)}).message()))
	}
	f.Add([]byte(`{"type":"AppendEntries","from":2,"to":1,"term":1,"prevLogIndex":0,"prevLogTerm":0,"entries":[null]}`))
	f.Add([]byte(`{"type":"AppendEntries","from":2,"to":1,"term":9007199254740991,"prevLogIndex":9007199254740991,"prevLogTerm":1}`))
	f.Add([]byte(`{"type":"RequestVote","from":2,"to":1,"term":9223372036854775807}`))
	settings, err := raft.Settings{}.Complete()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		message, err := raft.UnmarshalMessage(text)
		if err != nil {
			return
		}
		for _, state := range []*raft.State{follower(settings), leader(settings)} {
			before := picture(state)
			if _, err := state.Receive(message); err != nil && picture(state) != before {
				t.Errorf("%s was refused with %v and changed %s", text, err, before)
			}
			expectSound(t, string(text), state)
			state.NextMessageTo(2)
			state.HeartbeatTo(2)
			writeAll(state)
		}
	})
}

func follower(settings raft.Settings) *raft.State {
	entries := []*raft.Entry{{Term: 1}, {Term: 1}, {Term: 2}}
	state := raft.New(1, settings, raft.StableState{CurrentTerm: 2, Entries: entries})
	_, _ = state.Receive(&raft.AppendEntries{From: 3, To: 1, Term: 2, PrevLogIndex: 3, PrevLogTerm: 2, LeaderCommit: 2})
	state.MarkApplied(2)
	state.Compact([]byte("abc"))
	return state
}

func leader(settings raft.Settings) *raft.State {
	state := follower(settings)
	state.LeaderIsSilent()
	state.StartElection()
	_, _ = state.Receive(&raft.PreVoteReply{From: 2, To: 1, Term: 3, VoteGranted: true})
	writeAll(state)
	_, _ = state.Receive(&raft.RequestVoteReply{From: 2, To: 1, Term: 3, VoteGranted: true})
	writeAll(state)
	return state
}

func randomBytes(seed uint64, length int) []byte {
	random := rand.New(rand.NewPCG(seed, 1))
	bytes := make([]byte, length)
	for i := range bytes {
		bytes[i] = byte(random.Uint32())
	}
	return bytes
}

// picture is a server's whole state as text.
func picture(state *raft.State) string {
	known := *state
	known.Emit = nil
	text := fmt.Sprintf("%+v", known)
	for _, entry := range known.Log.Slice(known.Log.FirstIndex(), known.Log.LastIndex()) {
		text += fmt.Sprintf(" %+v", *entry)
	}
	for id := range raft.ServerID(6) {
		if progress := known.Progress[id]; progress != nil {
			text += fmt.Sprintf(" %d:%+v %+v", id, *progress, progress.PendingSnapshot)
		}
	}
	return text + fmt.Sprintf(" %+v %v %v", known.Incoming, known.Matched, known.Answered)
}

// promises are the parts of a server's state that must never be taken back.
type promises struct {
	currentTerm raft.Term
	votedFor    raft.ServerID
	commitIndex raft.LogIndex
	lastApplied raft.LogIndex
	firstIndex  raft.LogIndex
	committed   []raft.Term
}

func promisesOf(state *raft.State) promises {
	first := state.Log.FirstIndex()
	return promises{state.CurrentTerm, state.VotedFor, state.CommitIndex, state.LastApplied, first,
		termsOf(state.Log.Slice(first, state.CommitIndex))}
}

func expectKept(t *testing.T, what string, before promises, state *raft.State) {
	t.Helper()
	now := promisesOf(state)
	if now.currentTerm < before.currentTerm || now.commitIndex < before.commitIndex || now.lastApplied < before.lastApplied {
		t.Fatalf("after %s the promises are %+v, before they were %+v", what, now, before)
	}
	if before.votedFor != 0 && now.currentTerm == before.currentTerm && now.votedFor != before.votedFor {
		t.Fatalf("after %s the vote of term %d went from %d to %d", what, now.currentTerm, before.votedFor, now.votedFor)
	}
	for i, term := range before.committed {
		index := before.firstIndex + raft.LogIndex(i)
		if index >= state.Log.FirstIndex() && state.Log.TermAt(index) != term {
			t.Fatalf("after %s the committed entry %d is one of term %d, it was one of %d", what, index, state.Log.TermAt(index), term)
		}
	}
}

func expectSound(t *testing.T, what string, state *raft.State) {
	t.Helper()
	log := state.Log
	terms := append([]raft.Term{log.SnapshotTerm}, termsOf(log.Slice(log.FirstIndex(), log.LastIndex()))...)
	if !slices.IsSorted(terms) || log.LastTerm() > state.CurrentTerm {
		t.Fatalf("after %s in term %d the terms are %v", what, state.CurrentTerm, terms)
	}
	if state.CommitIndex > log.LastIndex() || state.LastApplied > state.CommitIndex || state.Stable.LastIndex > log.LastIndex() {
		t.Fatalf("after %s the server is %s", what, picture(state))
	}
	uncommitted := raft.BytesIn(log.Slice(state.CommitIndex+1, log.LastIndex()))
	if state.Role == raft.Leader && state.UncommittedBytes != uncommitted {
		t.Fatalf("after %s %d bytes are uncommitted, and %d are counted", what, uncommitted, state.UncommittedBytes)
	}
	var matched []raft.LogIndex
	for id, progress := range state.Progress {
		bytes := 0
		for _, message := range progress.InFlight {
			bytes += message.Bytes
		}
		if progress.MatchIndex > log.LastIndex() || progress.NextIndex <= progress.MatchIndex || bytes != progress.BytesInFlight ||
			len(progress.InFlight) > state.Settings.MaxMessagesInFlight {
			t.Fatalf("after %s the progress of server %d is %+v", what, id, progress)
		}
		if progress.Voter {
			matched = append(matched, progress.MatchIndex)
		}
	}
	slices.Sort(matched)
	if state.Role == raft.Leader && len(matched) > 0 && state.Matched.Value() != matched[(len(matched)-1)/2] {
		t.Fatalf("after %s a majority has matched %d of %v", what, state.Matched.Value(), matched)
	}
}
