package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/raft-three-ways/go-reference/idioms"
)

// A parked is what the process takes while its tasks wait.
type parked struct {
	Tasks        int    `json:"tasks"`
	RSSBytes     uint64 `json:"rssBytes"`     // VmRSS
	RuntimeBytes uint64 `json:"runtimeBytes"` // live heap and stacks
}

// park starts tasks until the first number of them wait, then the second, …
func park(args []string, in io.Reader, out *json.Encoder) (code int, err error) {
	numbers, err := ascending(args)
	if err != nil {
		return unusable, err
	}
	lines, waiting := bufio.NewScanner(in), 0
	for _, tasks := range numbers {
		release := idioms.Park(tasks - waiting)
		defer release()
		waiting = tasks
		taken, err := takenBy(tasks)
		if err != nil {
			return failed, err
		}
		if code, err := encoded(out, taken); err != nil {
			return code, err
		}
		lines.Scan()
	}
	if err := lines.Err(); err != nil {
		return failed, err
	}
	return succeeded, nil
}

// ascending returns the arguments, each at least as large as the one before.
func ascending(args []string) (numbers []int, err error) {
	if len(args) == 0 {
		return nil, fmt.Errorf("expected a number; %s", usage)
	}
	for _, argument := range args {
		n, err := parsed(argument)
		if err != nil {
			return nil, err
		}
		numbers = append(numbers, n)
	}
	if !slices.IsSorted(numbers) {
		return nil, fmt.Errorf("invalid numbers %v: give each at least as large as the one before", numbers)
	}
	return numbers, nil
}

// takenBy reads both figures after a collection.
func takenBy(tasks int) (parked, error) {
	debug.FreeOSMemory()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	rss, err := residentBytes()
	return parked{tasks, rss, stats.HeapAlloc + stats.StackInuse}, err
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
