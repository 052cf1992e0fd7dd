//go:build !race

package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"strconv"
	"testing"
)

// The race detector carries no more than 8,128 goroutines at once, and adds its own memory.
func TestMemory(t *testing.T) {
	t.Run("a parked goroutine costs between two and four kilobytes, to the runtime and to the system", func(t *testing.T) {
		const few, many = 20_000, 100_000
		less, more := parkedAlone(t, few), parkedAlone(t, many)
		perTask := func(more, less uint64) float64 { return (float64(more) - float64(less)) / (many - few) }
		runtime, rss := perTask(more.RuntimeBytes, less.RuntimeBytes), perTask(more.RSSBytes, less.RSSBytes)
		t.Logf("%.0f B to the runtime, %.0f B of resident memory", runtime, rss)
		for _, bytes := range []float64{runtime, rss} {
			if bytes < 2000 || bytes > 4000 {
				t.Errorf("it costs %.0f B", bytes)
			}
		}
	})
}

// parkedAlone runs the command in a process of its own.
func parkedAlone(t *testing.T, tasks int) (taken parked) {
	t.Helper()
	command := exec.Command(os.Args[0], "park", strconv.Itoa(tasks))
	command.Env = append(os.Environ(), "RUN_AS_IDIOMS=1")
	line, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(line, &taken); err != nil {
		t.Fatal(err)
	}
	return taken
}
