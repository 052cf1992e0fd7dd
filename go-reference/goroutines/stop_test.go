package goroutines

import (
	"context"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/raft-three-ways/go-reference/raft"
)

func TestStop(t *testing.T) {
	for name, when := range map[string]time.Duration{
		"before any election":         10 * time.Millisecond,
		"in the middle of one":        200 * time.Millisecond,
		"after one, with its clients": 2 * time.Second,
	} {
		inBubble(t, "no goroutine is left of a cluster that is stopped "+name, func(t *testing.T) {
			cluster, _ := NewCluster(raft.Settings{Servers: 5, ElectionTimeout: [2]raft.Millis{150, 160}})
			must(t, cluster.Faults(raft.FaultRules{Delay: 40, Jitter: 40, Duplicate: 0.5}))
			must(t, cluster.Start())
			time.Sleep(when)
			var clients []<-chan error
			for i := range 20 {
				via := raft.ServerID(i%5 + 1)
				clients = append(clients, proposing(t.Context(), cluster, set("1", "Ada"), via), reading(t.Context(), cluster, "1", via))
			}
			synctest.Wait()
			cluster.Stop()
			cluster.Stop() // twice is as good as once
			for _, client := range clients {
				<-client
			}
			expectNothingLeft(t)
		})
	}
	for name, ask := range map[string]func(ctx context.Context, cluster *Cluster, follower raft.ServerID) error{
		"proposes to the leader": func(ctx context.Context, cluster *Cluster, _ raft.ServerID) error {
			_, err := cluster.Propose(ctx, set("1", "Ada"), raft.ProposeOptions{})
			return err
		},
		"proposes to a follower": func(ctx context.Context, cluster *Cluster, follower raft.ServerID) error {
			_, err := cluster.Propose(ctx, set("1", "Ada"), raft.ProposeOptions{Via: follower})
			return err
		},
		"reads from the leader": func(ctx context.Context, cluster *Cluster, _ raft.ServerID) error {
			_, err := read(ctx, cluster, "1", 0)
			return err
		},
		"reads from a follower": func(ctx context.Context, cluster *Cluster, follower raft.ServerID) error {
			_, err := read(ctx, cluster, "1", follower)
			return err
		},
		"hands the leadership over": func(ctx context.Context, cluster *Cluster, follower raft.ServerID) error {
			return cluster.Transfer(ctx, follower)
		},
		"changes the members": func(ctx context.Context, cluster *Cluster, follower raft.ServerID) error {
			return cluster.Change(ctx, raft.ConfigurationChange{Type: raft.Remove, Server: follower})
		},
	} {
		inBubble(t, "a cluster that is stopped tells the client that "+name+", and leaves no goroutine", func(t *testing.T) {
			cluster := running(t, raft.Settings{CheckQuorum: raft.Off})
			agreement(t, cluster)
			follower := others(cluster, leaderOf(t, cluster).ID)[0]
			must(t, cluster.Faults(raft.FaultRules{Delay: 40}))
			waiting := inBackground(func() error { return ask(t.Context(), cluster, follower) })
			pass(50 * time.Millisecond)
			cluster.Stop()
			expect[*raft.StoppedError](t, <-waiting)
			expectNothingLeft(t)
			expect[*raft.StoppedError](t, ask(t.Context(), cluster, follower))
		})
	}
	inBubble(t, "a server that has crashed sends nothing, whatever its clients do", func(t *testing.T) {
		cluster := running(t, raft.Settings{Servers: 3})
		crashed := make(map[raft.ServerID]bool) // the listener hears one event at a time
		must(t, cluster.Trace(func(event raft.TraceEvent) {
			switch event := event.Event.(type) {
			case raft.StartEvent:
				crashed[event.Server] = false
			case raft.ServerEvent:
				crashed[event.Server] = true
			case raft.MessageEvent:
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
					_, _ = cluster.Propose(ctx, set("1", "Ada"), raft.ProposeOptions{Via: raft.ServerID(i%3 + 1)})
					time.Sleep(time.Millisecond)
				}
			})
		}
		for round := range 10 {
			leaderOf(t, cluster)
			id := raft.ServerID(round%3 + 1)
			must(t, cluster.Crash(id))
			time.Sleep(20 * time.Millisecond)
			must(t, cluster.Restart(id))
		}
		cancel()
		clients.Wait()
	})
}

func expectNothingLeft(t *testing.T) {
	t.Helper()
	synctest.Wait()
	if stacks := stacks(); strings.Contains(stacks, "goroutines.(*Server)") || strings.Contains(stacks, "goroutines.(*network)") {
		t.Errorf("these goroutines are left:\n%s", stacks)
	}
}
