package kv_test

import (
	"encoding/base64"
	"slices"
	"testing"

	"github.com/raft-three-ways/go-reference/kv"
	"github.com/raft-three-ways/go-reference/raft"
)

// What must be identical in both languages to the last bit: the values are those of packages/raft-kv.

func TestDigests(t *testing.T) {
	machine := kv.NewStateMachine(10)
	expect := func(digest string, applied int) {
		t.Helper()
		if got := machine.Digest(); got != (kv.Digest{Digest: digest, Applied: applied}) {
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
	machine := kv.NewStateMachine(2)
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
		{once(raft.Delete, "é", "", 1, 4), raft.Answer{}, kv.SequenceTooOld},
		{raft.Command{Type: raft.Noop}, raft.Answer{}, nil},
		{raft.Command{Type: raft.Register}, raft.Answer{Session: 10}, nil},
		{once(raft.Delete, "é", "", 5, 1), raft.Answer{}, kv.SessionExpired},
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
	restored := kv.NewStateMachine(2)
	if err := restored.Restore(bytes); err != nil || !slices.Equal(restored.Snapshot(), bytes) {
		t.Errorf("restored, it is %x, %v", restored.Snapshot(), err)
	}
	for length := range bytes {
		if err := restored.Restore(bytes[:length]); err == nil || !slices.Equal(restored.Snapshot(), bytes) {
			t.Errorf("the first %d bytes were taken for a snapshot: %v", length, err)
		}
	}
}
