package goroutines

import (
	"sync"
	"time"

	"github.com/raft-three-ways/go-reference/raft"
)

// A tracer merges the events of all goroutines into one order. Each event is emitted before its effects are visible, so no
// effect precedes its cause.
type tracer struct {
	mu        sync.Mutex
	listener  raft.TraceListener
	startedAt time.Time
}

func (t *tracer) start() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.startedAt = time.Now()
}

func (t *tracer) listen(listener raft.TraceListener) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.listener = listener
}

func (t *tracer) emit(event raft.Event) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.listener != nil {
		t.listener(raft.TraceEvent{Event: event, At: t.now()})
	}
}

// now returns the time since the cluster's start; 0 before it.
func (t *tracer) now() raft.Millis {
	if t.startedAt.IsZero() {
		return 0
	}
	return raft.Millis(float64(time.Since(t.startedAt)) / float64(time.Millisecond))
}
