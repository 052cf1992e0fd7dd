package workloads

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

// IdleResult is what an idle cluster takes.
type IdleResult struct {
	Suite string `json:"suite"`
	Part  string `json:"part"`
	reading
	// StartMs is the time until all servers were started, ElectMs from then on until they followed one leader.
	StartMs float64 `json:"startMs"`
	ElectMs float64 `json:"electMs"`
	// CommitsMs is the time until the commands were answered, one after another.
	CommitsMs float64 `json:"commitsMs"`
	// HeartbeatCPUMs is the CPU time in each second in which there are only heartbeats.
	HeartbeatCPUMs float64 `json:"heartbeatCpuMs"`
	// HeldMs is how long one leader was then seen to last.
	HeldMs float64 `json:"heldMs,omitempty"`
	Proof  Proof   `json:"proof"`
}

// NotCarried is the limit that an idle cluster exceeded.
type NotCarried struct {
	Suite  string `json:"suite"`
	Part   string `json:"part"`
	Limit  string `json:"limit"`
	Reason string `json:"reason"`
}

// LoadResult is the memory before, during and after a load.
type LoadResult struct {
	Suite        string  `json:"suite"`
	Part         string  `json:"part"`
	ElapsedMs    float64 `json:"elapsedMs"`
	Before       reading `json:"before"`
	PeakRSSBytes uint64  `json:"peakRssBytes"`
	After        reading `json:"after"`
	Collected    reading `json:"collected"`
	Proof        Proof   `json:"proof"`
}

// rssInterval is the interval at which the resident set is compared with its budget.
const rssInterval = 20 * time.Millisecond

// Idle measures an idle cluster. One that exceeds its budget is a result, too: it ends with its process.
func Idle(c cluster.Cluster, spec Spec) (any, error) {
	result, err := withinBudget(spec, spec.BudgetMs, func() (any, error) { return carry(c, spec) })
	if carried, ok := result.(IdleResult); ok && err == nil && spec.HoldMs > 0 {
		return withinBudget(spec, spec.HoldMs+spec.BudgetMs, func() (any, error) { return hold(c, spec, carried) })
	}
	return result, err
}

// withinBudget returns the result of the work, or of the budget that it exceeds; the work then goes on unattended.
func withinBudget(spec Spec, budget raft.Millis, work func() (any, error)) (any, error) {
	type outcome struct {
		result any
		err    error
	}
	done := make(chan outcome, 1)
	go func() {
		result, err := work()
		done <- outcome{result, err}
	}()
	expired := time.After(budget.Duration())
	memory := time.NewTicker(rssInterval)
	defer memory.Stop()
	for {
		select {
		case outcome := <-done:
			return outcome.result, outcome.err
		case <-expired:
			return notCarried("time", fmt.Sprintf("more than %v s", float64(spec.BudgetMs)/1000)), nil
		case <-memory.C:
			if rss, err := fieldOf("/proc/self/status", "VmRSS:"); err != nil {
				return nil, err
			} else if rss > spec.BudgetBytes {
				return notCarried("memory", fmt.Sprintf("more than %d MiB", spec.BudgetBytes>>20)), nil
			}
		}
	}
}

func notCarried(limit, reason string) NotCarried { return NotCarried{"memory", "idle", limit, reason} }

func carry(c cluster.Cluster, spec Spec) (result IdleResult, err error) {
	result.Suite, result.Part = "memory", "idle"
	started := time.Now()
	if err := c.Start(); err != nil {
		return result, err
	}
	result.StartMs = milliseconds(time.Since(started))
	started = time.Now()
	leader, err := agreement(c)
	if err != nil {
		return result, err
	}
	result.ElectMs = milliseconds(time.Since(started))
	time.Sleep(spec.SettleMs.Duration())
	result.HeartbeatCPUMs = cpuPerSecond(spec.IdleMs.Duration()) // before the collection, which goes on in the background
	collectAll()
	if result.reading, err = readMemory(); err != nil {
		return result, err
	}
	started = time.Now()
	for number := range spec.Commands {
		command := raft.Command{Type: raft.Set, ID: fmt.Sprintf("k%d", number%10), Name: strconv.Itoa(number)}
		if _, err := c.Propose(context.Background(), command, cluster.ProposeOptions{Via: leader.ID}); err != nil {
			return result, err
		}
	}
	result.CommitsMs = milliseconds(time.Since(started))
	result.Proof, err = prove(c, spec.Commands)
	return result, err
}

// hold watches whether one leader lasts: a new one would have a newer term.
func hold(c cluster.Cluster, spec Spec, carried IdleResult) (any, error) {
	before, err := agreement(c)
	if err != nil {
		return nil, err
	}
	time.Sleep(spec.HoldMs.Duration())
	after, err := agreement(c)
	if err != nil {
		return nil, err
	}
	if after.CurrentTerm != before.CurrentTerm {
		return notCarried("leader", fmt.Sprintf("lost its leader within %v s", float64(spec.HoldMs)/1000)), nil
	}
	carried.HeldMs = float64(spec.HoldMs)
	return carried, nil
}

// cpuPerSecond returns the CPU time in ms for each second.
func cpuPerSecond(length time.Duration) float64 {
	started, before := time.Now(), cpuUsed()
	time.Sleep(length)
	after := cpuUsed()
	return (after.User + after.System - before.User - before.System) / max(1e-3, time.Since(started).Seconds())
}

// Load measures the peak under load, and what is left afterwards. The work is a number of commands and not a time, so that
// what is kept of them is the same in every runtime.
func Load(c cluster.Cluster, spec Spec) (result LoadResult, err error) {
	result.Suite, result.Part = "memory", "load"
	if err := c.Start(); err != nil {
		return result, err
	}
	leader, err := agreement(c)
	if err != nil {
		return result, err
	}
	time.Sleep(spec.SettleMs.Duration())
	collectAll()
	if result.Before, err = readMemory(); err != nil {
		return result, err
	}
	resetPeak()
	started := time.Now()
	commandOf := func(number int) raft.Command { return nameCommand(number, spec) }
	if err := proposeAll(c, leader.ID, spec.Outstanding, spec.Commands, commandOf); err != nil {
		return result, err
	}
	result.ElapsedMs = milliseconds(time.Since(started))
	if result.PeakRSSBytes, err = peakRSS(); err != nil {
		return result, err
	}
	if _, err := agreement(c); err != nil {
		return result, err
	}
	if result.After, err = readMemory(); err != nil {
		return result, err
	}
	collectAll()
	if result.Collected, err = readMemory(); err != nil {
		return result, err
	}
	result.Proof, err = prove(c, spec.Commands)
	return result, err
}

// nameCommand returns the command of a number, whose name has as many bytes as the specification says.
func nameCommand(number int, spec Spec) raft.Command {
	name := (strconv.Itoa(number) + strings.Repeat("n", spec.ValueBytes))[:spec.ValueBytes]
	return raft.Command{Type: raft.Set, ID: fmt.Sprintf("k%d", number%spec.Keys), Name: name}
}
