package workloads

import (
	"cmp"
	"errors"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

// windowLength is the length of the windows of the time series.
const windowLength = 50 * time.Millisecond

// ThroughputResult is the measurement after the warm-up.
type ThroughputResult struct {
	Suite string `json:"suite"`
	period
	CPUMs  cpuTime `json:"cpuMs"`
	Warmup period  `json:"warmup"`
	// Windows are those of the warm-up and the measurement.
	Windows   []window  `json:"windows"`
	LatencyUs LatencyUs `json:"latencyUs"`
	Latencies string    `json:"latencies"`
	// LateUs is, in an open loop, the mean time by which requests were sent after they were due.
	LateUs *float64 `json:"lateUs,omitempty"`
	Proof  Proof    `json:"proof"`
}

// An Unsupported result says why a cluster cannot do what was asked.
type Unsupported struct {
	Suite       string `json:"suite"`
	Unsupported string `json:"unsupported"`
}

// A window is its end, from the start of the warm-up (ms), and the number of answers within it.
type window [2]float64

// period is a time, and the answers received within it.
type period struct {
	Answered  int     `json:"answered"`
	ElapsedMs float64 `json:"elapsedMs"`
}

type cpuTime struct {
	User   float64 `json:"user"`
	System float64 `json:"system"`
}

// load is the state that the clients share with the measurement.
type load struct {
	requests  *requests
	latencies *Latencies
	// origin is what the times below count from.
	origin time.Time
	// recordFrom is when the measurement began; requests of an earlier time are not recorded.
	recordFrom  atomic.Int64
	ended       atomic.Bool
	outstanding atomic.Int64
	clients     []client
	// late and sent belong to the goroutine that sends the requests of an open loop.
	late time.Duration
	sent int
}

// Throughput makes requests to the leader of a cluster: during a warm-up, then during the measurement.
func Throughput(c cluster.Cluster, spec Spec) (result ThroughputResult, err error) {
	result.Suite = "throughput"
	if err := c.Start(); err != nil {
		return result, err
	}
	leader, err := agreement(c)
	if err != nil {
		return result, err
	}
	requests, proposed, err := prepareRequests(c, leader.ID, spec)
	if err != nil {
		return result, err
	}
	load := newLoad(requests, spec.Load)
	clients := make(chan error, 1)
	go func() { clients <- load.run(spec.Load) }()
	if err := load.measure(spec, &result, clients); err != nil {
		return result, err
	}
	load.ended.Store(true)
	if err := <-clients; err != nil {
		return result, err
	}
	if err := load.report(spec, &result); err != nil {
		return result, err
	}
	if spec.Operation == Propose {
		proposed += load.answered()
	}
	result.Proof, err = prove(c, proposed)
	return result, err
}

func newLoad(requests *requests, spec LoadSpec) *load {
	l := &load{
		requests:  requests,
		latencies: NewLatencies(),
		origin:    time.Now(),
		clients:   make([]client, max(1, spec.Outstanding)),
	}
	l.recordFrom.Store(int64(time.Hour)) // a trial is shorter
	return l
}

func (l *load) run(spec LoadSpec) error {
	if spec.Kind == "open" {
		return runOpenLoop(l, spec.RatePerSecond, spec.MaxOutstanding)
	}
	return runClosedLoop(l, spec.Outstanding)
}

// record records the time since a request, unless that was before the measurement.
func (l *load) record(since time.Time) {
	if int64(since.Sub(l.origin)) >= l.recordFrom.Load() {
		l.latencies.record(time.Since(since))
	}
}

// addLate notes when a request was sent.
func (l *load) addLate(due, sent time.Time) {
	if int64(due.Sub(l.origin)) >= l.recordFrom.Load() {
		l.late += sent.Sub(due)
		l.sent++
	}
}

func (l *load) answered() (sum int) {
	for i := range l.clients {
		sum += int(l.clients[i].answered.Load())
	}
	return sum
}

// measure watches the warm-up and then the measurement. It fails as soon as a client does.
func (l *load) measure(spec Spec, result *ThroughputResult, clients <-chan error) error {
	started := time.Now()
	if err := l.watch(started, spec.WarmupMs, result, clients); err != nil {
		return err
	}
	warmup := result.total()
	l.recordFrom.Store(int64(time.Since(l.origin)))
	before := cpuUsed()
	if err := l.watch(started, raft.Millis(warmup.ElapsedMs)+spec.MeasureMs, result, clients); err != nil {
		return err
	}
	after, whole := cpuUsed(), result.total()
	result.Warmup = warmup
	result.period = period{whole.Answered - warmup.Answered, whole.ElapsedMs - warmup.ElapsedMs}
	result.CPUMs = cpuTime{after.User - before.User, after.System - before.System}
	return nil
}

// watch counts the answers, window by window, until a time since the start.
func (l *load) watch(started time.Time, until raft.Millis, result *ThroughputResult, clients <-chan error) error {
	answered := l.answered()
	for at := time.Since(started); at < until.Duration(); {
		select {
		case <-time.After(min(windowLength, until.Duration()-at)):
		case err := <-clients:
			return cmp.Or(err, errors.New("the clients ended before the measurement did"))
		}
		at = time.Since(started)
		now := l.answered()
		result.Windows = append(result.Windows, window{milliseconds(at), float64(now - answered)})
		answered = now
	}
	return nil
}

// total returns the period of all windows.
func (r *ThroughputResult) total() (sum period) {
	for _, window := range r.Windows {
		sum.Answered += int(window[1])
		sum.ElapsedMs = window[0]
	}
	return sum
}

// report completes the result of a load that has ended.
func (l *load) report(spec Spec, result *ThroughputResult) (err error) {
	result.LatencyUs = l.latencies.summary()
	if spec.Load.Kind == "open" {
		result.LateUs = new(microseconds(l.late / time.Duration(max(1, l.sent))))
	}
	result.Latencies, err = l.latencies.Encode()
	return err
}

func cpuUsed() cpuTime {
	var usage syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &usage) // fails only for an unknown `who`
	return cpuTime{milliseconds(time.Duration(usage.Utime.Nano())), milliseconds(time.Duration(usage.Stime.Nano()))}
}
