package goroutines

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

func launch(t *testing.T, c *Cluster) raft.ServerID {
	t.Helper()
	id, err := c.Launch()
	must(t, err)
	return id
}

// ready waits until the leader may change the configuration: it has committed an entry of its own term.
func ready(t *testing.T, c *Cluster) cluster.Status {
	t.Helper()
	agreement(t, c)
	return leaderOf(t, c)
}

func TestMembership(t *testing.T) {
	inBubble(t, "a launched server knows no other and disturbs none until it is added", func(t *testing.T) {
		c := running(t, raft.Settings{})
		leader := ready(t, c)
		added := launch(t, c)
		pass(5 * time.Second)
		if ids := c.IDs(); added != 4 || !slices.Equal(ids, []raft.ServerID{1, 2, 3, 4}) {
			t.Errorf("server %d is new among %v", added, ids)
		}
		now := status(t, c, added)
		if now.Role != raft.Follower || now.CurrentTerm != 0 || now.LastLogIndex != 0 || len(now.Configuration.Voters) != 0 {
			t.Errorf("it is %+v", now)
		}
		propose(t, c, set("1", "Ada"), 0)
		change(t, c, raft.AddLearner, added)
		if digest := agreement(t, c); digest.Applied != 1 {
			t.Errorf("%d commands were applied", digest.Applied)
		}
		now = status(t, c, leader.ID)
		if now.CurrentTerm != leader.CurrentTerm || !slices.Equal(now.Configuration.Learners, []raft.ServerID{4}) {
			t.Errorf("the leader is %+v", now)
		}
	})
	inBubble(t, "a cluster grows from one to five under load, and every command is applied once", func(t *testing.T) {
		c := running(t, raft.Settings{Servers: 1})
		ready(t, c)
		load, end := context.WithCancel(context.Background())
		var clients sync.WaitGroup
		counts := make([]int, 3)
		for client := range counts {
			clients.Go(func() {
				for ; load.Err() == nil; counts[client]++ {
					propose(t, c, set(fmt.Sprint(client), fmt.Sprint(counts[client])), 0)
					time.Sleep(time.Millisecond)
				}
			})
		}
		for range 4 {
			added := launch(t, c)
			change(t, c, raft.AddLearner, added)
			untilDone(t, func(ctx context.Context) error {
				return c.Change(ctx, raft.ConfigurationChange{Type: raft.Promote, Server: added})
			})
		}
		pass(100 * time.Millisecond)
		end()
		clients.Wait()
		if digest := agreement(t, c); digest.Applied != counts[0]+counts[1]+counts[2] {
			t.Errorf("of %v commands %d were applied", counts, digest.Applied)
		}
		must(t, c.Crash(leaderOf(t, c).ID)) // the others are a majority by themselves
		leader := leaderAmong(t, c, slices.DeleteFunc(c.IDs(), func(id raft.ServerID) bool {
			return !status(t, c, id).Running
		})...)
		propose(t, c, set("1", "Ada"), leader.ID)
		if !slices.Equal(leader.Configuration.Voters, c.IDs()) {
			t.Errorf("the configuration is %v", leader.Configuration)
		}
	})
	inBubble(t, "a removed server is sent nothing more, and disturbs none; added again, it catches up", func(t *testing.T) {
		c := running(t, raft.Settings{})
		leader := ready(t, c)
		removed := others(c, leader.ID)[0]
		rest := others(c, removed)
		for range 3 {
			change(t, c, raft.Remove, removed)
			pass(10 * time.Millisecond)
			requests := sent(c.network, func(request *raft.AppendEntries) bool { return request.To == removed })
			pass(5 * time.Second)
			propose(t, c, set("1", "Ada"), 0)
			if count := runningIn("replicateTo"); requests() != 0 || count != 1 {
				t.Errorf("there are %d replicators, and it was sent %d messages", count, requests())
			}
			if now := leaderAmong(t, c, rest...); now.CurrentTerm != leader.CurrentTerm {
				t.Errorf("the term is %d, it was %d", now.CurrentTerm, leader.CurrentTerm)
			}
			change(t, c, raft.AddLearner, removed)
			untilDone(t, func(ctx context.Context) error {
				return c.Change(ctx, raft.ConfigurationChange{Type: raft.Promote, Server: removed})
			})
			agreement(t, c)
		}
	})
	inBubble(t, "a server that was added, removed and added again has one replicator", func(t *testing.T) {
		c := running(t, raft.Settings{HeartbeatInterval: 50})
		ready(t, c)
		added := launch(t, c)
		for range 20 {
			change(t, c, raft.AddLearner, added)
			change(t, c, raft.Remove, added)
		}
		change(t, c, raft.AddLearner, added)
		agreement(t, c)
		requests := sent(c.network, func(request *raft.AppendEntries) bool { return request.To == added })
		pass(10 * time.Second)
		if count := runningIn("replicateTo"); requests() != 200 || count != 3 {
			t.Errorf("there are %d replicators, and it was sent %d heartbeats in 200 intervals", count, requests())
		}
	})
	inBubble(t, "a leader that removes itself serves until that is committed, and another one takes over", func(t *testing.T) {
		c := running(t, raft.Settings{})
		old := ready(t, c)
		propose(t, c, set("1", "Ada"), 0)
		change(t, c, raft.Remove, old.ID)
		rest := others(c, old.ID)
		leader := leaderAmong(t, c, rest...)
		propose(t, c, set("2", "Grace"), leader.ID)
		if !slices.Equal(leader.Configuration.Voters, rest) {
			t.Errorf("the configuration is %v", leader.Configuration)
		}
		if now := status(t, c, old.ID); now.Role == raft.Leader {
			t.Errorf("the old leader is %+v", now)
		}
		pass(5 * time.Second)
		if now := leaderAmong(t, c, rest...); now.CurrentTerm != leader.CurrentTerm {
			t.Errorf("the term is %d, it was %d", now.CurrentTerm, leader.CurrentTerm)
		}
	})
	inBubble(t, "a server that was launched and has crashed comes back as what it had become", func(t *testing.T) {
		c := running(t, raft.Settings{Servers: 2})
		ready(t, c)
		added := launch(t, c)
		must(t, c.Crash(added))
		must(t, c.Restart(added))
		if now := status(t, c, added); len(now.Configuration.Voters) != 0 {
			t.Errorf("it is %+v", now)
		}
		change(t, c, raft.AddLearner, added)
		agreement(t, c)
		change(t, c, raft.Promote, added)
		agreement(t, c)
		must(t, c.Crash(added))
		must(t, c.Restart(added))
		if now := status(t, c, added); !slices.Equal(now.Configuration.Voters, []raft.ServerID{1, 2, 3}) {
			t.Errorf("it is %+v", now)
		}
	})
	inBubble(t, "a change that makes no sense, or not now, is refused", func(t *testing.T) {
		c := running(t, raft.Settings{})
		leader := ready(t, c)
		propose := func(kind raft.ChangeType, server raft.ServerID) error {
			return c.Change(t.Context(), raft.ConfigurationChange{Type: kind, Server: server})
		}
		expect[*raft.ChangeRefusedError](t, propose(raft.AddLearner, 2))
		expect[*raft.ChangeRefusedError](t, propose(raft.Promote, 2))
		expect[*raft.InvalidArgumentError](t, propose(raft.Remove, 9))
		added := launch(t, c)
		must(t, c.Partition([][]raft.ServerID{{leader.ID, added}, others(c, leader.ID, added)}))
		first := inBackground(func() error { return propose(raft.AddLearner, added) })
		pass(time.Millisecond)
		expect[*raft.ChangeRefusedError](t, propose(raft.Remove, added))
		expect[*cluster.UnavailableError](t, <-first) // it steps down
		expect[*raft.NotLeaderError](t, c.servers(t)[leader.ID-1].change(t.Context(), raft.ConfigurationChange{}))
	})
	inBubble(t, "a cluster that has not been started launches no server", func(t *testing.T) {
		c, _ := NewCluster(raft.Settings{})
		_, err := c.Launch()
		expect[*cluster.StoppedError](t, err)
	})
}

func (c *Cluster) servers(t *testing.T) (servers []*server) {
	t.Helper()
	for _, slot := range c.slots.all() {
		servers = append(servers, slot.server.Load())
	}
	return servers
}
