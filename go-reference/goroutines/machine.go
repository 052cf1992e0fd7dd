package goroutines

import (
	"fmt"
	"time"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/kv"
	"github.com/raft-three-ways/go-reference/raft"
)

// The state machine has its own lock: applying and reading never block the rules.

// applyBatch is the maximum of entries applied under one lock; readers get a turn in between.
const applyBatch = 4096

func (s *server) apply(first raft.LogIndex, entries []*raft.Entry, outcomes []outcome) []outcome {
	s.applying.Lock()
	defer s.applying.Unlock()
	for i, entry := range entries {
		answer, err := s.machine.Apply(&entry.Command, first+raft.LogIndex(i))
		if err != nil {
			err = cluster.ErrorOfRefusal(err)
		}
		outcomes = append(outcomes, outcome{answer, err})
	}
	return outcomes
}

// restoreSnapshot restores a snapshot received from the leader or loaded from storage, before any later entry is applied
// (§7). It returns false if there is none.
func (s *server) restoreSnapshot() bool {
	snapshot := s.snapshotToRestore()
	if snapshot == nil {
		return false
	}
	s.applying.Lock()
	err := s.machine.Restore(snapshot.Data)
	s.applying.Unlock()
	if err != nil {
		panic(fmt.Sprintf("server %d cannot go on from its snapshot of entry %d: %v", s.raft.ID, snapshot.LastIncludedIndex, err))
	}
	s.markApplied(snapshot.LastIncludedIndex)
	isSkipped := func(index int) bool { return index <= int(snapshot.LastIncludedIndex) }
	s.proposals.rejectThose(isSkipped, unavailable("server %d got the outcome in a snapshot, without the answer", s.raft.ID))
	return true
}

func (s *server) takeSnapshot() []byte {
	s.applying.RLock()
	defer s.applying.RUnlock()
	return s.machine.Snapshot()
}

func (s *server) get(id string) raft.Answer {
	s.applying.RLock()
	defer s.applying.RUnlock()
	return s.machine.Get(id)
}

func (s *server) digest() kv.Digest {
	s.applying.RLock()
	defer s.applying.RUnlock()
	return s.machine.Digest()
}

// block keeps the state machine busy, as applying a slow command would, until the server ends.
func (s *server) block(length time.Duration) error {
	s.applying.Lock()
	defer s.applying.Unlock()
	cluster.Spin(length, s.running.Load)
	if !s.running.Load() {
		return s.notRunning()
	}
	return nil
}
