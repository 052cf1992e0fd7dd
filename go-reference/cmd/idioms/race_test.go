//go:build !race

package main

import (
	"runtime"
	"testing"
)

func TestRace(t *testing.T) {
	t.Run("the outcomes of all runs are counted", func(t *testing.T) {
		result := decoded[races](t, "race", "2000")
		if result.Outcomes["4 2"]+result.Outcomes["4 8"] != 2000 || result.Runs != 2000 || result.GOMAXPROCS != runtime.GOMAXPROCS(0) {
			t.Errorf("the result is %+v", result)
		}
	})
	t.Run("no runs have no outcomes", func(t *testing.T) {
		if result := decoded[races](t, "race", "0"); len(result.Outcomes) > 0 {
			t.Errorf("the result is %+v", result)
		}
	})
}
