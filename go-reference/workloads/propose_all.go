package workloads

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

// proposeAll is a closed loop over a number of commands, which the clients share among them, for suites that measure what
// these cause. commandOf returns the command of a number, from 0.
func proposeAll(c cluster.Cluster, via raft.ServerID, clients, commands int, commandOf func(number int) raft.Command) error {
	var proposed atomic.Int64
	failures := make(chan error, clients)
	var running sync.WaitGroup
	for range clients {
		running.Go(func() {
			for {
				number := int(proposed.Add(1)) - 1
				if number >= commands {
					return
				}
				if _, err := c.Propose(context.Background(), commandOf(number), cluster.ProposeOptions{Via: via}); err != nil {
					failures <- err
					return
				}
			}
		})
	}
	running.Wait()
	close(failures)
	return <-failures
}
