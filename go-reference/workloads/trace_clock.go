package workloads

import (
	"time"

	"github.com/raft-three-ways/go-reference/cluster"
)

// A traceClock gives the times of trace events. A listener may get an event late; its time in the trace was taken where it
// happened.
type traceClock struct {
	// startedAt is the cluster's start: the earliest that its events show, by an event that came at once.
	startedAt time.Time
}

func newTraceClock() traceClock { return traceClock{startedAt: time.Now()} }

// timeOf returns when an event happened. It is to be called for all events, as they come.
func (c *traceClock) timeOf(event cluster.TraceEvent) time.Time {
	if started := time.Now().Add(-event.At.Duration()); started.Before(c.startedAt) {
		c.startedAt = started
	}
	return c.startedAt.Add(event.At.Duration())
}
