package linearizable

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/anishathalye/porcupine"
)

// An unanswered operation may have taken effect at any time after its call, or never. Taken literally, it returns after all
// others with any answer: if it never took effect, it comes last, where no read observes it. But each one doubles the
// search, and a history has dozens, so what follows narrows down more of them than their clients can; the search becomes
// thousands of times faster, and no verdict changes.

// entries converts operations for Porcupine.
func entries(history []Operation) []porcupine.Operation {
	byCall := slices.SortedFunc(slices.Values(history), func(a, b Operation) int { return cmp.Compare(a.Call, b.Call) })
	unanswered := newUnanswered(history)
	var all []porcupine.Operation
	for _, o := range byCall {
		if o.Return != nil {
			all = append(all, porcupine.Operation{
				ClientId: o.Client, Input: request{Asked: o.Asked}, Call: o.Call, Output: o.returned(), Return: *o.Return, Metadata: "",
			})
		} else if entry, matters := unanswered.entry(o); matters {
			all = append(all, entry)
		}
	}
	return all
}

type unanswered struct {
	// end is after every operation.
	end int64
	// row is that of the next unanswered operation in a picture: below the clients, which continue meanwhile.
	row int
	// sets counts the sets of each assignment, firstRead is when an answer first contained it.
	sets      map[assignment]int
	firstRead map[assignment]int64
	// deletes counts the unanswered ones of each id.
	deletes map[string]int
}

type assignment struct{ id, name string }

func newUnanswered(history []Operation) *unanswered {
	u := &unanswered{sets: make(map[assignment]int), firstRead: make(map[assignment]int64), deletes: make(map[string]int)}
	for _, o := range history {
		u.row = max(u.row, o.Client+1)
		u.end = max(u.end, o.Call+1)
		if o.Asked.Type == "set" {
			u.sets[assignment{o.Asked.ID, o.Asked.Name}]++
		}
		if o.Return == nil {
			continue
		}
		u.end = max(u.end, *o.Return+1)
		if o.Answer == nil {
			continue
		}
		read := assignment{o.Asked.ID, *o.Answer}
		if first, isKnown := u.firstRead[read]; !isKnown || *o.Return < first {
			u.firstRead[read] = *o.Return
		}
	}
	return u
}

// entry converts an unanswered operation. It must be called in the order of their calls.
func (u *unanswered) entry(o Operation) (entry porcupine.Operation, matters bool) {
	asked, end := request{Asked: o.Asked}, u.end
	switch o.Asked.Type {
	case "read":
		return entry, false
	case "set":
		if end, matters = u.endOfSet(o); !matters {
			return entry, false
		}
	case "delete":
		// Deletes are interchangeable, so they may take effect in the order of their calls.
		u.deletes[o.Asked.ID]++
		asked.turn = u.deletes[o.Asked.ID]
	}
	row := u.row
	u.row++
	note := fmt.Sprintf("client %d got no answer", o.Client)
	return porcupine.Operation{
		ClientId: row, Input: asked, Call: o.Call, Output: answer{}, Return: end, Metadata: note,
	}, true
}

// endOfSet returns the time by which a set must have taken effect. If no answer contains the name, it doesn't matter
// whether it did: a later write would have hidden the previous name all the same. If no other set has the same id and name,
// it took effect before the first answer that contains them.
func (u *unanswered) endOfSet(o Operation) (end int64, matters bool) {
	set := assignment{o.Asked.ID, o.Asked.Name}
	first, isRead := u.firstRead[set]
	if isRead && u.sets[set] == 1 && first > o.Call {
		return first, true
	}
	return u.end, isRead
}
