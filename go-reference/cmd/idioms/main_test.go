package main

import (
	"encoding/json"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/raft-three-ways/go-reference/idioms"
)

// TestMain is the command itself where the environment says so: figures of memory need a process of their own.
func TestMain(m *testing.M) {
	if os.Getenv("RUN_AS_IDIOMS") == "1" {
		main()
	}
	os.Exit(m.Run())
}

// decoded runs the command and decodes its line.
func decoded[T any](t *testing.T, args ...string) (result T) {
	t.Helper()
	var out, complaints strings.Builder
	if code := run(args, strings.NewReader(""), &out, &complaints); code != succeeded {
		t.Fatalf("the code is %d: %s", code, complaints.String())
	}
	decoder := json.NewDecoder(strings.NewReader(out.String()))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&result); err != nil || strings.Count(out.String(), "\n") != 1 {
		t.Fatalf("%v: %s", err, out.String())
	}
	return result
}

func TestPrimitives(t *testing.T) {
	t.Run("a row has a sample for each round", func(t *testing.T) {
		result := decoded[primitives](t, "primitives", "--rounds", "3", "--row", "switch", "--sample-ms", "1")
		if len(result.Rows) != 1 || result.Model != model || result.GOMAXPROCS < 1 || !strings.HasPrefix(result.Go, "go1.") {
			t.Fatalf("the result is %+v", result)
		}
		row := result.Rows[0]
		if len(row.NsPerUnit) != 3 || slices.Min(row.NsPerUnit) <= 0 || !row.ExpectedOK || row.Units != 200_000 {
			t.Errorf("the row is %+v", row)
		}
	})
	t.Run("a factor multiplies the units", func(t *testing.T) {
		result := decoded[primitives](t, "primitives", "--rounds", "1", "--row", "ring", "--sample-ms", "1", "--factor", "2")
		if row := result.Rows[0]; row.Units != 800_000 || !row.ExpectedOK || row.Size != "Ring(1000, 800)" {
			t.Errorf("the row is %+v", row)
		}
	})
	for name, half := range map[string]int{"half the work": 50, "where a size can't be halved, twice the work": 51} {
		t.Run(name+" proves that the work is done, with the start of tasks in neither", func(t *testing.T) {
			var ms, doubling float64
			for range 10 { // a busy machine may disturb any one
				row := slowStart()
				row.half.Units = half
				row.sample(time.Millisecond, true)
				ms, doubling = row.NsPerUnit[0]*100/1e6, row.Doubling
				if ms > 5 && ms < 20 && doubling > 1.5 && doubling < 2.5 {
					return
				}
			}
			t.Errorf("the work takes %.1f ms, twice the work %.2f times as long", ms, doubling)
		})
	}
	t.Run("without proof no run does twice the work, and half of it warms up alone", func(t *testing.T) {
		row, halves := slowStart(), 0
		row.half.Run = func() int { halves++; return 0 }
		row.twice.Run = func() int { panic("it did twice") }
		row.sample(time.Millisecond, false)
		if halves != 1 || row.Doubling != 0 {
			t.Errorf("half the work ran %d times, and twice takes %v times as long", halves, row.Doubling)
		}
	})
	for name, rows := range map[string]int{"pipe": 6, "pipe/16": 1, "shared-buffer/1048576": 1, "": 26} {
		t.Run(strconv.Itoa(rows)+" rows are called "+strconv.Quote(name), func(t *testing.T) {
			p, err := parsePrimitives([]string{"--row", name})
			if err != nil || len(p.Rows) != rows {
				t.Errorf("%v, %d rows", err, len(p.Rows))
			}
		})
	}
	t.Run("a result that is not the expected one is an error", func(t *testing.T) {
		p, _ := parsePrimitives([]string{"--row", "switch", "--sample-ms", "1", "--rounds", "1"})
		p.Rows[0].subject.Expected = -1
		var out strings.Builder
		code, err := p.measure(json.NewEncoder(&out))
		if code != failed || err == nil || err.Error() != "TakeTurns(100000) did not return -1" ||
			!strings.Contains(out.String(), `"expectedOK":false`) {
			t.Errorf("the code is %d, after %v and %s", code, err, out.String())
		}
	})
}

// slowStart takes 20 ms to start, and then 10 ms for 100 units.
func slowStart() *row {
	at := func(units int) idioms.Row {
		run := func() int {
			time.Sleep(20*time.Millisecond + time.Duration(units)*100*time.Microsecond)
			return 0
		}
		return idioms.Row{Name: "ring", Units: units, Run: run}
	}
	return newRow(at(0), at(50), at(100), at(200))
}

func TestPark(t *testing.T) {
	t.Run("after some tasks, as many more wait as make the next number", func(t *testing.T) {
		var out, complaints strings.Builder
		if code := run([]string{"park", "5", "50"}, strings.NewReader("\n"), &out, &complaints); code != succeeded {
			t.Fatalf("the code is %d: %s", code, complaints.String())
		}
		lines := json.NewDecoder(strings.NewReader(out.String()))
		for _, want := range []int{5, 50} {
			var taken parked
			if err := lines.Decode(&taken); err != nil || taken.Tasks != want {
				t.Errorf("%v: %+v, want %d tasks", err, taken, want)
			}
		}
	})
	t.Run("parked tasks wait until standard input ends", func(t *testing.T) {
		in, close := io.Pipe()
		line, out := io.Pipe()
		ended := make(chan int)
		go func() { ended <- run([]string{"park", "100"}, in, out, io.Discard) }()
		var taken parked
		if err := json.NewDecoder(line).Decode(&taken); err != nil || taken.Tasks != 100 {
			t.Fatalf("%v: %+v", err, taken)
		}
		select {
		case code := <-ended:
			t.Fatalf("it ended before its input, with %d", code)
		default:
		}
		close.Close()
		if code := <-ended; code != succeeded {
			t.Errorf("the code is %d", code)
		}
	})
}

func TestInvalidArguments(t *testing.T) {
	for _, test := range []struct{ args, complaint string }{
		{"", usage},
		{"rest", `"rest" is no command; ` + usage},
		{"race", "expected one number, got 0 arguments; " + usage},
		{"race 1 2", "expected one number, got 2 arguments; " + usage},
		{"race many", `invalid number "many": give a whole number, at least 0`},
		{"race -1", `invalid number "-1": give a whole number, at least 0`},
		{"park", "expected a number; " + usage},
		{"park 5 4", "invalid numbers [5 4]: give each at least as large as the one before"},
		{"park 1.5", `invalid number "1.5": give a whole number, at least 0`},
		{"primitives --rounds 0", "rounds is 0: give at least 1"},
		{"primitives --sample-ms -1", "sample-ms is -1: give at least 1"},
		{"primitives --factor 0", "factor is 0: give a number above 0, at most 1000"},
		{"primitives --factor NaN", "factor is NaN: give a number above 0, at most 1000"},
		{"primitives --row pipe/17", `"pipe/17" is no row: give pipe or shared-buffer, or one of spawn, switch, hand-off, join, ` +
			"fan-out, lock, restart-timer, select, cancel, wake-all, bounded-queue, ring, spawn-tree, signal, pipe/16, pipe/256, pipe/4096, " +
			"pipe/65536, pipe/1048576, pipe/16777216, shared-buffer/16, shared-buffer/256, shared-buffer/4096, shared-buffer/65536, " +
			"shared-buffer/1048576, shared-buffer/16777216"},
		{"primitives switch", `"switch" is not expected; ` + usage},
		{"primitives --speed 1", "flag provided but not defined: -speed; " + usage},
	} {
		t.Run("an invalid argument is one line on standard error: idioms "+test.args, func(t *testing.T) {
			var out, complaints strings.Builder
			code := run(strings.Fields(test.args), strings.NewReader(""), &out, &complaints)
			if code != unusable || complaints.String() != test.complaint+"\n" || out.Len() > 0 {
				t.Errorf("the code is %d, after %q and %q", code, out.String(), complaints.String())
			}
		})
	}
}
