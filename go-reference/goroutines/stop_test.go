package goroutines

import (
	"bytes"
	"context"
	"runtime"
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
			cluster.Start()
			time.Sleep(when)
			var clients []<-chan error
			for i := range 20 {
				clients = append(clients, proposing(t.Context(), cluster, set("1", "Ada"), raft.ServerID(i%5+1)))
			}
			synctest.Wait()
			cluster.Stop()
			cluster.Stop() // twice is as good as once
			for _, client := range clients {
				<-client
			}
			synctest.Wait()
			stacks := make([]byte, 1<<20)
			stacks = stacks[:runtime.Stack(stacks, true)]
			if bytes.Contains(stacks, []byte("goroutines.(*Server)")) || bytes.Contains(stacks, []byte("goroutines.(*network)")) {
				t.Errorf("these goroutines are left:\n%s", stacks)
			}
		})
	}
	inBubble(t, "a server that has crashed sends nothing, whatever its clients do", func(t *testing.T) {
		cluster := running(t, raft.Settings{Servers: 3})
		crashed := make(map[raft.ServerID]bool) // the listener hears one event at a time
		cluster.Trace(func(event raft.TraceEvent) {
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
		})
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
