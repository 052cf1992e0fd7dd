package raft

import "cmp"

// What a network may do to a message, as rules: a pure decision that every runtime's network asks for each message.
// The runtimes differ in how they wait, never in what gets lost.

// FaultRules: probabilities are from 0 to 1. What is zero does not happen.
type FaultRules struct {
	// Drop is the probability that a message is lost.
	Drop float64 `json:"drop,omitzero"`
	// Delay is how long every message takes.
	Delay Millis `json:"delay,omitzero"`
	// Jitter: a message takes up to so much longer, drawn evenly.
	Jitter Millis `json:"jitter,omitzero"`
	// Duplicate is the probability that a message arrives twice.
	Duplicate float64 `json:"duplicate,omitzero"`
	// Reorder is the probability that a message is held back so that later ones overtake it.
	Reorder float64 `json:"reorder,omitzero"`
	// Seed fixes the choices; the cluster's own unless set.
	Seed *uint32 `json:"seed,omitzero"`
}

// ReorderWindow: a message that is reordered is held back by up to so much, beside its delay and jitter.
const ReorderWindow Millis = 20

// Check checks the rules. The error is an InvalidArgumentError that names the rule.
func (rules FaultRules) Check() error {
	const probability, time = "a probability from 0 to 1", "a time from 0 to 3,600,000 ms"
	return cmp.Or(
		requireBetween("drop", rules.Drop, 0, 1, probability),
		requireBetween("delay", float64(rules.Delay), 0, 3_600_000, time),
		requireBetween("jitter", float64(rules.Jitter), 0, 3_600_000, time),
		requireBetween("duplicate", rules.Duplicate, 0, 1, probability),
		requireBetween("reorder", rules.Reorder, 0, 1, probability),
	)
}

// FateOf decides the fate of one message: how long each of its copies takes to arrive. No copies is a lost message.
// The draws are made in a fixed order and number, so that one seed makes one history.
func (rules FaultRules) FateOf(random func() float64) []Millis {
	lost := random() < rules.Drop
	twice := random() < rules.Duplicate
	first := rules.travelTime(random)
	second := rules.travelTime(random)
	switch {
	case lost:
		return nil
	case twice:
		return []Millis{first, second}
	default:
		return []Millis{first}
	}
}

func (rules FaultRules) travelTime(random func() float64) Millis {
	jitter := Millis(random()) * rules.Jitter
	heldBack := random() < rules.Reorder
	overtaken := Millis(random()) * ReorderWindow
	if !heldBack {
		overtaken = 0
	}
	return rules.Delay + jitter + overtaken
}

// A Partition tells who can reach whom: only members of the same group. It is never changed once made.
type Partition struct {
	group map[ServerID]int
}

// NewPartition makes a partition of these groups. A server that none names is alone.
func NewPartition(groups [][]ServerID) *Partition {
	group := make(map[ServerID]int)
	for number, ids := range groups {
		for _, id := range ids {
			group[id] = number
		}
	}
	return &Partition{group}
}

// Connects tells whether a message from one server can reach the other.
func (p *Partition) Connects(from, to ServerID) bool {
	if from == to {
		return true
	}
	fromGroup, fromAny := p.group[from]
	toGroup, toAny := p.group[to]
	return fromAny && toAny && fromGroup == toGroup
}
