package goroutines

import (
	"context"
	"sync"
	"testing"

	"github.com/raft-three-ways/go-reference/raft"
)

// What the conformance suite cannot ask of Go through JSON lines; for the table itself see conformance/life-cycle.ts.
func TestLifeCycle(t *testing.T) {
	inBubble(t, "a nil context is refused, before anything else is asked", func(t *testing.T) {
		cluster, _ := NewCluster(raft.Settings{})
		var none context.Context
		_, proposed := cluster.Propose(none, set("1", "Ada"), raft.ProposeOptions{})
		_, read := cluster.Read(none, "1", raft.ReadOptions{Consistency: raft.Stale})
		for _, err := range []error{
			proposed, read, cluster.Transfer(none, 1), cluster.Change(none, raft.ConfigurationChange{Type: raft.Remove, Server: 1}),
		} {
			expect[*raft.InvalidArgumentError](t, err)
		}
	})
	inBubble(t, "starts, stops, launches, crashes and restarts that overlap end, and nothing is left", func(t *testing.T) {
		for range 20 {
			cluster, _ := NewCluster(raft.Settings{})
			var calls sync.WaitGroup
			for _, call := range []func() error{
				cluster.Start, cluster.Start,
				func() error { _, err := cluster.Launch(); return err },
				func() error { return cluster.Crash(1) },
				func() error { return cluster.Restart(1) },
				func() error { _, err := cluster.Status(1); return err },
				func() error { _, err := cluster.Digest(2); return err },
				func() error { return cluster.Trace(func(raft.TraceEvent) {}) },
				func() error { cluster.Stop(); return nil },
				func() error { cluster.Stop(); return nil },
			} {
				calls.Go(func() {
					if err := call(); err != nil {
						expect[*raft.StoppedError](t, err)
					}
				})
			}
			calls.Wait()
			expect[*raft.StoppedError](t, cluster.Start())
			expectNothingLeft(t)
		}
	})
}

func TestListeners(t *testing.T) {
	inBubble(t, "a listener that panics ends its trace, and the cluster goes on", func(t *testing.T) {
		cluster := running(t, raft.Settings{})
		heard := 0
		must(t, cluster.Trace(func(raft.TraceEvent) {
			heard++
			panic("a mistake of the listener")
		}))
		leaderOf(t, cluster)
		propose(t, cluster, set("1", "Ada"), 0)
		agreement(t, cluster)
		must(t, cluster.Trace(nil))
		if heard != 1 {
			t.Errorf("it heard %d events", heard)
		}
	})
	inBubble(t, "a listener may wait for whatever it asks of its cluster", func(t *testing.T) {
		cluster := running(t, raft.Settings{})
		leader := leaderOf(t, cluster)
		for _, kind := range []string{"append", "send", "deliver", "commit", "apply"} {
			asked := false
			done := make(chan error, 1)
			must(t, cluster.Trace(func(event raft.TraceEvent) {
				if asked || event.Event.EventType() != kind {
					return
				}
				asked = true
				_, err := cluster.Propose(t.Context(), set(kind, "Ada"), raft.ProposeOptions{Via: leader.ID})
				if err == nil {
					_, err = read(t.Context(), cluster, kind, others(cluster, leader.ID)[0])
				}
				done <- err
			}))
			propose(t, cluster, set("1", "Grace"), leader.ID)
			must(t, <-done)
			must(t, cluster.Trace(nil))
		}
	})
	inBubble(t, "a listener may crash and restart servers, end its trace, and stop its cluster", func(t *testing.T) {
		cluster := running(t, raft.Settings{})
		leader := leaderOf(t, cluster)
		after := -1
		ended := make(chan struct{})
		second := func(event raft.TraceEvent) {
			if event.Event.EventType() == "commit" {
				cluster.Stop()
				close(ended)
				must(t, cluster.Trace(nil))
			}
		}
		must(t, cluster.Trace(func(event raft.TraceEvent) {
			if after++; after == 0 {
				must(t, cluster.Crash(leader.ID))
				must(t, cluster.Restart(leader.ID))
				_, err := cluster.Launch()
				must(t, err)
				must(t, cluster.Heal())
				must(t, cluster.Trace(second))
			}
		}))
		<-ended
		cluster.Stop()
		if after != 0 {
			t.Errorf("it heard %d events after it had put another in its place", after)
		}
		expect[*raft.StoppedError](t, cluster.Start())
		expectNothingLeft(t)
	})
}
