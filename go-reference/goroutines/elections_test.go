package goroutines

import (
	"testing"
	"time"

	"github.com/raft-three-ways/go-reference/raft"
)

// A thousand leaders die, each at a random point of its heartbeat interval: some five minutes of virtual time.
func TestThousandElections(t *testing.T) {
	inBubble(t, "a thousand leaders die, and no term ever has two", func(t *testing.T) {
		cluster := running(t, raft.Settings{})
		leaders := make(map[raft.Term]raft.ServerID) // the listener hears one event at a time
		must(t, cluster.Trace(func(event raft.TraceEvent) {
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
			leader := leaderOf(t, cluster)
			time.Sleep((raft.Millis(random()) * 50).Duration())
			must(t, cluster.Crash(leader.ID))
			next := leaderAmong(t, cluster, others(cluster, leader.ID)...)
			if next.CurrentTerm <= leader.CurrentTerm {
				t.Errorf("after term %d comes term %d", leader.CurrentTerm, next.CurrentTerm)
			}
			must(t, cluster.Restart(leader.ID))
		}
		agreement(t, cluster)
		must(t, cluster.Trace(nil))
		if len(leaders) < 1001 {
			t.Errorf("there were %d leaders", len(leaders))
		}
	})
}
