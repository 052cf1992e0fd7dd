package main

import (
	"strings"
	"testing"
	"time"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/goroutines"
	"github.com/raft-three-ways/go-reference/raft"
)

func TestLeftovers(t *testing.T) {
	t.Run("of a cluster that runs its goroutines are left, of one that was stopped nothing", func(t *testing.T) {
		c, err := goroutines.NewCluster(raft.Settings{Servers: 3, ElectionTimeout: [2]raft.Millis{20, 40}})
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		for status := (cluster.Status{}); status.Leader == 0; { // a goroutine that has not run yet has no stack to be known by
			if status, err = c.Status(1); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Millisecond)
		}
		if stacks := leftovers(0); !strings.Contains(stacks, "goroutines.(*server)") {
			t.Errorf("these are found while it runs:\n%s", stacks)
		}
		c.Stop()
		if stacks := leftovers(10 * time.Second); stacks != "" {
			t.Errorf("these are found when it has been stopped:\n%s", stacks)
		}
	})
}
