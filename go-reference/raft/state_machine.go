package raft

import (
	"fmt"
	"iter"
	"maps"
	"slices"
)

// A StateMachine is the replicated state machine: a map from id to name. Deterministic, so that servers that apply the
// same log agree. It is for one goroutine at a time.
type StateMachine struct {
	names    map[string]string
	sessions *sessions
	applied  int
}

// NewStateMachine makes an empty one that keeps so many client sessions; all servers of a cluster must agree on it.
func NewStateMachine(maxSessions int) *StateMachine {
	return &StateMachine{names: make(map[string]string), sessions: newSessions(maxSessions)}
}

// Apply applies the command at an index of the log and returns the name that its id had before, if any. A command that its
// session has applied before is not applied again: its first answer is. The error is a Refusal.
func (m *StateMachine) Apply(command *Command, index LogIndex) (Answer, error) {
	switch {
	case command.Type == Noop || command.Type == Configure:
		return Answer{}, nil
	case command.Type == Register:
		return Answer{Session: m.sessions.open(index)}, nil
	case command.Mark == nil:
		return m.change(command), nil
	default:
		return m.applyOnce(command, command.Mark)
	}
}

func (m *StateMachine) applyOnce(command *Command, mark *SessionMark) (Answer, error) {
	answer, given, err := m.sessions.find(mark.Session, mark.Sequence)
	if given || err != nil {
		return answer, err
	}
	answer = m.change(command)
	m.sessions.keep(mark.Session, mark.Sequence, answer)
	return answer, nil
}

func (m *StateMachine) change(command *Command) Answer {
	m.applied++
	before := m.Get(command.ID)
	if command.Type == Set {
		m.names[command.ID] = command.Name
	} else {
		delete(m.names, command.ID)
	}
	return before
}

// Get returns the name under an id, if any.
func (m *StateMachine) Get(id string) Answer {
	name, found := m.names[id]
	return Answer{Name: name, Found: found}
}

// Digest is FNV-1a over every `id NUL name NUL`, in the order of the ids' UTF-8 bytes: alike in both languages.
func (m *StateMachine) Digest() Digest {
	hash := fnv1a(0x811c9dc5)
	for id, name := range m.pairs() {
		hash.add(id)
		hash.add(name)
	}
	return Digest{hash.String(), m.applied}
}

// Snapshot is all that the machine holds, its sessions too, as bytes: alike in both languages.
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

// Restore takes over what a snapshot holds. It fails with a MalformedMessageError if it is not one, and changes nothing
// then.
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

// fnv1a is FNV-1a in 32 bits, with a NUL after each part.
type fnv1a uint32

func (hash *fnv1a) add(part string) {
	const prime = 0x01000193
	for i := range len(part) {
		*hash = (*hash ^ fnv1a(part[i])) * prime
	}
	*hash *= prime
}

func (hash *fnv1a) String() string { return fmt.Sprintf("%08x", uint32(*hash)) }
