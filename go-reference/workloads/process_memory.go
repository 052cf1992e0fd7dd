package workloads

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
)

// What the operating system and the language see of the process's memory.

// A reading is the process's memory at one moment.
type reading struct {
	// PSSBytes is the proportional set, in which a page that several processes share counts in parts.
	PSSBytes uint64 `json:"pssBytes"`
	RSSBytes uint64 `json:"rssBytes"`
	// LiveBytes is the heap and the stacks in use.
	LiveBytes uint64 `json:"liveBytes"`
}

// readMemory reads Linux's /proc, which counts in kB, and the language's own count.
func readMemory() (reading, error) {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	pss, err := fieldOf("/proc/self/smaps_rollup", "Pss:")
	if err != nil {
		return reading{}, err
	}
	rss, err := fieldOf("/proc/self/smaps_rollup", "Rss:")
	return reading{pss, rss, stats.HeapAlloc + stats.StackInuse}, err
}

// collectAll collects garbage twice, since the second collection frees what finalizers released, and returns memory to the system.
func collectAll() {
	runtime.GC()
	debug.FreeOSMemory()
}

// resetPeak begins a new measurement of the peak. Where that is not allowed, the peak remains that of the process's life.
func resetPeak() {
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) // proc(5): resets VmHWM to the present resident set
}

// peakRSS returns the largest resident set since resetPeak.
func peakRSS() (uint64, error) { return fieldOf("/proc/self/status", "VmHWM:") }

func fieldOf(file, name string) (bytes uint64, err error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return 0, fmt.Errorf("reading the process's memory: %w", err)
	}
	_, rest, found := strings.Cut("\n"+string(text), "\n"+name)
	if !found {
		return 0, errors.New(file + " has no " + name)
	}
	var kB uint64
	if _, err := fmt.Sscan(rest, &kB); err != nil {
		return 0, fmt.Errorf("invalid %s %w", name, err)
	}
	return kB * 1024, nil
}
