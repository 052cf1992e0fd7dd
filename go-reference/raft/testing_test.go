package raft_test

// Helpers of this package's tests: states as in the vectors, and comparison as JSON.

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"testing"

	"github.com/raft-three-ways/go-reference/raft"
)

// stateView is a state as in the vectors.
type stateView struct {
	ID            raft.ServerID                   `json:"id"`
	Servers       int                             `json:"servers"`
	Settings      json.RawMessage                 `json:"settings,omitempty"`
	CurrentTerm   raft.Term                       `json:"currentTerm"`
	VotedFor      raft.ServerID                   `json:"votedFor"`
	Log           []raft.Term                     `json:"log"`
	CommitIndex   raft.LogIndex                   `json:"commitIndex"`
	LastApplied   raft.LogIndex                   `json:"lastApplied"`
	Role          raft.Role                       `json:"role"`
	Leader        raft.ServerID                   `json:"leader"`
	VotesGranted  []raft.ServerID                 `json:"votesGranted"`
	VotesRefused  []raft.ServerID                 `json:"votesRefused"`
	StableIndex   *raft.LogIndex                  `json:"stableIndex,omitempty"`
	Progress      map[raft.ServerID]*progressView `json:"progress"`
	Configuration *raft.Configuration             `json:"configuration"`
	Snapshot      *snapshotView                   `json:"snapshot,omitempty"`
	LeaderIsFresh bool                            `json:"leaderIsFresh"`
	Transferee    raft.ServerID                   `json:"transferee"`
}

// progressView is a leader's progress as in the vectors.
type progressView struct {
	NextIndex  raft.LogIndex `json:"nextIndex"`
	MatchIndex raft.LogIndex `json:"matchIndex"`
	Pipelining bool          `json:"pipelining"`
	ProbeSent  bool          `json:"probeSent"`
	Window     int           `json:"window,omitempty"`
}

type snapshotView struct {
	LastIncludedIndex raft.LogIndex `json:"lastIncludedIndex"`
	LastIncludedTerm  raft.Term     `json:"lastIncludedTerm"`
	Data              []byte        `json:"data"`
}

// fields are the fields of an object that a case compares.
type fields map[string]json.RawMessage

func stateOf(t *testing.T, given stateView) *raft.State {
	stored := raft.StableState{CurrentTerm: given.CurrentTerm, VotedFor: given.VotedFor, Snapshot: snapshotOf(given)}
	for _, term := range given.Log {
		stored.Entries = append(stored.Entries, &raft.Entry{Term: term})
	}
	state := raft.New(given.ID, settingsOf(t, given), stored)
	state.CommitIndex, state.LastApplied = given.CommitIndex, given.LastApplied
	state.Role, state.Leader, state.LeaderIsFresh = given.Role, given.Leader, given.LeaderIsFresh
	if given.StableIndex != nil {
		state.Stable.LastIndex = *given.StableIndex
	}
	if given.Configuration != nil {
		state.Configurations[0] = raft.ConfigurationEntry{Index: state.Log.SnapshotIndex, Configuration: *given.Configuration}
	}
	for _, voter := range given.VotesGranted {
		state.VotesGranted[voter] = true
	}
	for _, voter := range given.VotesRefused {
		state.VotesRefused[voter] = true
	}
	for id, known := range given.Progress {
		state.Progress[id] = &raft.Progress{NextIndex: known.NextIndex, MatchIndex: known.MatchIndex,
			Pipelining: known.Pipelining, ProbeSent: known.ProbeSent, Voter: true, Active: true, Window: max(1, known.Window)}
	}
	if given.Role == raft.Leader {
		state.FirstOfTerm = state.Log.FirstIndexOf(given.CurrentTerm)
		state.UncommittedBytes = raft.BytesIn(state.Log.Slice(given.CommitIndex+1, state.Log.LastIndex()))
		raft.FollowMembers(state)
	}
	return state
}

// settingsOf turns PreVote and CheckQuorum off by default.
func settingsOf(t testing.TB, given stateView) raft.Settings {
	partial := map[string]any{"preVote": false, "checkQuorum": false}
	if given.Settings != nil {
		maps.Copy(partial, read[map[string]any](t, given.Settings))
	}
	partial["servers"] = given.Servers
	settings, err := raft.ParseSettings(write(t, partial))
	if err != nil {
		t.Fatal(err)
	}
	return settings
}

func snapshotOf(given stateView) *raft.Snapshot {
	if given.Snapshot == nil {
		return nil
	}
	configuration := raft.Configuration{Learners: []raft.ServerID{}}
	for id := range given.Servers {
		configuration.Voters = append(configuration.Voters, raft.ServerID(id+1))
	}
	if given.Configuration != nil {
		configuration = *given.Configuration
	}
	return &raft.Snapshot{LastIncludedIndex: given.Snapshot.LastIncludedIndex,
		LastIncludedTerm: given.Snapshot.LastIncludedTerm, Configuration: configuration, Data: given.Snapshot.Data}
}

func viewOf(state *raft.State) stateView {
	configuration := raft.ConfigurationOf(state)
	view := stateView{
		ID:            state.ID,
		Servers:       state.Settings.Servers,
		CurrentTerm:   state.CurrentTerm,
		VotedFor:      state.VotedFor,
		Log:           termsOf(state.Log.Slice(state.Log.FirstIndex(), state.Log.LastIndex())),
		CommitIndex:   state.CommitIndex,
		LastApplied:   state.LastApplied,
		Role:          state.Role,
		Leader:        state.Leader,
		VotesGranted:  append([]raft.ServerID{}, slices.Sorted(maps.Keys(state.VotesGranted))...),
		VotesRefused:  append([]raft.ServerID{}, slices.Sorted(maps.Keys(state.VotesRefused))...),
		Progress:      make(map[raft.ServerID]*progressView),
		Configuration: &configuration,
		LeaderIsFresh: state.LeaderIsFresh,
		Transferee:    state.Transferee,
	}
	for id, known := range state.Progress {
		view.Progress[id] = &progressView{NextIndex: known.NextIndex, MatchIndex: known.MatchIndex,
			Pipelining: known.Pipelining, ProbeSent: known.ProbeSent}
	}
	if snapshot := state.Snapshot; snapshot != nil {
		view.Snapshot = &snapshotView{snapshot.LastIncludedIndex, snapshot.LastIncludedTerm, snapshot.Data}
	}
	return view
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

// expectJSON compares a value with JSON.
func expectJSON(t *testing.T, what string, got any, want json.RawMessage) {
	t.Helper()
	text := write(t, got)
	if want == nil || !reflect.DeepEqual(read[any](t, text), read[any](t, want)) {
		t.Errorf("%s is %s, want %s", what, text, want)
	}
}

func read[T any](t testing.TB, text []byte) (value T) {
	t.Helper()
	if err := json.Unmarshal(text, &value); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return value
}

func write(t testing.TB, value any) []byte {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
