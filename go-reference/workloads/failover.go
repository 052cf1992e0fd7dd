package workloads

import (
	"sync"
	"time"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

// jitterShare is the maximum delay of a message, as a share of the broadcast time. With delays uniform from 0, the last of
// four answers then arrives after one broadcast time in the mean (§5.6).
const jitterShare = 0.7

// A failover lasts from a leader's crash to its successor's first heartbeat at another server.
type failover struct {
	// leader is the server that crashed.
	leader raft.ServerID
	// elapsed is the time without a leader, at most the longest that is waited.
	elapsed time.Duration
	// electedAfter is the part of it since the new leader's election timeout was due, as drawn; nil without a leader, or if it is
	// not known.
	electedAfter *raft.Millis
	// crashedAfter is the time from the start of its followers' timers to the crash.
	crashedAfter        time.Duration
	elections, preVotes int
}

// failOver crashes the leader, its followers' timers having run for a while. At the end the network is whole again, and without
// faults.
func failOver(c cluster.Cluster, spec Spec, delay time.Duration, random func() float64, commands *counts) (failover, error) {
	for {
		prepared, err := prepareLogs(c, spec, random, commands)
		if err != nil {
			return failover{}, err
		}
		failover, isInTime, err := timeFailover(c, spec, prepared, delay, random)
		if err != nil {
			return failover, err
		}
		_ = c.Trace(nil) // never fails
		if err := mend(c); err != nil || isInTime {
			return failover, err
		}
	}
}

// timeFailover returns false if the crash would come too late, or not before another leader.
func timeFailover(c cluster.Cluster, spec Spec, prepared preparedLogs, delay time.Duration, random func() float64) (failover, bool, error) {
	observer := newObserver(prepared.currentTerm, prepared.timers)
	if err := c.Trace(observer.observe); err != nil {
		return failover{}, false, err
	}
	seed := seedFrom(random) // without it each failover would see the same delays
	if err := c.Faults(cluster.FaultRules{Jitter: jitterShare * spec.BroadcastTime, Seed: new(seed)}); err != nil {
		return failover{}, false, err
	}
	time.Sleep(delay - time.Since(prepared.timersFrom))
	observer.crashedAt = time.Now()
	crashedAfter := observer.crashedAt.Sub(prepared.timersFrom)
	if crashedAfter > spec.HeartbeatInterval.Duration() || observer.hasCandidate() {
		return failover{}, false, nil
	}
	longest := spec.Longest.Duration()
	givingUp := time.AfterFunc(longest, observer.giveUp)
	defer givingUp.Stop()
	if err := c.Crash(prepared.leader); err != nil {
		return failover{}, false, err
	}
	<-observer.ended
	elapsed := min(observer.electedAt.Sub(observer.crashedAt), longest)
	return failover{prepared.leader, elapsed, observer.electedAfter, crashedAfter, observer.elections, observer.preVotes}, true, nil
}

// mend makes the network whole and free of faults.
func mend(c cluster.Cluster) error {
	if err := c.Faults(cluster.FaultRules{}); err != nil {
		return err
	}
	return c.Heal()
}

// An observer counts elections until a leader of a newer term is heard.
type observer struct {
	oldTerm   raft.Term
	crashedAt time.Time

	mu                  sync.Mutex
	clock               traceClock
	timers              *electionTimers
	elections, preVotes int
	electedAt           time.Time
	// electedAfter is the time from the new leader's election timeout to its first heartbeat; nil if there was none in
	// time, or if it is not known.
	electedAfter *raft.Millis
	isOver       bool
	ended        chan struct{}
}

func newObserver(oldTerm raft.Term, timers *electionTimers) *observer {
	return &observer{oldTerm: oldTerm, ended: make(chan struct{}), clock: newTraceClock(), timers: timers}
}

func (o *observer) hasCandidate() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.elections+o.preVotes > 0
}

func (o *observer) observe(event cluster.TraceEvent) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.isOver {
		return
	}
	at := o.clock.timeOf(event)
	o.timers.observe(event)
	if role, ok := event.Event.(raft.RoleEvent); ok {
		switch role.Role {
		case raft.Candidate:
			o.elections++
		case raft.PreCandidate:
			o.preVotes++
		}
	}
	if request := deliveredRequest(event); request != nil && request.Term > o.oldTerm {
		o.electedAfter = o.timers.since(request.From, event)
		o.end(at)
	}
}

func (o *observer) giveUp() {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.isOver {
		o.end(time.Now())
	}
}

// end ends the observation. The caller holds mu.
func (o *observer) end(at time.Time) {
	o.electedAt, o.isOver = at, true
	close(o.ended)
}
