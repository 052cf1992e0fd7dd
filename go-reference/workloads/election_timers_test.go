package workloads

import (
	"testing"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

// The election timers of a trace: which timeout began an election, and how long ago it was due.

func TestElectionTimers(t *testing.T) {
	timer := func(at, timeout raft.Millis) cluster.TraceEvent {
		return cluster.TraceEvent{Event: raft.TimerEvent{Server: 1, Term: 1, ElectionTimeout: timeout}, At: at}
	}
	role := func(at raft.Millis, role raft.Role) cluster.TraceEvent {
		return cluster.TraceEvent{Event: raft.RoleEvent{Server: 1, Term: 1, Role: role}, At: at}
	}
	for _, one := range []struct {
		name   string
		events []cluster.TraceEvent
		want   raft.Millis
	}{
		{"the timeout drawn last began the election, and not the one that the election drew",
			[]cluster.TraceEvent{timer(0, 300), timer(100, 200), role(301, raft.Candidate), timer(301, 150)}, 100},
		{"after a failed election the next timeout counts",
			[]cluster.TraceEvent{timer(0, 150), role(150, raft.Candidate), timer(150, 160), role(311, raft.Candidate), timer(311, 200)}, 90},
		{"an election that votes of PreVote began was due when the round of PreVote was",
			[]cluster.TraceEvent{timer(0, 350), role(351, raft.PreCandidate), timer(351, 150), role(360, raft.Candidate), timer(360, 150)}, 50},
	} {
		t.Run(one.name, func(t *testing.T) {
			timers := newElectionTimers()
			for _, event := range one.events {
				timers.observe(event)
			}
			if since := timers.since(1, role(400, raft.Follower)); since == nil || *since != one.want {
				t.Errorf("it was due %v ms ago, want %v", since, one.want)
			}
		})
	}
	t.Run("a trace without timers tells nothing", func(t *testing.T) {
		timers := newElectionTimers()
		timers.observe(role(301, raft.Candidate))
		if since := timers.since(1, role(400, raft.Follower)); since != nil {
			t.Errorf("it was due %v ms ago", *since)
		}
	})
}
