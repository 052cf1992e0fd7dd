package workloads

import (
	"math"
	"math/bits"
	"sync/atomic"
	"time"
)

// A histogram counts latencies in buckets of equal width within each power of two; a bucket is at most 1/128 of its values
// wide. Recording is one atomic increment, from any goroutine.
type histogram struct {
	buckets [(63 - subBits + 1) << subBits]atomic.Uint32
	max     atomic.Int64
}

// subBits: 2^subBits buckets for each power of two.
const subBits = 7

func (h *histogram) record(latency time.Duration) {
	h.buckets[bucketOf(uint64(latency))].Add(1)
	for before := h.max.Load(); int64(latency) > before; before = h.max.Load() {
		if h.max.CompareAndSwap(before, int64(latency)) {
			return
		}
	}
}

func (h *histogram) reset() {
	for i := range h.buckets {
		h.buckets[i].Store(0)
	}
	h.max.Store(0)
}

// quantiles returns the latency at each of these fractions, given in ascending order.
func (h *histogram) quantiles(parts ...float64) []time.Duration {
	var counts [len(h.buckets)]uint64
	var total uint64
	for i := range h.buckets {
		counts[i] = uint64(h.buckets[i].Load())
		total += counts[i]
	}
	latencies := make([]time.Duration, len(parts))
	if total == 0 {
		return latencies
	}
	bucket, seen := 0, counts[0]
	for i, part := range parts {
		for seen < uint64(math.Ceil(part*float64(total))) {
			bucket++
			seen += counts[bucket]
		}
		latencies[i] = time.Duration(min(highestOf(bucket), uint64(h.max.Load())))
	}
	return latencies
}

func bucketOf(value uint64) int {
	if value < 1<<subBits {
		return int(value)
	}
	shift := bits.Len64(value) - 1 - subBits
	return shift<<subBits + int(value>>shift)
}

// highestOf returns the highest value in a bucket.
func highestOf(bucket int) uint64 {
	if bucket < 2<<subBits {
		return uint64(bucket)
	}
	shift := bucket>>subBits - 1
	return (uint64(bucket-shift<<subBits)+1)<<shift - 1
}
