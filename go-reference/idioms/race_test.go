package idioms

import (
	"maps"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// allowedOutcomes of Race. A goroutine's read of a word sees a value that some write before or beside it has stored, never half of
// one, and no value out of thin air (go.dev/ref/mem). So the caller, which stores b*b, reads b = 2: the goroutine stores 8 only
// after it has read the 4 that the caller stores after reading b. So a ends as 4; and b as 2 or 8, as the goroutine reads a before
// or after that. On a weaker machine the order cannot be another either: in both tasks the store depends on the reads.
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
		found[outcome(c.a, c.b)] = true
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
	if enabled, err := exec.Command("go", "env", "CGO_ENABLED").Output(); err != nil || strings.TrimSpace(string(enabled)) != "1" {
		t.Skipf("the race detector needs cgo: `go env CGO_ENABLED` says %q, %v", enabled, err)
	}
	program := filepath.Join(t.TempDir(), "idioms")
	if said, err := exec.Command("go", "build", "-race", "-o", program, "../cmd/idioms").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	for name, test := range map[string]struct {
		arguments []string
		reported  bool
	}{
		"the race detector reports the race":             {[]string{"race", "100"}, true},
		"the race detector does not report the hand-off": {[]string{"primitives", "--rounds", "1", "--row", "hand-off", "--sample-ms", "1"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			said, _ := exec.Command(program, test.arguments...).CombinedOutput()
			reported := strings.Contains(string(said), "WARNING: DATA RACE")
			if reported != test.reported || reported != strings.Contains(string(said), "idioms.Race.func1()") {
				t.Errorf("it said:\n%s", said)
			}
		})
	}
}
