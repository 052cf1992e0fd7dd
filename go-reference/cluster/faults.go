package cluster

import (
	"cmp"

	"github.com/raft-three-ways/go-reference/raft"
)

// Network fault injection: a pure decision for each message, shared by all runtimes. They differ in how they wait, never in
// what is lost.

// FaultRules are probabilities from 0 to 1 and times in ms. Each is 0 unless set.
type FaultRules struct {
	// Drop is the probability that a message is lost.
	Drop float64 `json:"drop,omitzero"`
	// Delay is that of every message (ms).
	Delay raft.Millis `json:"delay,omitzero"`
	// Jitter is the maximum extra delay (ms), drawn uniformly.
	Jitter raft.Millis `json:"jitter,omitzero"`
	// Duplicate is the probability that a message arrives twice.
	Duplicate float64 `json:"duplicate,omitzero"`
	// Reorder is the probability that a message is held back so that later ones overtake it.
	Reorder float64 `json:"reorder,omitzero"`
	// Seed is that of the random choices. Default: the cluster's.
	Seed *uint32 `json:"seed,omitzero"`
}

// ReorderWindow is the maximum time that a reordered message is held back (ms), in addition to delay and jitter.
const ReorderWindow raft.Millis = 20

// Check checks the rules. The error is an InvalidArgumentError that names the rule.
func (rules FaultRules) Check() error {
	const probability, time = "a probability from 0 to 1", "a time from 0 to 3,600,000 ms"
	return cmp.Or(
		raft.RequireBetween("drop", rules.Drop, 0, 1, probability),
		raft.RequireBetween("delay", float64(rules.Delay), 0, 3_600_000, time),
		raft.RequireBetween("jitter", float64(rules.Jitter), 0, 3_600_000, time),
		raft.RequireBetween("duplicate", rules.Duplicate, 0, 1, probability),
		raft.RequireBetween("reorder", rules.Reorder, 0, 1, probability),
	)
}

// HaveEffect reports whether any rule differs from 0.
func (rules FaultRules) HaveEffect() bool {
	rules.Seed = nil
	return rules != (FaultRules{})
}

// FateOf returns the delays of a message's copies; none if it is lost. The number of draws is fixed, so that a seed
// determines the run.
func (rules FaultRules) FateOf(random func() float64) []raft.Millis {
	lost := random() < rules.Drop
	twice := random() < rules.Duplicate
	first := rules.travelTime(random)
	second := rules.travelTime(random)
	switch {
	case lost:
		return nil
	case twice:
		return []raft.Millis{first, second}
	default:
		return []raft.Millis{first}
	}
}

func (rules FaultRules) travelTime(random func() float64) raft.Millis {
	jitter := raft.Millis(random()) * rules.Jitter
	heldBack := random() < rules.Reorder
	overtaken := raft.Millis(random()) * ReorderWindow
	if !heldBack {
		overtaken = 0
	}
	return rules.Delay + jitter + overtaken
}

// A Partition is connectivity in a partition: only servers in the same group reach each other. It is immutable.
type Partition struct {
	group map[raft.ServerID]int
}

// NewPartition returns a partition into groups. A server in no group is alone.
func NewPartition(groups [][]raft.ServerID) *Partition {
	group := make(map[raft.ServerID]int)
	for number, ids := range groups {
		for _, id := range ids {
			group[id] = number
		}
	}
	return &Partition{group}
}

// Connects reports whether a message from one server can reach the other.
func (p *Partition) Connects(from, to raft.ServerID) bool {
	if from == to {
		return true
	}
	fromGroup, fromAny := p.group[from]
	toGroup, toAny := p.group[to]
	return fromAny && toAny && fromGroup == toGroup
}
