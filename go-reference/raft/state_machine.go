package raft

import (
	"fmt"
	"maps"
	"slices"
)

// A StateMachine is the replicated state machine: a map from id to name. Deterministic, so that servers that apply the
// same log agree. It is for one goroutine at a time; its zero value is empty.
type StateMachine struct {
	names   map[string]string
	applied int
}

// Apply applies a command and returns the name that its id had before, if any.
func (m *StateMachine) Apply(command Command) Answer {
	if command.Type == Noop {
		return Answer{}
	}
	if m.names == nil {
		m.names = make(map[string]string)
	}
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
	return Answer{name, found}
}

// Digest is FNV-1a over every `id NUL name NUL`, in the order of the ids' UTF-8 bytes: alike in both languages.
func (m *StateMachine) Digest() Digest {
	hash := fnv1a(0x811c9dc5)
	for _, id := range slices.Sorted(maps.Keys(m.names)) {
		hash.add(id)
		hash.add(m.names[id])
	}
	return Digest{hash.String(), m.applied}
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
