package raft

import (
	"slices"
	"sort"
)

// A Majority is the number that a majority has reached: of all voters' matchIndexes (or answered rounds) kept in order, the
// one at which the majority is full. It is a median, not the most frequent number, and finding it does not depend on the
// cluster's size.
type Majority[N ~int] struct {
	// In rising order.
	reached []N
	// Where the number stands that a majority has reached or passed.
	place int
}

// NewMajority is made of what each voter has reached.
func NewMajority[N ~int](reached []N) *Majority[N] {
	reached = slices.Sorted(slices.Values(reached))
	return &Majority[N]{reached, len(reached) - (len(reached)/2 + 1)}
}

// Value is the highest number that a majority of voters has reached; 0 without voters.
func (m *Majority[N]) Value() N {
	if m.place < 0 {
		return 0
	}
	return m.reached[m.place]
}

// raise: one voter has gone up from one number to another: it changes places with those that it passes.
func (m *Majority[N]) raise(from, to N) {
	first, last := m.lastOf(from), m.lastOf(to)
	copy(m.reached[first:], m.reached[first+1:last+1])
	m.reached[last] = to
}

// lastOf is the last place whose number is at most this one.
func (m *Majority[N]) lastOf(number N) int {
	return sort.Search(len(m.reached), func(place int) bool { return m.reached[place] > number }) - 1
}
