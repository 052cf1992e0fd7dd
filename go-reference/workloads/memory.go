package workloads

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"github.com/raft-three-ways/go-reference/cluster"
)

// MemoryResult is the live heap and stacks after a collection, and the resident set size.
type MemoryResult struct {
	Suite     string `json:"suite"`
	LiveBytes uint64 `json:"liveBytes"`
	RSSBytes  uint64 `json:"rssBytes"`
	Proof     Proof  `json:"proof"`
}

// Memory measures an idle cluster.
func Memory(c cluster.Cluster, spec Spec) (MemoryResult, error) {
	result := MemoryResult{Suite: "memory"}
	if err := c.Start(); err != nil {
		return result, err
	}
	if _, err := agreement(c); err != nil {
		return result, err
	}
	time.Sleep(spec.SettleMs.Duration())
	runtime.GC() // runs finalizers; the second collection frees what they released
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	result.LiveBytes = stats.HeapAlloc + stats.StackInuse
	debug.FreeOSMemory()
	rss, err := residentBytes()
	if err != nil {
		return result, err
	}
	result.RSSBytes = rss
	result.Proof, err = prove(c, 0)
	return result, err
}

// residentBytes reads VmRSS, which Linux reports in kB.
func residentBytes() (uint64, error) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, fmt.Errorf("reading the process's memory: %w", err)
	}
	_, rest, found := strings.Cut(string(status), "VmRSS:")
	if !found {
		return 0, errors.New("/proc/self/status has no VmRSS")
	}
	var kB uint64
	if _, err := fmt.Sscan(rest, &kB); err != nil {
		return 0, fmt.Errorf("invalid VmRSS: %w", err)
	}
	return kB * 1024, nil
}
