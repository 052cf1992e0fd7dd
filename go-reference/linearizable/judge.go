// Package linearizable checks histories of a cluster's clients: is there an order of all operations, each at a moment between
// its call and its return, in which a single map would give the same answers (Herlihy and Wing, 1990)? Porcupine searches for
// that order; this package supplies its model.
package linearizable

import (
	"cmp"
	"fmt"
	"slices"
	"sort"
	"time"

	"github.com/anishathalye/porcupine"
)

// A Verdict is the result for a history.
type Verdict struct {
	Operations int `json:"operations"`
	// Linearizable is nil if the search timed out.
	Linearizable *bool `json:"linearizable"`
	// Why names the first answer that no order explains.
	Why string `json:"why,omitempty"`
	// beginning holds the operations up to that answer.
	beginning []Operation
	last      Operation
}

// Judge searches until the time limit; without one if limit is 0.
func Judge(history []Operation, limit time.Duration) Verdict {
	verdict := Verdict{Operations: len(history)}
	result := check(history, limit)
	if result == porcupine.Unknown {
		return verdict
	}
	isLinearizable := result == porcupine.Ok
	verdict.Linearizable = &isLinearizable
	if !isLinearizable {
		verdict.explain(history, limit)
	}
	return verdict
}

func check(history []Operation, limit time.Duration) porcupine.CheckResult {
	return porcupine.CheckOperationsTimeout(model, entries(history), limit)
}

// explain finds the shortest prefix that is not linearizable. Every longer one isn't either, so it is found by binary
// search; it ends with an answer, since a call contradicts nothing.
func (v *Verdict) explain(history []Operation, limit time.Duration) {
	var answered []Operation
	for _, o := range history {
		if o.Return != nil {
			answered = append(answered, o)
		}
	}
	slices.SortFunc(answered, func(a, b Operation) int { return cmp.Compare(*a.Return, *b.Return) })
	first := sort.Search(len(answered)-1, func(i int) bool {
		return check(upTo(history, *answered[i].Return), limit) == porcupine.Illegal
	})
	v.last = answered[first]
	v.beginning = upTo(history, *v.last.Return)
	v.Why = fmt.Sprintf("no order explains that client %d's call at %d to %v returned %v at %d",
		v.last.Client, v.last.Call, v.last.Asked, v.last.returned(), *v.last.Return)
}

// upTo returns what was known of a history at a moment.
func upTo(history []Operation, moment int64) []Operation {
	var known []Operation
	for _, o := range history {
		if o.Call > moment {
			continue
		}
		if o.Return != nil && *o.Return > moment {
			o.Return, o.Answer = nil, nil
		}
		known = append(known, o)
	}
	return known
}
