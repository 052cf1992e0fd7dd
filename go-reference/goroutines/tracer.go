package goroutines

import (
	"bytes"
	"runtime"
	"sync"
	"time"

	"github.com/raft-three-ways/go-reference/raft"
)

// A tracer merges the events of all goroutines into one order. Each event takes its place before its effects are visible, so
// no effect precedes its cause.
type tracer struct {
	mu        sync.Mutex
	startedAt time.Time
	events    *traceQueue // nil unless somebody listens
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
		t.events.put(raft.TraceEvent{Event: event, At: t.now()})
	}
}

// listen has the former listener hear what has happened, and the new one, if there is one, what happens from then on.
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

// settle waits until the listener has heard what has happened.
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

// A traceQueue has the events on their way to one listener. Servers tell under their locks of what they do, and wait for
// nobody; a goroutine that lives while there is something to tell has the listener hear it. So the listener may call whatever
// it likes, even what waits for a server or for the trace to end.
type traceQueue struct {
	listening *raft.Listening

	mu     sync.Mutex
	events []raft.TraceEvent
	told   chan struct{} // closed when there is nothing more to tell; nil then
	teller string        // the goroutine that tells, or told last
}

func (q *traceQueue) put(event raft.TraceEvent) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.events = append(q.events, event)
	if q.told == nil {
		q.told = make(chan struct{})
		go q.tell()
	}
}

func (q *traceQueue) tell() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.teller = goroutine()
	defer q.finish()
	for len(q.events) > 0 {
		events := q.events
		q.events = nil
		q.hear(events)
	}
}

// hear is for who holds mu, which is free meanwhile.
func (q *traceQueue) hear(events []raft.TraceEvent) {
	q.mu.Unlock()
	defer q.mu.Lock()
	for _, event := range events {
		q.listening.Hear(event)
	}
}

// finish is for who holds mu.
func (q *traceQueue) finish() {
	close(q.told)
	q.told = nil
}

// end has the listener hear what has happened, and then nothing more; if it is the listener that asks, nothing more at once.
func (q *traceQueue) end() {
	q.settle()
	q.listening.End()
}

// settle does not wait for the listener if that asks itself.
func (q *traceQueue) settle() {
	q.mu.Lock()
	told, isTeller := q.told, q.teller == goroutine()
	q.mu.Unlock()
	if told != nil && !isTeller {
		<-told
	}
}

// goroutine names the one that calls, as its stack trace does. Go has no other way to find out that a listener calls.
func goroutine() string {
	stack := make([]byte, 64)
	name, _, _ := bytes.Cut(stack[:runtime.Stack(stack, false)], []byte(" ["))
	return string(name)
}
