package kv

import (
	"fmt"
	"hash/fnv"
	"iter"
	"maps"
	"slices"

	"github.com/raft-three-ways/go-reference/raft"
)

// A StateMachine is the replicated state machine: a map from id to name. It is deterministic, so servers that apply the
// same log agree. It is not safe for concurrent use.
type StateMachine struct {
	names    map[string]string
	sessions *sessions
	applied  int
}

// NewStateMachine returns an empty state machine with a maximum of client sessions, the same on all servers of a cluster.
func NewStateMachine(maxSessions int) *StateMachine {
	return &StateMachine{names: make(map[string]string), sessions: newSessions(maxSessions)}
}

// Apply applies the command at a log index. It returns the previous name of its id, if any; the new session for Register. A
// retry within its session is not applied again and gets the first answer. The error is a Refusal.
func (m *StateMachine) Apply(command *raft.Command, index raft.LogIndex) (raft.Answer, error) {
	switch {
	case command.Type == raft.Noop || command.Type == raft.Configure:
		return raft.Answer{}, nil
	case command.Type == raft.Register:
		return raft.Answer{Session: m.sessions.open(index)}, nil
	case command.Mark == nil:
		return m.change(command), nil
	default:
		return m.applyOnce(command, command.Mark)
	}
}

func (m *StateMachine) applyOnce(command *raft.Command, mark *raft.SessionMark) (raft.Answer, error) {
	answer, given, err := m.sessions.find(mark.Session, mark.Sequence)
	if given || err != nil {
		return answer, err
	}
	answer = m.change(command)
	m.sessions.keep(mark.Session, mark.Sequence, answer)
	return answer, nil
}

func (m *StateMachine) change(command *raft.Command) raft.Answer {
	m.applied++
	before := m.Get(command.ID)
	if command.Type == raft.Set {
		m.names[command.ID] = command.Name
	} else {
		delete(m.names, command.ID)
	}
	return before
}

// Get returns the name of an id, if any.
func (m *StateMachine) Get(id string) raft.Answer {
	name, found := m.names[id]
	return raft.Answer{Name: name, Found: found}
}

// Digest returns FNV-1a over every `id NUL name NUL`, ordered by the ids' UTF-8 bytes; identical in both languages.
func (m *StateMachine) Digest() Digest {
	hash := fnv.New32a()
	for id, name := range m.pairs() {
		_, _ = fmt.Fprintf(hash, "%s\x00%s\x00", id, name) // never fails
	}
	return Digest{fmt.Sprintf("%08x", hash.Sum32()), m.applied}
}

// Snapshot returns the encoded map and sessions, identical in both languages.
func (m *StateMachine) Snapshot() []byte {
	var writer byteWriter
	writer.number(m.applied)
	writer.number(len(m.names))
	for id, name := range m.pairs() {
		writer.string(id)
		writer.string(name)
	}
	m.sessions.write(&writer)
	return writer.result()
}

// Restore replaces the state by a snapshot's. It fails with a MalformedMessageError if it cannot be decoded; the state is
// then unchanged.
func (m *StateMachine) Restore(snapshot []byte) error {
	reader := byteReader{buffer: snapshot}
	restored := NewStateMachine(m.sessions.limit)
	restored.applied = reader.number()
	for left := reader.number(); left > 0 && reader.err == nil; left-- {
		id := reader.string()
		restored.names[id] = reader.string()
	}
	restored.sessions.read(&reader)
	if reader.err == nil {
		*m = *restored
	}
	return reader.err
}

func (m *StateMachine) pairs() iter.Seq2[string, string] {
	return func(yield func(id, name string) bool) {
		for _, id := range slices.Sorted(maps.Keys(m.names)) {
			if !yield(id, m.names[id]) {
				return
			}
		}
	}
}
