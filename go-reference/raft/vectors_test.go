package raft_test

// The rules of Figure 2 against the vectors that every language reads: packages/raft-core/vectors/README.md says what a
// case is.

import (
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"github.com/raft-three-ways/go-reference/raft"
)

// stateView is a state as the vectors write it.
type stateView struct {
	ID           raft.ServerID                    `json:"id"`
	Servers      int                              `json:"servers"`
	Settings     json.RawMessage                  `json:"settings,omitempty"`
	CurrentTerm  raft.Term                        `json:"currentTerm"`
	VotedFor     raft.ServerID                    `json:"votedFor"`
	Log          []raft.Term                      `json:"log"`
	CommitIndex  raft.LogIndex                    `json:"commitIndex"`
	LastApplied  raft.LogIndex                    `json:"lastApplied"`
	Role         raft.Role                        `json:"role"`
	Leader       raft.ServerID                    `json:"leader"`
	VotesGranted []raft.ServerID                  `json:"votesGranted"`
	VotesRefused []raft.ServerID                  `json:"votesRefused"`
	Progress     map[raft.ServerID]*raft.Progress `json:"progress"`
}

// fields are those of an object that a case names, to be compared; and none of the others.
type fields map[string]json.RawMessage

type vector struct {
	Name    string    `json:"name"`
	Section string    `json:"section"`
	Given   stateView `json:"given"`
	Steps   []fields  `json:"steps"`
	Then    fields    `json:"then"`
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

func play(t *testing.T, vector vector) {
	state := stateOf(t, vector.Given)
	for _, step := range vector.Steps {
		before := state.Heard
		playStep(t, state, step)
		restarted := state.Heard > before
		if want := string(step["heard"]) == "true"; restarted != want {
			t.Errorf("the election timer is restarted: %v, want %v", restarted, want)
		}
		if then, ok := step["then"]; ok {
			expectState(t, state, read[fields](t, then))
		}
	}
	expectState(t, state, vector.Then)
}

func playStep(t *testing.T, state *raft.State, step fields) {
	switch {
	case step["receive"] != nil:
		message, err := raft.UnmarshalMessage(step["receive"])
		if err != nil {
			t.Fatal(err)
		}
		expectJSON(t, "the reply", state.Receive(message.(raft.RaftMessage)), step["reply"])
	case step["startElection"] != nil:
		expectJSON(t, "the requests", state.StartElection(), step["startElection"])
	case step["appendEntriesTo"] != nil:
		peer := read[raft.ServerID](t, step["appendEntriesTo"])
		expectJSON(t, "the message", state.AppendEntriesTo(peer), step["sends"])
	case step["heartbeatTo"] != nil:
		peer := read[raft.ServerID](t, step["heartbeatTo"])
		expectJSON(t, "the heartbeat", state.HeartbeatTo(peer), step["sends"])
	case step["propose"] != nil:
		playPropose(t, state, step)
	case step["persist"] != nil:
		playPersist(t, state, step["persist"])
	case step["apply"] != nil:
		playApply(t, state, step)
	default:
		t.Fatalf("a step of a kind that vectors/README.md does not name: %s", step)
	}
}

func playPropose(t *testing.T, state *raft.State, step fields) {
	index, err := state.Propose(read[raft.Command](t, step["propose"]))
	if step["error"] == nil {
		expectJSON(t, "the index", index, step["index"])
		return
	}
	var known raft.Error
	if !errors.As(err, &known) {
		t.Fatalf("the error is %v, want %s", err, step["error"])
	}
	expectJSON(t, "the error", known.Kind(), step["error"])
}

func playPersist(t *testing.T, state *raft.State, want json.RawMessage) {
	unstable, any := state.UnstableState()
	if !any {
		expectJSON(t, "what to write", nil, want)
		return
	}
	expectJSON(t, "what to write", unstable, want)
	state.MarkStable(unstable)
}

func playApply(t *testing.T, state *raft.State, step fields) {
	entries := state.CommittedEntries(read[int](t, step["apply"]))
	expectJSON(t, "the entries' terms", termsOf(entries), step["terms"])
	state.MarkApplied(state.LastApplied + raft.LogIndex(len(entries)))
}

func stateOf(t *testing.T, given stateView) *raft.State {
	partial := given.Settings
	if partial == nil {
		partial = json.RawMessage("{}")
	}
	settings, err := raft.ParseSettings(partial)
	if err != nil {
		t.Fatal(err)
	}
	settings.Servers = given.Servers
	stored := raft.StableState{CurrentTerm: given.CurrentTerm, VotedFor: given.VotedFor}
	for _, term := range given.Log {
		stored.Entries = append(stored.Entries, &raft.Entry{Term: term})
	}
	state := raft.New(given.ID, settings, stored)
	state.CommitIndex, state.LastApplied = given.CommitIndex, given.LastApplied
	state.Role, state.Leader = given.Role, given.Leader
	for _, voter := range given.VotesGranted {
		state.VotesGranted[voter] = true
	}
	for _, voter := range given.VotesRefused {
		state.VotesRefused[voter] = true
	}
	maps.Copy(state.Progress, given.Progress)
	return state
}

func viewOf(state *raft.State) stateView {
	return stateView{
		ID:           state.ID,
		Servers:      len(state.Servers),
		CurrentTerm:  state.CurrentTerm,
		VotedFor:     state.VotedFor,
		Log:          termsOf(state.Log.Slice(1, state.Log.LastIndex())),
		CommitIndex:  state.CommitIndex,
		LastApplied:  state.LastApplied,
		Role:         state.Role,
		Leader:       state.Leader,
		VotesGranted: append([]raft.ServerID{}, slices.Sorted(maps.Keys(state.VotesGranted))...),
		VotesRefused: append([]raft.ServerID{}, slices.Sorted(maps.Keys(state.VotesRefused))...),
		Progress:     state.Progress,
	}
}

func termsOf(entries []*raft.Entry) []raft.Term {
	terms := []raft.Term{}
	for _, entry := range entries {
		terms = append(terms, entry.Term)
	}
	return terms
}

func expectState(t *testing.T, state *raft.State, want fields) {
	t.Helper()
	got := read[fields](t, write(t, viewOf(state)))
	for name, value := range want {
		expectJSON(t, name, got[name], value)
	}
}

// expectJSON compares what a value is in JSON with what it ought to be.
func expectJSON(t *testing.T, what string, got any, want json.RawMessage) {
	t.Helper()
	text := write(t, got)
	if !reflect.DeepEqual(read[any](t, text), read[any](t, want)) {
		t.Errorf("%s is %s, want %s", what, text, want)
	}
}

func read[T any](t *testing.T, text []byte) (value T) {
	t.Helper()
	if err := json.Unmarshal(text, &value); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return value
}

func write(t *testing.T, value any) []byte {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
