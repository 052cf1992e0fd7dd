package raft_test

// The rules against the vectors shared by all languages: packages/raft-core/vectors/README.md specifies a case.

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/raft-three-ways/go-reference/raft"
)

type vector struct {
	Name    string `json:"name"`
	Section string `json:"section"`
	// Given is one server, or several; then each step names its server.
	Given json.RawMessage `json:"given"`
	Steps []fields        `json:"steps"`
	Then  fields          `json:"then"`
}

func TestVectors(t *testing.T) {
	files, err := filepath.Glob("../../packages/raft-core/vectors/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no vectors found: %v", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var table struct {
			Cases []vector `json:"cases"`
		}
		if err := json.Unmarshal(text, &table); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for _, vector := range table.Cases {
			t.Run(filepath.Base(file)+"/"+vector.Section+" "+vector.Name, func(t *testing.T) { play(t, vector) })
		}
	}
}

// A player holds the servers of one case.
type player struct {
	*testing.T
	servers map[raft.ServerID]*raft.State
}

func play(t *testing.T, vector vector) {
	given := vector.Given
	if given[0] == '{' {
		given = slices.Concat([]byte{'['}, given, []byte{']'})
	}
	p := player{t, make(map[raft.ServerID]*raft.State)}
	views := read[[]stateView](t, given)
	for _, view := range views {
		p.servers[view.ID] = stateOf(t, view)
	}
	for _, step := range vector.Steps {
		on := views[0].ID
		if step["on"] != nil {
			on = read[raft.ServerID](t, step["on"])
		}
		p.play(on, step)
	}
	expectState(t, p.servers[views[0].ID], vector.Then)
}

func (p player) play(on raft.ServerID, step fields) {
	if step["restart"] != nil {
		p.servers[on] = restarted(p.servers[on])
	}
	state := p.servers[on]
	before := state.Heard
	p.step(state, step)
	isRestarted := state.Heard > before
	if want := string(step["heard"]) == "true"; isRestarted != want {
		p.Errorf("%s: the election timer is restarted: %v, want %v", step, isRestarted, want)
	}
	if then, ok := step["then"]; ok {
		expectState(p.T, state, read[fields](p.T, then))
	}
}

func (p player) step(state *raft.State, step fields) {
	switch {
	case step["receive"] != nil:
		p.receive(state, step)
	case step["startElection"] != nil:
		state.StartElection()
	case step["voteRequestTo"] != nil:
		expectJSON(p.T, "the request", state.VoteRequestTo(p.server(step["voteRequestTo"])), step["sends"])
	case step["nextMessageTo"] != nil:
		expectJSON(p.T, "the message", state.NextMessageTo(p.server(step["nextMessageTo"])), step["sends"])
	case step["heartbeatTo"] != nil:
		expectJSON(p.T, "the heartbeat", state.HeartbeatTo(p.server(step["heartbeatTo"])), step["sends"])
	case step["roundTo"] != nil:
		expectJSON(p.T, "the round", state.RoundTo(p.server(step["roundTo"])), step["sends"])
	case step["propose"] != nil:
		index, err := state.Propose(read[raft.Command](p.T, step["propose"]))
		p.expectOutcome(step, index, err)
	case step["proposeChange"] != nil:
		index, err := state.ProposeChange(read[raft.ConfigurationChange](p.T, step["proposeChange"]))
		p.expectOutcome(step, index, err)
	case step["persist"] != nil:
		p.persist(state, step["persist"])
	case step["apply"] != nil:
		p.apply(state, step)
	case step["askVoteOf"] != nil:
		p.deliver(state.VoteRequestTo(p.server(step["askVoteOf"])))
	case step["exchangeWith"] != nil:
		p.exchange(state, step)
	default:
		p.rareStep(state, step)
	}
}

func (p player) rareStep(state *raft.State, step fields) {
	switch {
	case step["compact"] != nil:
		state.Compact(read[[]byte](p.T, step["compact"]))
	case step["startRead"] != nil:
		p.expectOutcome(step, 0, state.StartRead(state.ID, read[int](p.T, step["startRead"])))
	case step["confirmedReads"] != nil:
		expectJSON(p.T, "the reads", state.ConfirmedReads(), step["confirmedReads"])
	case step["startTransfer"] != nil:
		p.expectOutcome(step, 0, state.StartTransfer(p.server(step["startTransfer"])))
	case step["abandonTransfer"] != nil:
		state.AbandonTransfer()
	case step["leaderIsSilent"] != nil:
		state.LeaderIsSilent()
	case step["checkQuorum"] != nil:
		state.CheckQuorum()
	case step["restart"] == nil && step["then"] == nil:
		p.Fatalf("a step of a kind that vectors/README.md does not name: %s", step)
	}
}

func (p player) server(text json.RawMessage) raft.ServerID { return read[raft.ServerID](p.T, text) }

// receive treats a message that Go cannot decode as malformed.
func (p player) receive(state *raft.State, step fields) {
	var reply raft.RaftMessage
	message, err := raft.UnmarshalMessage(step["receive"])
	if err == nil {
		reply, err = state.Receive(message)
	}
	if p.expectError(step, err) {
		return
	}
	if reply == nil {
		expectJSON(p.T, "the reply", nil, step["reply"])
	} else {
		expectJSON(p.T, "the reply", reply, step["reply"])
	}
	if waits, ok := step["waits"]; ok {
		expectJSON(p.T, "the reply waits", reply != nil && raft.MustBeStableBefore(reply), waits)
	}
}

func (p player) expectOutcome(step fields, index raft.LogIndex, err error) {
	if !p.expectError(step, err) && step["index"] != nil {
		expectJSON(p.T, "the index", index, step["index"])
	}
}

// expectError returns whether the step expects an error.
func (p player) expectError(step fields, err error) bool {
	var known raft.Error
	switch {
	case step["error"] == nil && err != nil:
		p.Fatalf("%s: the error is %v", step, err)
	case step["error"] != nil && !errors.As(err, &known):
		p.Fatalf("the error is %v, want %s", err, step["error"])
	case step["error"] != nil:
		expectJSON(p.T, "the error", known.Kind(), step["error"])
	}
	return err != nil
}

func (p player) persist(state *raft.State, want json.RawMessage) {
	unstable, any := state.UnstableState()
	if !any {
		expectJSON(p.T, "what to write", nil, want)
		return
	}
	expectJSON(p.T, "what to write", unstable, want)
	state.MarkStable(unstable)
}

func (p player) apply(state *raft.State, step fields) {
	entries := state.CommittedEntries(read[int](p.T, step["apply"]))
	expectJSON(p.T, "the entries' terms", termsOf(entries), step["terms"])
	state.MarkApplied(state.LastApplied + raft.LogIndex(len(entries)))
}

// exchange delivers the leader's heartbeat to a follower, then further messages up to a maximum, and each reply.
func (p player) exchange(leader *raft.State, step fields) {
	follower, messages := p.server(step["exchangeWith"]), 1_000_000
	if step["messages"] != nil {
		messages = read[int](p.T, step["messages"])
	}
	p.deliver(leader.HeartbeatTo(follower))
	for range messages {
		message := leader.NextMessageTo(follower)
		if message == nil {
			return
		}
		p.deliver(message)
	}
}

// deliver delivers a message and its reply. The state that they reveal is stable at once.
func (p player) deliver(message raft.RaftMessage) {
	for message != nil {
		from, to := message.Route()
		for _, id := range []raft.ServerID{from, to} {
			writeAll(p.servers[id])
		}
		reply, err := p.servers[to].Receive(message)
		if err != nil {
			p.Fatal(err)
		}
		writeAll(p.servers[to])
		message = reply
	}
}

func writeAll(state *raft.State) {
	if unstable, any := state.UnstableState(); any {
		state.MarkStable(unstable)
	}
}

// restarted returns the server after a crash, with its stable state.
func restarted(state *raft.State) *raft.State {
	firstIndex := raft.LogIndex(1)
	if state.Snapshot != nil {
		firstIndex = state.Snapshot.LastIncludedIndex + 1
	}
	return raft.New(state.ID, state.Settings, raft.StableState{
		CurrentTerm: state.Stable.CurrentTerm,
		VotedFor:    state.Stable.VotedFor,
		Snapshot:    state.Snapshot,
		Entries:     state.Log.Slice(firstIndex, state.Stable.LastIndex),
	})
}
