package linearizable

import (
	"fmt"
	"maps"
	"slices"

	"github.com/anishathalye/porcupine"
)

// model is the sequential behaviour of one id: every operation returns its previous name. Ids are independent, so a history
// is linearizable if the history of each id is (locality; Herlihy and Wing).
var model = porcupine.Model{
	Partition: partition,
	Init:      func() any { return state{} },
	Step: func(before, asked, returned any) (bool, any) {
		return before.(state).step(asked.(request), returned.(answer))
	},
	DescribeOperation: func(asked, returned any) string {
		return fmt.Sprintf("%v: %v", asked.(request).Asked, returned)
	},
	DescribeOperationMetadata: func(note any) string { return note.(string) },
	DescribeState:             func(now any) string { return now.(state).value.String() },
}

type state struct {
	value
	// unansweredDeletes counts those that have taken effect.
	unansweredDeletes int
}

// A value is the name of an id, or nothing.
type value struct {
	name   string
	exists bool
}

type request struct {
	Asked
	// turn is the position of a delete among the unanswered ones of its id; 0 for any other operation.
	turn int
}

// An answer is a client's result, if known.
type answer struct {
	value
	known bool
}

func (s state) step(asked request, returned answer) (isPossible bool, after state) {
	if returned.known && returned.value != s.value {
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

// partition divides a history by id.
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

// returned is the answer of a completed operation.
func (o Operation) returned() answer {
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
