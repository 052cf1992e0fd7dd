//go:build !race

package idioms

import (
	"runtime"
	"slices"
	"testing"
)

func TestRaceInPractice(t *testing.T) {
	for name, threads := range map[string]int{"on one thread": 1, "on all cores": runtime.NumCPU()} {
		t.Run("many thousand runs "+name+" find no outcome that is not allowed", func(t *testing.T) {
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(threads))
			outcomes := RaceOutcomes(100_000)
			t.Logf("GOMAXPROCS=%d: %v", threads, outcomes)
			total := 0
			for outcome, runs := range outcomes {
				total += runs
				if !slices.Contains(allowedOutcomes, outcome) {
					t.Errorf("%d runs gave %s", runs, outcome)
				}
			}
			expect(t, total, 100_000)
			// The new goroutine is queued while the caller goes on: the caller mostly stores a before the goroutine reads it.
			if outcomes["4 8"] < outcomes["4 2"] {
				t.Errorf("4 8 is the rarer one: %v", outcomes)
			}
		})
	}
}
