package cluster

import (
	"sync"
	"sync/atomic"
)

// A LifeCycle is a cluster's phase (made, started or stopped), and the order in which servers are started and stopped. It is
// the same for every runtime, so that all refuse the same calls with the same errors. The table is in cluster.go.
type LifeCycle struct {
	phase atomic.Int32
	// turn is held while servers are started or stopped.
	turn  sync.Mutex
	ended bool // guarded by turn
}

const (
	made int32 = iota
	started
	stopped
)

// Start starts the cluster, once. It fails with a StoppedError after the stop.
func (l *LifeCycle) Start(work func() error) error {
	l.turn.Lock()
	defer l.turn.Unlock()
	if l.phase.CompareAndSwap(made, started) {
		return work()
	}
	return l.RequireNotStopped()
}

// Stop stops the cluster, once, after the call that holds the turn. Waiting calls are refused.
func (l *LifeCycle) Stop(work func()) {
	l.phase.Store(stopped)
	l.turn.Lock()
	defer l.turn.Unlock()
	if !l.ended {
		l.ended = true
		work()
	}
}

// InTurn runs calls one after the other. It fails with a StoppedError before the start and after the stop.
func (l *LifeCycle) InTurn(work func() error) error {
	l.turn.Lock()
	defer l.turn.Unlock()
	if err := l.RequireStarted(); err != nil {
		return err
	}
	return work()
}

// RequireStarted fails with a StoppedError before the start and after the stop.
func (l *LifeCycle) RequireStarted() error {
	if l.phase.Load() == made {
		return &StoppedError{"the cluster has not been started"}
	}
	return l.RequireNotStopped()
}

// RequireNotStopped fails with a StoppedError after the stop.
func (l *LifeCycle) RequireNotStopped() error {
	if l.IsOver() {
		return &StoppedError{"the cluster has been stopped: make a new one"}
	}
	return nil
}

// IsOver reports whether the cluster has been stopped.
func (l *LifeCycle) IsOver() bool { return l.phase.Load() == stopped }
