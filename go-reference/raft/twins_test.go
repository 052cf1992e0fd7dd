package raft_test

// What must be identical in both languages to the last bit: the values are those of packages/raft-core.

import (
	"encoding/base64"
	"slices"
	"testing"

	"github.com/raft-three-ways/go-reference/raft"
)

func TestRandom(t *testing.T) {
	for seed, want := range map[uint32][]float64{
		0:           {0.26642920868471265, 0.0003297457005828619, 0.2232720274478197, 0.1462021479383111, 0.46732782293111086},
		1:           {0.6270739405881613, 0.002735721180215478, 0.5274470399599522, 0.9810509674716741, 0.9683778982143849},
		42:          {0.6011037519201636, 0.44829055899754167, 0.8524657934904099, 0.6697340414393693, 0.17481389874592423},
		0xffff_ffff: {0.8964226141106337, 0.189478256739676, 0.7156526781618595, 0.9440599093213677, 0.8452364315744489},
	} {
		random := raft.SeededRandom(seed)
		for i, value := range want {
			if got := random(); got != value {
				t.Errorf("seed %d, draw %d: %v, want %v", seed, i, got, value)
			}
		}
	}
}

func TestFates(t *testing.T) {
	rules := raft.FaultRules{Drop: 0.2, Delay: 3, Jitter: 5, Duplicate: 0.3, Reorder: 0.25}
	random := raft.SeededRandom(7)
	for i, want := range [][]raft.Millis{
		nil, {19.57087553641759}, {4.481651241192594}, nil,
		{6.12190322089009}, {3.440531176282093, 5.133578518405557}, {4.653239621082321}, nil,
	} {
		if got := rules.FateOf(random); !slices.Equal(got, want) {
			t.Errorf("message %d takes %v ms, want %v", i, got, want)
		}
	}
}

func TestDigests(t *testing.T) {
	machine := raft.NewStateMachine(10)
	expect := func(digest string, applied int) {
		t.Helper()
		if got := machine.Digest(); got != (raft.Digest{Digest: digest, Applied: applied}) {
			t.Errorf("the digest is %v, want %s after %d", got, digest, applied)
		}
	}
	set := func(id, name string) { _, _ = machine.Apply(&raft.Command{Type: raft.Set, ID: id, Name: name}, 1) }
	expect("811c9dc5", 0)
	set("b", "Bea")
	expect("03b11eff", 1)
	set("a", "")
	set("\U00010000", "Linear B")
	set("\uffee", "halfwidth")
	set("é", "Zoë")
	_, _ = machine.Apply(&raft.Command{Type: raft.Noop}, 1)
	_, _ = machine.Apply(&raft.Command{Type: raft.Delete, ID: "nobody"}, 1)
	expect("ad231f0d", 6)
	_, _ = machine.Apply(&raft.Command{Type: raft.Delete, ID: "b"}, 1)
	expect("b67dd573", 7)
}

func TestSnapshotBytes(t *testing.T) {
	machine := raft.NewStateMachine(2)
	once := func(kind raft.CommandType, id, name string, session raft.LogIndex, sequence int) raft.Command {
		return raft.Command{Type: kind, ID: id, Name: name, Mark: &raft.SessionMark{Session: session, Sequence: sequence}}
	}
	zoe := raft.Answer{Name: "Zoë", Found: true}
	for i, step := range []struct {
		command raft.Command
		answer  raft.Answer
		refusal error
	}{
		{raft.Command{Type: raft.Register}, raft.Answer{Session: 1}, nil},
		{raft.Command{Type: raft.Set, ID: "é", Name: "Zoë"}, raft.Answer{}, nil},
		{raft.Command{Type: raft.Set, ID: "\U00010000"}, raft.Answer{}, nil},
		{once(raft.Set, "\uffee", "halfwidth", 1, 4), raft.Answer{}, nil},
		{raft.Command{Type: raft.Register}, raft.Answer{Session: 5}, nil},
		{once(raft.Set, "é", "Ada", 1, 5), zoe, nil},
		{once(raft.Set, "é", "Eve", 1, 5), zoe, nil},
		{once(raft.Delete, "é", "", 1, 4), raft.Answer{}, raft.SequenceTooOld},
		{raft.Command{Type: raft.Noop}, raft.Answer{}, nil},
		{raft.Command{Type: raft.Register}, raft.Answer{Session: 10}, nil},
		{once(raft.Delete, "é", "", 5, 1), raft.Answer{}, raft.SessionExpired},
	} {
		answer, err := machine.Apply(&step.command, raft.LogIndex(i+1))
		if answer != step.answer || err != step.refusal {
			t.Errorf("command %d is answered with %v, %v, want %v, %v", i+1, answer, err, step.answer, step.refusal)
		}
	}
	const want = "AAAAAAAAEEAAAAAAAAAIQAAAAAAAAABAw6kAAAAAAAAIQEFkYQAAAAAAAAhA77+uAAAAAAAAIkBoYWxmd2lkdGgAAAAAAAAQQPCQgIAAAAAA" +
		"AAAAAAAAAAAAAABAAAAAAAAA8D8AAAAAAAAUQAAAAAAAAPA/AAAAAAAAEEBab8OrAAAAAAAAJEAAAAAAAAAAAAAAAAAAAAAA"
	bytes := machine.Snapshot()
	if got := base64.StdEncoding.EncodeToString(bytes); got != want {
		t.Errorf("the snapshot is %s, want %s", got, want)
	}
	restored := raft.NewStateMachine(2)
	if err := restored.Restore(bytes); err != nil || !slices.Equal(restored.Snapshot(), bytes) {
		t.Errorf("restored, it is %x, %v", restored.Snapshot(), err)
	}
	for length := range bytes {
		if err := restored.Restore(bytes[:length]); err == nil || !slices.Equal(restored.Snapshot(), bytes) {
			t.Errorf("the first %d bytes were taken for a snapshot: %v", length, err)
		}
	}
}

func TestSizes(t *testing.T) {
	settings, _ := raft.Settings{Servers: 2, PreVote: raft.Off}.Complete()
	state := raft.New(1, settings, raft.StableState{})
	state.StartElection()
	writeAll(state)
	_, _ = state.Receive(&raft.RequestVoteReply{From: 2, To: 1, Term: 1, VoteGranted: true})
	_, _ = state.Receive(&raft.AppendEntriesReply{From: 2, To: 1, Term: 1, Success: true, MatchIndex: 1})
	_, _ = state.Propose(raft.Command{Type: raft.Set, ID: "é\U00010000\uffee", Name: "Ada"})
	state.NextMessageTo(2)
	if got := state.Progress[2].BytesInFlight; got != 23 {
		t.Errorf("an entry of 4 and 3 characters counts for %d bytes, want 23", got)
	}
}
