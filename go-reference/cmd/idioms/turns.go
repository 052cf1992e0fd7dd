package main

import (
	"slices"
	"time"
)

// A turn is a run that only starts a row's tasks, a run of the row, and for the proof one of other work. What a slow phase of the machine
// adds, it adds to all runs of a turn: differences and ratios are taken within turns.
type turn struct {
	idle, once, compared time.Duration

	factor float64 // share of the compared work: a half, or two; 0 without proof
}

// work returns the mean duration of a row's work (ns): collections of garbage are part of it. The start stays in where a
// disturbance made it longer than all.
func work(turns []turn) float64 {
	var started, took time.Duration
	for _, t := range turns {
		started += t.idle
		took += t.once
	}
	if took > started {
		took -= started
	}
	return float64(took.Nanoseconds()) / float64(len(turns))
}

// doubling returns the time of twice the work over that of the work, the median of the turns; 0 without proof, or where a start took
// longer than a run in all turns.
func doubling(turns []turn) float64 {
	var ratios []float64
	for _, t := range turns {
		if t.factor == 0 || t.once <= t.idle || t.compared <= t.idle {
			continue
		}
		ratio := float64(t.compared-t.idle) / float64(t.once-t.idle)
		if t.factor < 1 {
			ratio = 1 / ratio
		}
		ratios = append(ratios, ratio)
	}
	return median(ratios)
}

func median(values []float64) float64 {
	slices.Sort(values)
	half := len(values) / 2
	switch {
	case len(values) == 0:
		return 0
	case len(values)%2 == 1:
		return values[half]
	default:
		return (values[half-1] + values[half]) / 2
	}
}
