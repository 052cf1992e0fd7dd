package workloads

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"github.com/raft-three-ways/go-reference/raft"
)

// MemoryResult: what is reachable after a collection, and what the operating system has given.
type MemoryResult struct {
	Suite     string `json:"suite"`
	LiveBytes uint64 `json:"liveBytes"`
	RSSBytes  uint64 `json:"rssBytes"`
	Proof     Proof  `json:"proof"`
}

// Memory measures an idle cluster.
func Memory(cluster raft.Cluster, spec Spec) (MemoryResult, error) {
	result := MemoryResult{Suite: "memory"}
	if err := cluster.Start(); err != nil {
		return result, err
	}
	if _, err := agreement(cluster); err != nil {
		return result, err
	}
	time.Sleep(spec.SettleMs.Duration())
	runtime.GC() // finalizers have their turn, and what they free goes with the second collection
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
	result.Proof, err = prove(cluster, 0)
	return result, err
}

// residentBytes reads VmRSS, which Linux tells in kB.
func residentBytes() (uint64, error) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, fmt.Errorf("the process's memory cannot be read: %w", err)
	}
	_, rest, found := strings.Cut(string(status), "VmRSS:")
	if !found {
		return 0, fmt.Errorf("/proc/self/status says nothing of VmRSS")
	}
	var kB uint64
	if _, err := fmt.Sscan(rest, &kB); err != nil {
		return 0, fmt.Errorf("VmRSS cannot be read: %w", err)
	}
	return kB * 1024, nil
}
