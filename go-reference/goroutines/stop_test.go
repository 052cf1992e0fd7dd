package goroutines

import (
	"context"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

func TestStop(t *testing.T) {
	for name, when := range map[string]time.Duration{
		"before any election":         10 * time.Millisecond,
		"in the middle of one":        200 * time.Millisecond,
		"after one, with its clients": 2 * time.Second,
	} {
		inBubble(t, "no goroutine is left of a cluster that is stopped "+name, func(t *testing.T) {
			c, _ := NewCluster(raft.Settings{Servers: 5, ElectionTimeout: [2]raft.Millis{150, 160}})
			must(t, c.Faults(cluster.FaultRules{Delay: 40, Jitter: 40, Duplicate: 0.5}))
			must(t, c.Start())
			time.Sleep(when)
			var clients []<-chan error
			for i := range 20 {
				via := raft.ServerID(i%5 + 1)
				clients = append(clients, proposing(t.Context(), c, set("1", "Ada"), via), reading(t.Context(), c, "1", via))
			}
			synctest.Wait()
			c.Stop()
			c.Stop() // twice is as good as once
			for _, client := range clients {
				<-client
			}
			expectNothingLeft(t)
		})
	}
	for name, ask := range map[string]func(ctx context.Context, c *Cluster, follower raft.ServerID) error{
		"proposes to the leader": func(ctx context.Context, c *Cluster, _ raft.ServerID) error {
			_, err := c.Propose(ctx, set("1", "Ada"), cluster.ProposeOptions{})
			return err
		},
		"proposes to a follower": func(ctx context.Context, c *Cluster, follower raft.ServerID) error {
			_, err := c.Propose(ctx, set("1", "Ada"), cluster.ProposeOptions{Via: follower})
			return err
		},
		"reads from the leader": func(ctx context.Context, c *Cluster, _ raft.ServerID) error {
			_, err := read(ctx, c, "1", 0)
			return err
		},
		"reads from a follower": func(ctx context.Context, c *Cluster, follower raft.ServerID) error {
			_, err := read(ctx, c, "1", follower)
			return err
		},
		"hands the leadership over": func(ctx context.Context, c *Cluster, follower raft.ServerID) error {
			return c.Transfer(ctx, follower)
		},
		"changes the members": func(ctx context.Context, c *Cluster, follower raft.ServerID) error {
			return c.Change(ctx, raft.ConfigurationChange{Type: raft.Remove, Server: follower})
		},
	} {
		inBubble(t, "a cluster that is stopped rejects the client that "+name+", and leaves no goroutine", func(t *testing.T) {
			c := running(t, raft.Settings{CheckQuorum: raft.Off})
			agreement(t, c)
			follower := others(c, leaderOf(t, c).ID)[0]
			must(t, c.Faults(cluster.FaultRules{Delay: 40}))
			waiting := inBackground(func() error { return ask(t.Context(), c, follower) })
			pass(50 * time.Millisecond)
			c.Stop()
			expect[*cluster.StoppedError](t, <-waiting)
			expectNothingLeft(t)
			expect[*cluster.StoppedError](t, ask(t.Context(), c, follower))
		})
	}
	inBubble(t, "a crashed server sends nothing, even if its clients go on", func(t *testing.T) {
		c := running(t, raft.Settings{Servers: 3})
		crashed := make(map[raft.ServerID]bool) // the listener gets one event at a time
		must(t, c.Trace(func(event cluster.TraceEvent) {
			switch event := event.Event.(type) {
			case cluster.StartEvent:
				crashed[event.Server] = false
			case cluster.ServerEvent:
				crashed[event.Server] = true
			case cluster.MessageEvent:
				if from, _ := event.Message.Route(); event.Type == "send" && crashed[from] {
					t.Errorf("server %d has crashed and sends a %T", from, event.Message)
				}
			}
		}))
		ctx, cancel := context.WithCancel(context.Background())
		var clients sync.WaitGroup
		for i := range 30 {
			clients.Go(func() {
				for ctx.Err() == nil {
					_, _ = c.Propose(ctx, set("1", "Ada"), cluster.ProposeOptions{Via: raft.ServerID(i%3 + 1)})
					time.Sleep(time.Millisecond)
				}
			})
		}
		for round := range 10 {
			leaderOf(t, c)
			id := raft.ServerID(round%3 + 1)
			must(t, c.Crash(id))
			time.Sleep(20 * time.Millisecond)
			must(t, c.Restart(id))
		}
		cancel()
		clients.Wait()
	})
}

func expectNothingLeft(t *testing.T) {
	t.Helper()
	synctest.Wait()
	if stacks := stacks(); strings.Contains(stacks, "goroutines.(*server)") || strings.Contains(stacks, "goroutines.(*network)") {
		t.Errorf("these goroutines are left:\n%s", stacks)
	}
}
