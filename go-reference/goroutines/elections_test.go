package goroutines

import (
	"testing"
	"time"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

// A thousand leaders die, each at a random point of its heartbeat interval: some five minutes of virtual time.
func TestThousandElections(t *testing.T) {
	inBubble(t, "a thousand leaders die, and no term ever has two", func(t *testing.T) {
		c := running(t, raft.Settings{})
		leaders := make(map[raft.Term]raft.ServerID) // the listener gets one event at a time
		must(t, c.Trace(func(event cluster.TraceEvent) {
			role, ok := event.Event.(raft.RoleEvent)
			if !ok || role.Role != raft.Leader {
				return
			}
			if other := leaders[role.Term]; other != 0 {
				t.Errorf("servers %d and %d both lead term %d", other, role.Server, role.Term)
			}
			leaders[role.Term] = role.Server
		}))
		random := raft.SeededRandom(1)
		for range 1000 {
			leader := leaderOf(t, c)
			time.Sleep((raft.Millis(random()) * 50).Duration())
			must(t, c.Crash(leader.ID))
			next := leaderAmong(t, c, others(c, leader.ID)...)
			if next.CurrentTerm <= leader.CurrentTerm {
				t.Errorf("after term %d comes term %d", leader.CurrentTerm, next.CurrentTerm)
			}
			must(t, c.Restart(leader.ID))
		}
		agreement(t, c)
		must(t, c.Trace(nil))
		if len(leaders) < 1001 {
			t.Errorf("there were %d leaders", len(leaders))
		}
	})
}
