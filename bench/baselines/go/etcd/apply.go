package etcd

import (
	"encoding/binary"
	"fmt"

	"github.com/raft-three-ways/baselines/commands"
	"github.com/raft-three-ways/go-reference/raft"
	etcdraft "go.etcd.io/raft/v3"
	"go.etcd.io/raft/v3/raftpb"
)

// A compaction says when the log is compacted; threshold 0 for never.
type compaction struct {
	threshold, trailing uint64
	snapshotted         uint64 // the index of the last snapshot
	members             raftpb.ConfState
}

// applyCommitted applies a Ready's snapshot and entries, and answers their clients.
func (n *node) applyCommitted(ready etcdraft.Ready) {
	n.restore(ready.Snapshot)
	if len(ready.CommittedEntries) == 0 {
		return
	}
	n.outcomes = n.apply(ready.CommittedEntries, n.outcomes[:0])
	n.waiters.answer(n.outcomes)
}

// apply applies entries under one lock. An entry without data begins a leader's term.
func (n *node) apply(entries []raftpb.Entry, outcomes []applied) []applied {
	n.machineMu.Lock()
	defer n.machineMu.Unlock()
	for i := range entries {
		data := entries[i].Data
		if len(data) > 0 {
			command := commands.Decode(data[numberBytes:])
			answer, err := n.machine.Apply(&command, raft.LogIndex(entries[i].Index))
			outcomes = append(outcomes, applied{binary.LittleEndian.Uint64(data), outcome{answer, err}})
		}
	}
	n.applied.Store(entries[len(entries)-1].Index)
	return outcomes
}

func (n *node) restore(snapshot raftpb.Snapshot) {
	if etcdraft.IsEmptySnap(snapshot) {
		return
	}
	n.machineMu.Lock()
	defer n.machineMu.Unlock()
	if err := n.machine.Restore(snapshot.Data); err != nil {
		panic(fmt.Sprintf("the snapshot of entry %d: %v", snapshot.Metadata.Index, err))
	}
	n.applied.Store(snapshot.Metadata.Index)
	n.compaction.snapshotted = snapshot.Metadata.Index
}

// compact takes a snapshot, and keeps the trailing entries for slow followers.
func (n *node) compact() {
	applied, c := n.applied.Load(), &n.compaction
	if c.threshold == 0 || applied-c.snapshotted < c.threshold {
		return
	}
	_, _ = n.storage.CreateSnapshot(applied, &c.members, n.machine.Snapshot()) // one from the leader may be newer
	_ = n.storage.Compact(applied - min(applied, c.trailing))                  // likewise
	c.snapshotted = applied
}
