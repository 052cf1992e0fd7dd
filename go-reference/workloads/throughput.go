package workloads

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

// timedOneIn is the sampling interval of latencies: one proposal in 8, as in TypeScript, where timing each would cost
// throughput.
const timedOneIn = 8

const namesPerKey = 4

// ThroughputResult is the measurement after the warm-up.
type ThroughputResult struct {
	Suite string `json:"suite"`
	window
	CPUMs   cpuTime `json:"cpuMs"`
	Warmup  window  `json:"warmup"`
	Latency struct {
		P50  float64 `json:"p50"`
		P99  float64 `json:"p99"`
		P999 float64 `json:"p999"`
		Max  float64 `json:"max"`
	} `json:"latencyUs"`
	Proof Proof `json:"proof"`
}

// window is a period, and the answers received within it.
type window struct {
	Commits   int     `json:"commits"`
	ElapsedMs float64 `json:"elapsedMs"`
}

type cpuTime struct {
	User   float64 `json:"user"`
	System float64 `json:"system"`
}

// load is a number of clients and the state that they share.
type load struct {
	cluster  cluster.Cluster
	via      raft.ServerID
	commands []raft.Command
	latency  histogram
	ended    atomic.Bool
	clients  []client
}

// A client has its own counter, padded to a cache line to avoid contention.
type client struct {
	answered atomic.Int64
	_        [56]byte
}

// Throughput is a closed loop: each client proposes, waits until its command is committed and applied, and proposes again.
// The loop does as little else as possible, so that the cluster is measured.
func Throughput(c cluster.Cluster, spec Spec) (result ThroughputResult, err error) {
	result.Suite = "throughput"
	if err := c.Start(); err != nil {
		return result, err
	}
	leader, err := agreement(c)
	if err != nil {
		return result, err
	}
	load := &load{
		cluster:  c,
		via:      leader.ID,
		commands: commandsOf(spec),
		clients:  make([]client, spec.Outstanding),
	}
	failures := make(chan error, spec.Outstanding)
	var clients sync.WaitGroup
	for number := range spec.Outstanding {
		clients.Go(func() {
			if err := load.run(number); err != nil {
				failures <- err
			}
		})
	}
	if err := load.measure(spec, &result, failures); err != nil {
		return result, err
	}
	load.ended.Store(true)
	clients.Wait()
	result.Proof, err = prove(c, load.answered())
	return result, err
}

// commandsOf builds the commands in advance, so that the loop allocates no strings. Each id is set to several names in
// turn, so that servers applying the commands in different orders would have different digests.
func commandsOf(spec Spec) []raft.Command {
	commands := make([]raft.Command, spec.Keys*namesPerKey)
	for i := range commands {
		name := strconv.Itoa(i) + strings.Repeat("n", spec.NameBytes)
		commands[i] = raft.Command{Type: raft.Set, ID: fmt.Sprintf("k%d", i%spec.Keys), Name: name[:spec.NameBytes]}
	}
	return commands
}

// run is one client. Clients start at different positions, so that they neither set the same ids nor time the same
// proposals.
func (l *load) run(number int) error {
	ctx := context.Background()
	answered := &l.clients[number].answered
	next := number % len(l.commands)
	untilTimed := number % timedOneIn
	via := cluster.ProposeOptions{Via: l.via}
	for !l.ended.Load() {
		var started time.Time
		if untilTimed == 0 {
			started = time.Now()
		}
		if _, err := l.cluster.Propose(ctx, l.commands[next], via); err != nil {
			return err
		}
		if untilTimed == 0 {
			l.latency.record(time.Since(started))
			untilTimed = timedOneIn
		}
		untilTimed--
		if next++; next == len(l.commands) {
			next = 0
		}
		answered.Add(1)
	}
	return nil
}

func (l *load) answered() (sum int) {
	for i := range l.clients {
		sum += int(l.clients[i].answered.Load())
	}
	return sum
}

// measure runs the warm-up and then the measured window. It fails as soon as a client does.
func (l *load) measure(spec Spec, result *ThroughputResult, failures <-chan error) (err error) {
	if result.Warmup, err = l.countFor(spec.WarmupMs, failures); err != nil {
		return err
	}
	l.latency.reset()
	before := cpuUsed()
	if result.window, err = l.countFor(spec.MeasureMs, failures); err != nil {
		return err
	}
	after := cpuUsed()
	result.CPUMs = cpuTime{after.User - before.User, after.System - before.System}
	quantiles := l.latency.quantiles(0.5, 0.99, 0.999, 1)
	result.Latency.P50 = microseconds(quantiles[0])
	result.Latency.P99 = microseconds(quantiles[1])
	result.Latency.P999 = microseconds(quantiles[2])
	result.Latency.Max = microseconds(quantiles[3])
	return nil
}

func (l *load) countFor(length raft.Millis, failures <-chan error) (window, error) {
	answered, started := l.answered(), time.Now()
	select {
	case <-time.After(length.Duration()):
		return window{l.answered() - answered, milliseconds(time.Since(started))}, nil
	case err := <-failures:
		return window{}, err
	}
}

func cpuUsed() cpuTime {
	var usage syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &usage) // fails only for an unknown `who`
	return cpuTime{milliseconds(time.Duration(usage.Utime.Nano())), milliseconds(time.Duration(usage.Stime.Nano()))}
}

func microseconds(d time.Duration) float64 { return float64(d) / float64(time.Microsecond) }
