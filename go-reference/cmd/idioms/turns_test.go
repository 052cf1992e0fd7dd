package main

import (
	"testing"
	"time"
)

// at is a turn of a machine that takes slowness times as long.
func at(slowness, idle, half, once time.Duration) turn {
	return turn{idle: slowness * idle, compared: slowness * half, once: slowness * once, factor: 0.5}
}

func TestTurns(t *testing.T) {
	for _, test := range []struct {
		name  string
		turns []turn
		want  float64
	}{
		{"a slow phase of the machine cancels within a turn", []turn{at(1, 1, 6, 11), at(7, 1, 6, 11)}, 2},
		{"a disturbed turn does not move the median", []turn{at(1, 1, 6, 11), at(1, 1, 6, 11), at(1, 1, 50, 11)}, 2},
		{"a start that took longer than a run proves nothing", []turn{at(1, 8, 6, 11), at(1, 12, 6, 11)}, 0},
		{"twice the work counts as half of it does", []turn{{idle: 1, once: 6, compared: 11, factor: 2}}, 2},
		{"without other work there is no proof", []turn{{idle: 1, once: 6}}, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := doubling(test.turns); got != test.want {
				t.Errorf("twice the work takes %v times as long, want %v", got, test.want)
			}
		})
	}
	t.Run("work is the mean, free of the start, unless that took longer", func(t *testing.T) {
		if got := work([]turn{at(1, 1, 6, 11), at(3, 1, 6, 11)}); got != 20 {
			t.Errorf("the work takes %v ns", got)
		}
		if got := work([]turn{{idle: 9, once: 6}}); got != 6 {
			t.Errorf("disturbed work takes %v ns", got)
		}
	})
}
