package goroutines

import (
	"context"
	"sync"
	"testing"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

// What the conformance suite cannot ask of Go through JSON lines; for the table itself see conformance/life-cycle.ts.
func TestLifeCycle(t *testing.T) {
	inBubble(t, "a nil context is refused, before anything else is asked", func(t *testing.T) {
		c, _ := NewCluster(raft.Settings{})
		var none context.Context
		_, proposed := c.Propose(none, set("1", "Ada"), cluster.ProposeOptions{})
		_, read := c.Read(none, "1", cluster.ReadOptions{Consistency: cluster.Stale})
		for _, err := range []error{
			proposed, read, c.Transfer(none, 1), c.Change(none, raft.ConfigurationChange{Type: raft.Remove, Server: 1}),
		} {
			expect[*raft.InvalidArgumentError](t, err)
		}
	})
	inBubble(t, "starts, stops, launches, crashes and restarts that overlap end, and nothing is left", func(t *testing.T) {
		for range 20 {
			c, _ := NewCluster(raft.Settings{})
			var calls sync.WaitGroup
			for _, call := range []func() error{
				c.Start, c.Start,
				func() error { _, err := c.Launch(); return err },
				func() error { return c.Crash(1) },
				func() error { return c.Restart(1) },
				func() error { _, err := c.Status(1); return err },
				func() error { _, err := c.Digest(2); return err },
				func() error { return c.Trace(func(cluster.TraceEvent) {}) },
				func() error { c.Stop(); return nil },
				func() error { c.Stop(); return nil },
			} {
				calls.Go(func() {
					if err := call(); err != nil {
						expect[*cluster.StoppedError](t, err)
					}
				})
			}
			calls.Wait()
			expect[*cluster.StoppedError](t, c.Start())
			expectNothingLeft(t)
		}
	})
	t.Run("a block ends with its server", func(t *testing.T) { // in real time, which a block takes
		c := running(t, raft.Settings{Servers: 1})
		blocked := make(chan error, 1)
		go func() { blocked <- c.Block(1, 60_000) }()
		until(t, "the server is blocked", func() bool {
			applying := &c.slots.of(1).server.Load().applying
			if !applying.TryRLock() {
				return true
			}
			applying.RUnlock()
			return false
		})
		must(t, c.Crash(1))
		expect[*cluster.StoppedError](t, <-blocked)
	})
}

func TestListeners(t *testing.T) {
	inBubble(t, "a listener that panics ends its trace, and the cluster goes on", func(t *testing.T) {
		c := running(t, raft.Settings{})
		heard := 0
		must(t, c.Trace(func(cluster.TraceEvent) {
			heard++
			panic("a mistake of the listener")
		}))
		leaderOf(t, c)
		propose(t, c, set("1", "Ada"), 0)
		agreement(t, c)
		must(t, c.Trace(nil))
		if heard != 1 {
			t.Errorf("it heard %d events", heard)
		}
	})
	inBubble(t, "a listener may wait for any call to its cluster", func(t *testing.T) {
		c := running(t, raft.Settings{})
		leader := leaderOf(t, c)
		for _, kind := range []string{"append", "send", "deliver", "commit", "apply"} {
			asked := false
			done := make(chan error, 1)
			must(t, c.Trace(func(event cluster.TraceEvent) {
				if asked || event.Event.EventType() != kind {
					return
				}
				asked = true
				_, err := c.Propose(t.Context(), set(kind, "Ada"), cluster.ProposeOptions{Via: leader.ID})
				if err == nil {
					_, err = read(t.Context(), c, kind, others(c, leader.ID)[0])
				}
				done <- err
			}))
			propose(t, c, set("1", "Grace"), leader.ID)
			must(t, <-done)
			must(t, c.Trace(nil))
		}
	})
	inBubble(t, "a listener may crash and restart servers, end its trace, and stop its cluster", func(t *testing.T) {
		c := running(t, raft.Settings{})
		leader := leaderOf(t, c)
		after := -1
		ended := make(chan struct{})
		second := func(event cluster.TraceEvent) {
			if event.Event.EventType() == "commit" {
				c.Stop()
				close(ended)
				must(t, c.Trace(nil))
			}
		}
		must(t, c.Trace(func(event cluster.TraceEvent) {
			if after++; after == 0 {
				must(t, c.Crash(leader.ID))
				must(t, c.Restart(leader.ID))
				_, err := c.Launch()
				must(t, err)
				must(t, c.Heal())
				must(t, c.Trace(second))
			}
		}))
		<-ended
		c.Stop()
		if after != 0 {
			t.Errorf("it heard %d events after it had put another in its place", after)
		}
		expect[*cluster.StoppedError](t, c.Start())
		expectNothingLeft(t)
	})
}
