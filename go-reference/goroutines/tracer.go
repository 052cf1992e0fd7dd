package goroutines

import (
	"bytes"
	"runtime"
	"sync"
	"time"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

// A tracer merges the events of all goroutines into one order. Each event takes its place before its effects are visible, so
// no effect precedes its cause.
type tracer struct {
	mu        sync.Mutex
	startedAt time.Time
	events    *traceQueue // nil without a listener
}

func (t *tracer) start() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.startedAt = time.Now()
}

func (t *tracer) emit(event raft.Event) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.events != nil {
		t.events.put(cluster.TraceEvent{Event: event, At: t.now()})
	}
}

// listen passes earlier events to the former listener, and later ones to the new one, if any.
func (t *tracer) listen(next *traceQueue) {
	for _, events := range []*traceQueue{nil, next} {
		if former := t.swap(events); former != nil {
			former.end()
		}
	}
}

func (t *tracer) swap(events *traceQueue) (former *traceQueue) {
	t.mu.Lock()
	defer t.mu.Unlock()
	former, t.events = t.events, events
	return former
}

// settle waits until the listener has received all events so far.
func (t *tracer) settle() {
	t.mu.Lock()
	events := t.events
	t.mu.Unlock()
	if events != nil {
		events.settle()
	}
}

// now returns the time since the cluster's start; 0 before it.
func (t *tracer) now() raft.Millis {
	if t.startedAt.IsZero() {
		return 0
	}
	return raft.Millis(float64(time.Since(t.startedAt)) / float64(time.Millisecond))
}

// A traceQueue holds the events on their way to one listener. Servers emit under their locks and never wait; a goroutine,
// which exists only while events are queued, calls the listener. So the listener may call any method of the cluster, even one
// that waits for a server or for the end of the trace.
type traceQueue struct {
	listening *cluster.Listening

	mu                sync.Mutex
	events            []cluster.TraceEvent
	drained           chan struct{} // closed when the queue is empty; nil then
	listenerGoroutine string        // the goroutine that calls the listener, or the last one that did
}

func (q *traceQueue) put(event cluster.TraceEvent) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.events = append(q.events, event)
	if q.drained == nil {
		q.drained = make(chan struct{})
		go q.deliver()
	}
}

func (q *traceQueue) deliver() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.listenerGoroutine = goroutine()
	defer q.finish()
	for len(q.events) > 0 {
		events := q.events
		q.events = nil
		q.callListener(events)
	}
}

// callListener passes the events on. The caller holds mu, which is released meanwhile.
func (q *traceQueue) callListener(events []cluster.TraceEvent) {
	q.mu.Unlock()
	defer q.mu.Lock()
	for _, event := range events {
		q.listening.Deliver(event)
	}
}

// finish marks the queue as empty. The caller holds mu.
func (q *traceQueue) finish() {
	close(q.drained)
	q.drained = nil
}

// end ends the trace once the listener has received all events so far; at once if the listener itself calls.
func (q *traceQueue) end() {
	q.settle()
	q.listening.End()
}

// settle does not wait if the listener itself calls.
func (q *traceQueue) settle() {
	q.mu.Lock()
	drained, isListener := q.drained, q.listenerGoroutine == goroutine()
	q.mu.Unlock()
	if drained != nil && !isListener {
		<-drained
	}
}

// goroutine identifies the calling goroutine as its stack trace does. Go has no other way to detect a call by the listener.
func goroutine() string {
	stack := make([]byte, 64)
	name, _, _ := bytes.Cut(stack[:runtime.Stack(stack, false)], []byte(" ["))
	return string(name)
}
