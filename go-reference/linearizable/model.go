package linearizable

import (
	"fmt"
	"maps"
	"slices"

	"github.com/anishathalye/porcupine"
)

// The model is what one id does when its clients come one after the other: whatever they ask, they hear the name that it
// had before. Ids have nothing to do with each other, so a history is linearizable if the history of each id is (Herlihy and
// Wing call this locality).
var model = porcupine.Model{
	Partition: partition,
	Init:      func() any { return state{} },
	Step: func(before, asked, heard any) (bool, any) {
		return before.(state).step(asked.(request), heard.(answer))
	},
	DescribeOperation: func(asked, heard any) string {
		return fmt.Sprintf("%v: %v", asked.(request).Asked, heard)
	},
	DescribeOperationMetadata: func(note any) string { return note.(string) },
	DescribeState:             func(now any) string { return now.(state).value.String() },
}

type state struct {
	value
	// unansweredDeletes are those that have taken effect so far.
	unansweredDeletes int
}

// A value is what stands under an id: a name, or nothing.
type value struct {
	name   string
	exists bool
}

type request struct {
	Asked
	// turn is the place of a delete that nobody heard of among those; 0 for everything else.
	turn int
}

// An answer is what the client heard; unless it is known, nothing.
type answer struct {
	value
	known bool
}

func (s state) step(asked request, heard answer) (isPossible bool, after state) {
	if heard.known && heard.value != s.value {
		return false, s
	}
	switch asked.Type {
	case "set":
		s.value = value{asked.Name, true}
	case "delete":
		s.value = value{}
	}
	if asked.turn == 0 {
		return true, s
	}
	s.unansweredDeletes++
	return s.unansweredDeletes == asked.turn, s
}

// partition parts a history by its ids.
func partition(history []porcupine.Operation) [][]porcupine.Operation {
	byID := make(map[string][]porcupine.Operation)
	for _, o := range history {
		id := o.Input.(request).ID
		byID[id] = append(byID[id], o)
	}
	return slices.Collect(maps.Values(byID))
}

func (v value) String() string {
	if !v.exists {
		return "nothing"
	}
	return fmt.Sprintf("%q", v.name)
}

// heard is what the client of an operation that has returned heard.
func (o Operation) heard() answer {
	if o.Answer == nil {
		return answer{known: true}
	}
	return answer{value{*o.Answer, true}, true}
}

func (a answer) String() string {
	if !a.known {
		return "?"
	}
	return a.value.String()
}

func (a Asked) String() string {
	if a.Type == "set" {
		return fmt.Sprintf("set %q to %q", a.ID, a.Name)
	}
	return fmt.Sprintf("%s %q", a.Type, a.ID)
}
