package linearizable

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/anishathalye/porcupine"
)

// An operation that nobody heard of may have taken effect at any time after its call, or never. Taken as it is, it returns
// after everything else, with any answer: if it never took effect it comes last, where nobody sees what it did. But each of
// these doubles what the search has to try, and a history has dozens. So what follows is used to tell more of them than
// their clients can; it makes the search thousands of times faster, and changes no verdict.

// entries are the operations as Porcupine takes them.
func entries(history []Operation) []porcupine.Operation {
	byCall := slices.SortedFunc(slices.Values(history), func(a, b Operation) int { return cmp.Compare(a.Call, b.Call) })
	unanswered := newUnanswered(history)
	var all []porcupine.Operation
	for _, o := range byCall {
		if o.Return != nil {
			all = append(all, porcupine.Operation{
				ClientId: o.Client, Input: request{Asked: o.Asked}, Call: o.Call, Output: o.heard(), Return: *o.Return, Metadata: "",
			})
		} else if entry, matters := unanswered.entry(o); matters {
			all = append(all, entry)
		}
	}
	return all
}

type unanswered struct {
	// end is after everything.
	end int64
	// row is where a picture shows the next one: below the clients, who go on meanwhile.
	row int
	// sets counts those of each name, told is when somebody first heard of the name.
	sets      map[assignment]int
	firstRead map[assignment]int64
	// deletes counts those of each id that nobody heard of.
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

// entry is for the next one by its call.
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
		// One is as good as another, so they may as well take effect in the order of their calls.
		u.deletes[o.Asked.ID]++
		asked.turn = u.deletes[o.Asked.ID]
	}
	row := u.row
	u.row++
	note := fmt.Sprintf("client %d never heard what became of it", o.Client)
	return porcupine.Operation{
		ClientId: row, Input: asked, Call: o.Call, Output: answer{}, Return: end, Metadata: note,
	}, true
}

// endOfSet tells until when a set must have taken effect. If nobody heard of the name it doesn't matter whether it did:
// whatever hid it would have hidden what was there before. If no other set gave the id this name, it was before somebody
// first heard of it.
func (u *unanswered) endOfSet(o Operation) (end int64, matters bool) {
	set := assignment{o.Asked.ID, o.Asked.Name}
	first, isRead := u.firstRead[set]
	if isRead && u.sets[set] == 1 && first > o.Call {
		return first, true
	}
	return u.end, isRead
}
