package workloads

import (
	"sync"
	"sync/atomic"
	"time"
)

// timedOneIn is the sampling interval of latencies: one request in 8, as in TypeScript, where timing each would cost
// throughput.
const timedOneIn = 8

// A client has its own counter, padded to a cache line to avoid contention.
type client struct {
	answered atomic.Int64
	_        [56]byte
}

// runClosedLoop has each client make a request, wait for its answer, and make the next. Little else runs in the loop, so that
// the cluster is measured. It returns when the load has ended and every client has its answer.
func runClosedLoop(l *load, outstanding int) error {
	failures := make(chan error, outstanding)
	var clients sync.WaitGroup
	for number := range outstanding {
		clients.Go(func() {
			if err := l.runClient(number); err != nil {
				l.ended.Store(true)
				failures <- err
			}
		})
	}
	clients.Wait()
	close(failures)
	return <-failures
}

// runClient is one client. Clients start at different positions, so that they neither name the same ids nor time the same
// requests.
func (l *load) runClient(number int) error {
	answered := &l.clients[number].answered
	position := number % l.requests.count
	untilTimed := number % timedOneIn
	for !l.ended.Load() {
		var asked time.Time
		if untilTimed == 0 {
			asked = time.Now()
		}
		answer, err := l.requests.ask(position)
		if err != nil {
			return err
		}
		if untilTimed == 0 {
			l.record(asked)
			untilTimed = timedOneIn
		}
		if err := l.requests.check(position, answer); err != nil {
			return err
		}
		untilTimed--
		if position++; position == l.requests.count {
			position = 0
		}
		answered.Add(1)
	}
	return nil
}
