package cluster

import (
	"fmt"
	"os"
	"runtime/debug"
	"sync/atomic"
)

// A Listening is a listener of the trace as the cluster has it. It is the caller's, and may fail: that ends its trace and
// nothing else. One goroutine at a time has it hear.
type Listening struct {
	listener atomic.Pointer[TraceListener]
	failed   func()
}

// NewListening: failed is called when the listener has panicked: it is to be told nothing more.
func NewListening(listener TraceListener, failed func()) *Listening {
	l := &Listening{failed: failed}
	l.listener.Store(&listener)
	return l
}

// Hear has the listener hear an event.
func (l *Listening) Hear(event TraceEvent) {
	defer func() {
		if reason := recover(); reason != nil {
			l.fail(reason)
		}
	}()
	if listener := l.listener.Load(); listener != nil {
		(*listener)(event)
	}
}

// End: from now on it hears nothing.
func (l *Listening) End() { l.listener.Store(nil) }

func (l *Listening) fail(reason any) {
	l.End()
	l.failed()
	fmt.Fprintf(os.Stderr, "the trace has ended, because its listener panicked: %v\n%s", reason, debug.Stack())
}
