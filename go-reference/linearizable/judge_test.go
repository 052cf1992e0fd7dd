package linearizable

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
)

// A story is a history of one id as text, in order: "1 set a" is a call of client 1, "1: -" its answer ("-" for nothing). A
// client that calls again before its answer never gets one.
func story(t *testing.T, text string) []Operation {
	t.Helper()
	var history []Operation
	latest := make(map[int]int) // by client, the place of its operation in the history
	for moment, line := range strings.Split(text, "; ") {
		var client int
		var what, name string
		if n, _ := fmt.Sscanf(line, "%d: %s", &client, &what); n == 2 {
			moment := int64(moment)
			operation := &history[latest[client]]
			operation.Return = &moment
			if what != "-" {
				operation.Answer = &what
			}
		} else if n, _ := fmt.Sscanf(line, "%d %s %s", &client, &what, &name); n >= 2 {
			latest[client] = len(history)
			history = append(history, Operation{Client: client, Asked: Asked{Type: what, ID: "x", Name: name}, Call: int64(moment)})
		} else {
			t.Fatalf("%q is no part of a story", line)
		}
	}
	return history
}

func TestJudge(t *testing.T) {
	for _, test := range []struct{ name, story, why string }{
		{"a read returns what was set before it", "1 set a; 1: -; 2 read; 2: a", ""},
		{"two reads during a set return what was before and what came after", "1 set a; 2 read; 2: -; 2 read; 2: a; 1: -", ""},
		{"two reads during a set don't go back", "1 set a; 2 read; 2: a; 2 read; 2: -; 1: -",
			`no order explains that client 2's call at 3 to read "x" returned nothing at 4`},
		{"a stale read is found", "1 set a; 1: -; 1 set b; 1: a; 2 read; 2: a",
			`no order explains that client 2's call at 4 to read "x" returned "a" at 5`},
		{"a lost update is found", "1 set a; 2 set b; 1: -; 2: -",
			`no order explains that client 2's call at 1 to set "x" to "b" returned nothing at 3`},
		{"a write that was applied twice is found", "1 set a; 2 set b; 1: -; 2: a; 3 read; 3: a",
			`no order explains that client 3's call at 4 to read "x" returned "a" at 5`},
		{"a read of a name that was never set is found", "1 set a; 1: -; 2 read; 2: c",
			`no order explains that client 2's call at 2 to read "x" returned "c" at 3`},
		{"a read of a name before it was set is found", "1 read; 1: a; 2 set a",
			`no order explains that client 1's call at 0 to read "x" returned "a" at 1`},
		{"a delete that took effect twice is found", "1 set a; 1: -; 2 delete; 2: a; 3 delete; 3: a",
			`no order explains that client 3's call at 4 to delete "x" returned "a" at 5`},
		{"the first answer that can't be explained is reported", "1 set a; 1: -; 2 read; 2: -; 2 read; 2: a; 2 read; 2: -",
			`no order explains that client 2's call at 2 to read "x" returned nothing at 3`},
		{"an unanswered write may take effect late", "1 set a; 2 set b; 2: -; 2 read; 2: b; 3 read; 3: a", ""},
		{"an unanswered write may never take effect", "1 set a; 2 set b; 2: -; 2 read; 2: b", ""},
		{"an unanswered write takes effect once", "1 set a; 2 set b; 2: -; 2 read; 2: a; 2 set c; 2: a; 2 read; 2: a",
			`no order explains that client 2's call at 7 to read "x" returned "a" at 8`},
		{"an unanswered delete takes no effect before its call", "2 set b; 2: -; 2 read; 2: -; 1 delete",
			`no order explains that client 2's call at 2 to read "x" returned nothing at 3`},
		{"two unanswered deletes hide two names",
			"1 delete; 2 delete; 3 set a; 3: -; 3 read; 3: -; 3 set b; 3: -; 3 read; 3: -", ""},
		{"two unanswered deletes don't hide three",
			"1 delete; 2 delete; 3 set a; 3: -; 3 set b; 3: -; 3 set c; 3: -; 3 read; 3: -",
			`no order explains that client 3's call at 8 to read "x" returned nothing at 9`},
	} {
		t.Run(test.name, func(t *testing.T) {
			history := story(t, test.story)
			verdict := Judge(history, 0)
			if isGood := test.why == ""; *verdict.Linearizable != isGood || verdict.Why != test.why || verdict.Operations != len(history) {
				t.Errorf("of %d operations: %v, %s", verdict.Operations, *verdict.Linearizable, verdict.Why)
			}
		})
	}
	t.Run("ids have nothing to do with each other", func(t *testing.T) {
		history := story(t, "1 set a; 1: -; 2 read; 2: -")
		history[1].Asked.ID = "y"
		if verdict := Judge(history, 0); !*verdict.Linearizable {
			t.Error(verdict.Why)
		}
	})
	t.Run("a search that takes too long is given up", func(t *testing.T) {
		if verdict := Judge(hard(), time.Millisecond); verdict.Linearizable != nil || verdict.Why != "" {
			t.Errorf("%v: %s", *verdict.Linearizable, verdict.Why)
		}
	})
}

// hard is a history with too many orders to try: sixty concurrent sets, each answered with the name that another one set,
// and then a read that no order explains.
func hard() []Operation {
	var history []Operation
	end, later, unknown := int64(100), int64(102), "unknown"
	for i := range 60 {
		name, before := fmt.Sprint(i%6), fmt.Sprint(i*i%7%6)
		o := Operation{Client: i, Asked: Asked{"set", "x", name}, Call: int64(i), Return: &end, Answer: &before}
		if i == 0 {
			o.Answer = nil
		}
		history = append(history, o)
	}
	return append(history, Operation{Asked: Asked{Type: "read", ID: "x"}, Call: 101, Return: &later, Answer: &unknown})
}

func TestVerdictsAreThoseOfThePlainSearch(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	verdicts := make(map[porcupine.CheckResult]int)
	for range 4_000 {
		history := randomHistory(random)
		plain := porcupine.CheckOperationsTimeout(model, plainEntries(history), 0)
		if result := check(history, 0); result != plain {
			t.Fatalf("%v is %v, and was judged %v", describe(history), plain, result)
		}
		verdicts[plain]++
	}
	if verdicts[porcupine.Ok] < 400 || verdicts[porcupine.Illegal] < 400 {
		t.Errorf("%v: there must be many of each", verdicts)
	}
}

// plainEntries takes unanswered operations literally.
func plainEntries(history []Operation) []porcupine.Operation {
	var all []porcupine.Operation
	for _, o := range history {
		entry := porcupine.Operation{Input: request{Asked: o.Asked}, Call: o.Call, Return: 1_000, Output: answer{}}
		if o.Return != nil {
			entry.Return, entry.Output = *o.Return, o.returned()
		}
		all = append(all, entry)
	}
	return all
}

// randomHistory is a history of one id; a third of the operations have no answer. In half of the histories one answer is
// changed.
func randomHistory(random *rand.Rand) []Operation {
	var now value
	var history []Operation
	var open []int // places in the history
	names := 2 + random.IntN(10)
	for moment := range int64(10 + random.IntN(25)) {
		if len(open) < 4 && random.IntN(2) == 0 {
			asked := Asked{Type: []string{"set", "delete", "read"}[random.IntN(3)], ID: "x"}
			if asked.Type == "set" {
				asked.Name = fmt.Sprint(random.IntN(names))
			}
			open = append(open, len(history))
			history = append(history, Operation{Client: len(history), Asked: asked, Call: moment})
		} else if len(open) > 0 {
			place := random.IntN(len(open))
			o := &history[open[place]]
			open = slices.Delete(open, place, place+1)
			if random.IntN(4) == 0 {
				continue // never took effect, unanswered
			}
			if now.exists {
				o.Answer = &[]string{now.name}[0]
			}
			_, after := state{value: now}.step(request{Asked: o.Asked}, answer{})
			now = after.value
			if random.IntN(4) == 0 {
				o.Answer = nil // unanswered
			} else {
				o.Return = &moment
			}
		}
	}
	if place := random.IntN(2*len(history) + 1); place < len(history) && history[place].Return != nil {
		history[place].Answer = nil
		if name := fmt.Sprint(random.IntN(names + 1)); random.IntN(3) > 0 {
			history[place].Answer = &name
		}
	}
	return history
}

func describe(history []Operation) string {
	var text strings.Builder
	for _, o := range history {
		fmt.Fprintf(&text, "from %d %v", o.Call, o.Asked)
		if o.Return != nil {
			fmt.Fprintf(&text, " until %d: %v", *o.Return, o.returned())
		}
		text.WriteString("; ")
	}
	return text.String()
}

func TestDraw(t *testing.T) {
	history := story(t, "1 set a; 1: -; 1 delete; 3 set b; 2 read; 2: a; 2 read; 2: c; 2 read; 2: -")
	file := filepath.Join(t.TempDir(), "picture.html")
	verdict := Judge(history, 0)
	if err := verdict.Draw(file, 0); err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"<html", `read \"x\": \"c\"`, "client 1 got no answer", "unexplained", "no order explains that client 2"} {
		if !strings.Contains(string(page), part) {
			t.Errorf("the picture has no %s", part)
		}
	}
	if err := verdict.Draw(filepath.Join(file, "no-folder"), 0); err == nil {
		t.Error("a picture is drawn where no file can be")
	}
}
