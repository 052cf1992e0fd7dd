package workloads

import (
	"sync"
	"time"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

// A failover lasts from a leader's crash to its successor's first heartbeat at another server.
type failover struct {
	// elapsed is the time without a leader, at most the longest that is waited.
	elapsed             time.Duration
	elections, preVotes int
}

// timeFailover crashes the leader. At the end the network is whole again, and without faults.
func timeFailover(c cluster.Cluster, spec Spec, prepared preparedCrash) (failover, error) {
	observer := newObserver(prepared.currentTerm)
	if err := c.Trace(observer.observe); err != nil {
		return failover{}, err
	}
	longest := spec.Longest.Duration()
	givingUp := time.AfterFunc(longest, func() { observer.finish(longest) })
	defer givingUp.Stop()
	observer.crashedAt = time.Now()
	if err := c.Partition([][]raft.ServerID{prepared.followers}); err != nil { // cut off at once, however long its end takes
		return failover{}, err
	}
	if err := c.Crash(prepared.leader); err != nil {
		return failover{}, err
	}
	<-observer.ended
	_ = c.Trace(nil) // never fails
	return failover{min(observer.elapsed, longest), observer.elections, observer.preVotes}, mend(c)
}

// An observer counts elections until a leader of a newer term is heard.
type observer struct {
	oldTerm   raft.Term
	crashedAt time.Time

	mu                  sync.Mutex
	elections, preVotes int
	elapsed             time.Duration
	isOver              bool
	ended               chan struct{}
	// startedAt is the cluster's start: the earliest that its events show, without their delay on the way to the listener.
	startedAt time.Time
}

func newObserver(oldTerm raft.Term) *observer {
	return &observer{oldTerm: oldTerm, ended: make(chan struct{}), startedAt: time.Now()}
}

func (o *observer) observe(event cluster.TraceEvent) {
	o.mu.Lock()
	if started := time.Now().Add(-event.At.Duration()); started.Before(o.startedAt) {
		o.startedAt = started
	}
	if role, ok := event.Event.(raft.RoleEvent); ok && !o.isOver {
		switch role.Role {
		case raft.Candidate:
			o.elections++
		case raft.PreCandidate:
			o.preVotes++
		}
	}
	at := o.startedAt.Add(event.At.Duration())
	o.mu.Unlock()
	if isHeartbeatAfter(event, o.oldTerm) {
		o.finish(at.Sub(o.crashedAt))
	}
}

func isHeartbeatAfter(event cluster.TraceEvent, term raft.Term) bool {
	delivery, ok := event.Event.(cluster.MessageEvent)
	if !ok || delivery.Type != "deliver" {
		return false
	}
	request, ok := delivery.Message.(*raft.AppendEntries)
	return ok && request.Term > term
}

func (o *observer) finish(elapsed time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.isOver {
		return
	}
	o.elapsed, o.isOver = elapsed, true
	close(o.ended)
}
