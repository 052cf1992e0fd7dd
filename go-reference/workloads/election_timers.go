package workloads

import (
	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

// electionTimers are those of a cluster, as its trace shows them: when the timeout that began a server's election was due. Until
// then the server only waits; how long its first heartbeat takes from there depends on the runtime.
type electionTimers struct {
	// due is when each timer is due, as drawn, since the cluster's start.
	due map[raft.ServerID]raft.Millis
	// elapsed is when the timer that began a server's last election was due.
	elapsed map[raft.ServerID]raft.Millis
	roles   map[raft.ServerID]raft.Role
}

func newElectionTimers() *electionTimers {
	return &electionTimers{
		due:     make(map[raft.ServerID]raft.Millis),
		elapsed: make(map[raft.ServerID]raft.Millis),
		roles:   make(map[raft.ServerID]raft.Role),
	}
}

// observe is to be called for all events, from before the timers start.
func (t *electionTimers) observe(event cluster.TraceEvent) {
	switch one := event.Event.(type) {
	case raft.TimerEvent:
		t.due[one.Server] = event.At + one.ElectionTimeout
	case raft.RoleEvent:
		if due, isKnown := t.due[one.Server]; isKnown && t.hasTimedOut(one) {
			t.elapsed[one.Server] = due
		}
		t.roles[one.Server] = one.Role
	}
}

// since returns the time since the timeout that began the server's last election was due; nil in a trace without timers, such as
// a library's.
func (t *electionTimers) since(server raft.ServerID, event cluster.TraceEvent) *raft.Millis {
	due, isKnown := t.elapsed[server]
	if !isKnown {
		return nil
	}
	since := event.At - due
	return &since
}

// hasTimedOut reports whether a timeout brought the server into this role: a pre-candidate becomes a candidate by votes.
func (t *electionTimers) hasTimedOut(event raft.RoleEvent) bool {
	return event.Role == raft.PreCandidate || (event.Role == raft.Candidate && t.roles[event.Server] != raft.PreCandidate)
}
