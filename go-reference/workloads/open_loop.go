package workloads

import (
	"sync"
	"sync/atomic"
	"time"
)

// tick is the interval at which requests are sent: those that have become due since the last. It is the granularity of timers
// in both languages.
const tick = time.Millisecond

// runOpenLoop sends requests that become due at equal distances, at a fixed rate, whether or not earlier ones are answered.
// Their latency counts from when they were due, so that a stall shows in all requests that fell into it (no coordinated
// omission). It returns when the load has ended and every request that was sent is answered.
func runOpenLoop(l *load, ratePerSecond float64, maxOutstanding int) error {
	distance := float64(time.Second) / ratePerSecond
	started := time.Now()
	var failure atomic.Pointer[error]
	var sent sync.WaitGroup
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	for next := 0; !l.ended.Load() && failure.Load() == nil; <-ticker.C {
		for now := time.Now(); l.outstanding.Load() < int64(maxOutstanding); next++ {
			due := started.Add(time.Duration(float64(next) * distance))
			if due.After(now) {
				break
			}
			position := next % l.requests.count
			l.addLate(due, now)
			l.outstanding.Add(1)
			sent.Go(func() {
				if err := l.send(position, due); err != nil {
					failure.CompareAndSwap(nil, &err)
				}
			})
		}
	}
	sent.Wait()
	if err := failure.Load(); err != nil {
		return *err
	}
	return nil
}

// send is one request: a goroutine, as a server would have one for each.
func (l *load) send(position int, due time.Time) error {
	answer, err := l.requests.ask(position)
	if err != nil {
		return err
	}
	l.outstanding.Add(-1)
	l.record(due)
	l.clients[0].answered.Add(1)
	return l.requests.check(position, answer)
}
