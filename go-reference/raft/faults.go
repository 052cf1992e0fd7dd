package raft

// What a network may do to a message, as rules: a pure decision that every runtime's network asks for each message.
// The runtimes differ in how they wait, never in what gets lost.

// FaultRules: probabilities are from 0 to 1. What is zero does not happen.
type FaultRules struct {
	// Drop is the probability that a message is lost.
	Drop float64 `json:"drop"`
	// Delay is how long every message takes.
	Delay Millis `json:"delay"`
	// Jitter: a message takes up to so much longer, drawn evenly.
	Jitter Millis `json:"jitter"`
	// Duplicate is the probability that a message arrives twice.
	Duplicate float64 `json:"duplicate"`
	// Reorder is the probability that a message is held back so that later ones overtake it.
	Reorder float64 `json:"reorder"`
	// Seed fixes the choices; the cluster's own unless set.
	Seed *uint32 `json:"seed"`
}

// ReorderWindow: a message that is reordered is held back by up to so much, beside its delay and jitter.
const ReorderWindow Millis = 20

// Check checks the rules. The error is an InvalidArgumentError that names the rule.
func (rules FaultRules) Check() error {
	for _, rule := range []struct {
		name    string
		value   float64
		highest float64
		wanted  string
	}{
		{"drop", rules.Drop, 1, "a probability from 0 to 1"},
		{"duplicate", rules.Duplicate, 1, "a probability from 0 to 1"},
		{"reorder", rules.Reorder, 1, "a probability from 0 to 1"},
		{"delay", float64(rules.Delay), 3_600_000, "a time from 0 to 3,600,000 ms"},
		{"jitter", float64(rules.Jitter), 3_600_000, "a time from 0 to 3,600,000 ms"},
	} {
		if !(rule.value >= 0 && rule.value <= rule.highest) {
			return invalid("%s is %s: give %s", rule.name, number(rule.value), rule.wanted)
		}
	}
	return nil
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
