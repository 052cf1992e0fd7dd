package cluster

import (
	"fmt"
	"os"
	"runtime/debug"
	"sync/atomic"
)

// A Listening is a cluster's trace listener. It belongs to the caller and may panic, which ends the trace and nothing else.
// It is called by one goroutine at a time.
type Listening struct {
	listener atomic.Pointer[TraceListener]
	failed   func()
}

// NewListening returns a Listening. It calls failed when the listener has panicked and gets no more events.
func NewListening(listener TraceListener, failed func()) *Listening {
	l := &Listening{failed: failed}
	l.listener.Store(&listener)
	return l
}

// Deliver passes an event to the listener.
func (l *Listening) Deliver(event TraceEvent) {
	defer func() {
		if reason := recover(); reason != nil {
			l.fail(reason)
		}
	}()
	if listener := l.listener.Load(); listener != nil {
		(*listener)(event)
	}
}

// End ends the trace: the listener gets no more events.
func (l *Listening) End() { l.listener.Store(nil) }

func (l *Listening) fail(reason any) {
	l.End()
	l.failed()
	fmt.Fprintf(os.Stderr, "the trace has ended, because its listener panicked: %v\n%s", reason, debug.Stack())
}
