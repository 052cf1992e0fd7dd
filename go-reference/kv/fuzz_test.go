package kv_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/raft-three-ways/go-reference/kv"
	"github.com/raft-three-ways/go-reference/raft"
)

// FuzzSnapshots checks that no bytes that claim to be a snapshot make the state machine panic, and that a restored snapshot
// is written alike.
func FuzzSnapshots(f *testing.F) {
	machine := kv.NewStateMachine(3)
	for index := raft.LogIndex(1); index <= 20; index++ {
		id := fmt.Sprint(index % 4)
		mark := &raft.SessionMark{Session: index/5*5 + 1, Sequence: int(index)}
		command := []raft.Command{
			{Type: raft.Set, ID: id, Name: "Zoë"},
			{Type: raft.Register},
			{Type: raft.Set, ID: id, Name: "Ada", Mark: mark},
			{Type: raft.Set, ID: id, Mark: mark},
			{Type: raft.Delete, ID: id, Mark: mark},
		}[index%5]
		_, _ = machine.Apply(&command, index)
		f.Add(machine.Snapshot())
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		first, second := kv.NewStateMachine(3), kv.NewStateMachine(3)
		if first.Restore(data) != nil {
			return
		}
		if err := second.Restore(first.Snapshot()); err != nil || !slices.Equal(first.Snapshot(), second.Snapshot()) {
			t.Errorf("%x became %x: %v", first.Snapshot(), second.Snapshot(), err)
		}
	})
}
