package idioms

import (
	"maps"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// allowedOutcomes of Race. The Go memory model (go.dev/ref/mem) lets a racing read of a word see a value that was stored
// before or concurrently: never half a word, never a value out of thin air. The goroutine stores b = 8 only after reading the
// 4 that the caller stores, and the caller stores it after reading b. So the caller reads b = 2 and ends with a = 4; b ends as
// 2 or 8, as the goroutine reads a before or after that store. Processors with weaker ordering add nothing: each store depends
// on the reads of its task. The compiler may not invent stores, nor move these across the start and the end of the goroutine.
var allowedOutcomes = []string{"4 2", "4 8"}

func TestRaceInTheory(t *testing.T) {
	t.Run("the interleavings of all reads and writes give the allowed outcomes and no other", func(t *testing.T) {
		found := make(map[string]bool)
		goroutine := []func(*cells){readA, readB, storeB}
		caller := []func(*cells){readSquare, readSquareAgain, storeA}
		interleave(&cells{a: 1, b: 2}, goroutine, caller, found)
		if outcomes := slices.Sorted(maps.Keys(found)); !slices.Equal(outcomes, allowedOutcomes) {
			t.Errorf("the outcomes are %v", outcomes)
		}
	})
}

// cells are a and b, and the registers of the two tasks. The caller may read b twice.
type cells struct{ a, b, readA, readB, square, squareAgain int }

func readA(c *cells)           { c.readA = c.a }
func readB(c *cells)           { c.readB = c.b }
func storeB(c *cells)          { c.b = c.readA * c.readB }
func readSquare(c *cells)      { c.square = c.b }
func readSquareAgain(c *cells) { c.squareAgain = c.b }
func storeA(c *cells)          { c.a = c.square * c.squareAgain }

// interleave takes the next step of either task, until both have ended.
func interleave(c *cells, one, other []func(*cells), found map[string]bool) {
	if len(one)+len(other) == 0 {
		found[pair(c.a, c.b)] = true
	}
	for _, tasks := range [][2][]func(*cells){{one, other}, {other, one}} {
		if next := tasks[0]; len(next) > 0 {
			after := *c
			next[0](&after)
			interleave(&after, next[1:], tasks[1], found)
		}
	}
}

func TestRaceDetector(t *testing.T) {
	enabled, err := exec.Command("go", "env", "CGO_ENABLED").Output()
	if err != nil || strings.TrimSpace(string(enabled)) != "1" {
		t.Skipf("the race detector needs cgo: `go env CGO_ENABLED` says %q, %v", enabled, err)
	}
	t.Run("the race detector reports the race", func(t *testing.T) {
		program := filepath.Join(t.TempDir(), "idioms")
		succeed(t, "go", "build", "-race", "-o", program, "../cmd/idioms")
		command := exec.Command(program, "race", "100")
		command.Env = append(command.Environ(), "GORACE=atexit_sleep_ms=0")
		said, err := command.CombinedOutput()
		report := string(said)
		if err == nil || !strings.Contains(report, "WARNING: DATA RACE") || !strings.Contains(report, "idioms.Race.func1()") {
			t.Errorf("it ended with %v and said:\n%s", err, report)
		}
	})
	t.Run("the race detector reports nothing in the tests of all other idioms", func(t *testing.T) {
		succeed(t, "go", "test", "-race", "-skip", "TestRaceDetector", ".")
	})
}

// succeed requires that a command succeeds.
func succeed(t *testing.T, name string, arguments ...string) {
	t.Helper()
	if said, err := exec.Command(name, arguments...).CombinedOutput(); err != nil {
		t.Fatalf("%v:\n%s", err, said)
	}
}
