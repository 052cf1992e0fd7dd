package workloads

import (
	"sync"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"
)

// Latencies counts times in nanoseconds in an HdrHistogram, which merges with those of other processes and languages. It has
// the bounds and digits of its twin, bench/src/suites/throughput/latencies.ts. It is safe for concurrent use: only a part of
// the requests is recorded in a closed loop, so that its lock is seldom waited for.
type Latencies struct {
	mu        sync.Mutex
	histogram *hdrhistogram.Histogram
}

// longest is the longest latency that is told from a longer one.
const longest = time.Minute

// digits: a latency is off by less than one part in a hundred, and a trial's histogram takes about a kilobyte.
const digits = 2

// NewLatencies returns a histogram without a latency.
func NewLatencies() *Latencies {
	return &Latencies{histogram: hdrhistogram.New(1, int64(longest), digits)}
}

func (l *Latencies) record(latency time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	_ = l.histogram.RecordValue(int64(min(longest, max(1, latency)))) // fails only out of range
}

// Encode returns the histogram in the compressed V2 format, in base64.
func (l *Latencies) Encode() (string, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	encoded, err := l.histogram.Encode(hdrhistogram.V2CompressedEncodingCookieBase)
	return string(encoded), err
}

// LatencyUs has quantiles in µs.
type LatencyUs struct {
	P50  float64 `json:"p50"`
	P90  float64 `json:"p90"`
	P99  float64 `json:"p99"`
	P999 float64 `json:"p999"`
	Max  float64 `json:"max"`
}

func (l *Latencies) summary() LatencyUs {
	l.mu.Lock()
	defer l.mu.Unlock()
	at := func(percentile float64) float64 {
		return microseconds(time.Duration(l.histogram.ValueAtPercentile(percentile)))
	}
	return LatencyUs{at(50), at(90), at(99), at(99.9), microseconds(time.Duration(l.histogram.Max()))}
}

func microseconds(d time.Duration) float64 { return float64(d) / float64(time.Microsecond) }
