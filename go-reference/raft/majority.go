package raft

import (
	"slices"
	"sort"
)

// A Majority is the highest number that a majority of voters has reached, of their matchIndexes or answered rounds: the
// median of a sorted slice, updated by one binary search for each distinct number that is passed.
type Majority[N ~int] struct {
	// Ascending.
	reached []N
	// Position of the number that a majority has reached or passed.
	place int
}

// NewMajority takes one number for each voter.
func NewMajority[N ~int](reached []N) *Majority[N] {
	reached = slices.Sorted(slices.Values(reached))
	return &Majority[N]{reached, len(reached) - (len(reached)/2 + 1)}
}

// Value returns the highest number that a majority has reached; 0 without voters.
func (m *Majority[N]) Value() N {
	if m.place < 0 {
		return 0
	}
	return m.reached[m.place]
}

// raise raises one voter's number. Equal numbers are passed together: with many voters, most have the same.
func (m *Majority[N]) raise(from, to N) {
	place := m.lastOf(from)
	for place+1 < len(m.reached) && m.reached[place+1] <= to {
		m.reached[place] = m.reached[place+1]
		place = m.lastOf(m.reached[place])
	}
	m.reached[place] = to
}

// lastOf returns the last position whose number is at most this one.
func (m *Majority[N]) lastOf(number N) int {
	return sort.Search(len(m.reached), func(place int) bool { return m.reached[place] > number }) - 1
}
