package hashicorp

import (
	"fmt"
	"io"
	"sync"

	"github.com/raft-three-ways/baselines/commands"
	"github.com/raft-three-ways/go-reference/kv"
	"github.com/raft-three-ways/go-reference/raft"

	hraft "github.com/hashicorp/raft"
)

// A stateMachine is the bench's state machine as the library's BatchingFSM.
type stateMachine struct {
	mu      sync.RWMutex
	machine *kv.StateMachine
	// seen is the index of the last entry that the library has passed: it keeps no-ops to itself.
	seen raft.LogIndex
}

var _ hraft.BatchingFSM = (*stateMachine)(nil)

// An outcome is the library's response to a proposal.
type outcome struct {
	answer raft.Answer
	err    error
}

// ApplyBatch applies entries under one lock. Its responses share one allocation.
func (m *stateMachine) ApplyBatch(entries []*hraft.Log) []any {
	m.mu.Lock()
	defer m.mu.Unlock()
	outcomes, responses := make([]outcome, len(entries)), make([]any, len(entries))
	for i, entry := range entries {
		m.seen = raft.LogIndex(entry.Index)
		if entry.Type != hraft.LogCommand {
			continue
		}
		command := commands.Decode(entry.Data)
		outcomes[i].answer, outcomes[i].err = m.machine.Apply(&command, m.seen)
		responses[i] = &outcomes[i]
	}
	return responses
}

func (m *stateMachine) Apply(entry *hraft.Log) any { return m.ApplyBatch([]*hraft.Log{entry})[0] }

func (m *stateMachine) Snapshot() (hraft.FSMSnapshot, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return snapshot(m.machine.Snapshot()), nil
}

func (m *stateMachine) Restore(from io.ReadCloser) error {
	data, err := io.ReadAll(from)
	if err != nil {
		return fmt.Errorf("reading the snapshot: %w", err)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.machine.Restore(data)
}

func (m *stateMachine) digest() kv.Digest {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.machine.Digest()
}

func (m *stateMachine) get(id string) raft.Answer {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.machine.Get(id)
}

func (m *stateMachine) lastSeen() raft.LogIndex {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.seen
}

type snapshot []byte

func (s snapshot) Persist(sink hraft.SnapshotSink) error {
	if _, err := sink.Write(s); err != nil {
		_ = sink.Cancel() // the first error says more
		return fmt.Errorf("writing the snapshot: %w", err)
	}
	return sink.Close()
}

func (s snapshot) Release() {}
