package goroutines

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

func TestReads(t *testing.T) {
	inBubble(t, "a read sees the newest write, through every server", func(t *testing.T) {
		c := running(t, raft.Settings{Servers: 5})
		leaderOf(t, c)
		for i := range 20 {
			name := fmt.Sprint("name ", i)
			propose(t, c, set("1", name), 0)
			for _, id := range c.IDs() {
				if got, err := read(t.Context(), c, "1", id); got != name || err != nil {
					t.Errorf("after %q server %d reads %q, %v", name, id, got, err)
				}
			}
		}
	})
	inBubble(t, "a read takes no longer than its messages, and a follower's two ways more", func(t *testing.T) {
		c := running(t, raft.Settings{})
		leader := leaderOf(t, c)
		agreement(t, c)
		must(t, c.Faults(cluster.FaultRules{Delay: 1}))
		for id, want := range map[raft.ServerID]time.Duration{leader.ID: 2, others(c, leader.ID)[0]: 4} {
			began := time.Now()
			if _, err := read(t.Context(), c, "1", id); err != nil || time.Since(began) != want*time.Millisecond {
				t.Errorf("the read through server %d took %v: %v", id, time.Since(began), err)
			}
		}
	})
	inBubble(t, "many reads at once share their rounds, and cost no entry in the log", func(t *testing.T) {
		c := running(t, raft.Settings{})
		leader := leaderOf(t, c)
		agreement(t, c)
		beats := sent(c.network, func(*raft.AppendEntries) bool { return true })
		const count = 1000
		var reads sync.WaitGroup
		for i := range count {
			reads.Go(func() {
				if _, err := read(t.Context(), c, "1", raft.ServerID(i%3+1)); err != nil {
					t.Error(err)
				}
			})
		}
		reads.Wait()
		if now := status(t, c, leader.ID); now.LastLogIndex != leader.LastLogIndex {
			t.Errorf("the log has grown from %d to %d entries", leader.LastLogIndex, now.LastLogIndex)
		}
		if beats() > count/10 {
			t.Errorf("%d reads took %d heartbeats", count, beats())
		}
	})
	inBubble(t, "a server alone reads at once", func(t *testing.T) {
		c := running(t, raft.Settings{Servers: 1})
		leaderOf(t, c)
		propose(t, c, set("1", "Ada"), 0)
		if name, err := read(t.Context(), c, "1", 1); name != "Ada" || err != nil {
			t.Errorf("it reads %q, %v", name, err)
		}
	})
	for name, quorum := range map[string]raft.Switch{
		"a leader that was deposed without knowing it answers no read":         raft.Off,
		"a leader that no majority answers gives up its reads when it notices": raft.On,
	} {
		inBubble(t, name, func(t *testing.T) {
			c := running(t, raft.Settings{Servers: 5, CheckQuorum: quorum})
			old := leaderOf(t, c)
			propose(t, c, set("1", "Ada"), 0)
			agreement(t, c)
			majority := others(c, old.ID)
			must(t, c.Partition([][]raft.ServerID{{old.ID}, majority}))
			tooOld := reading(t.Context(), c, "1", old.ID)
			leader := leaderAmong(t, c, majority...)
			propose(t, c, set("1", "Grace"), leader.ID)
			pass(time.Second)
			if leads := status(t, c, old.ID).Role == raft.Leader; leads != (quorum == raft.Off) {
				t.Errorf("the old leader leads: %v", leads)
			}
			stale, _ := c.Read(t.Context(), "1", cluster.ReadOptions{Via: old.ID, Consistency: cluster.Stale})
			if stale.Name != "Ada" {
				t.Errorf("the old leader has %v", stale)
			}
			must(t, c.Heal())
			expect[*cluster.UnavailableError](t, <-tooOld)
			leaderOf(t, c)
			if name, err := read(t.Context(), c, "1", old.ID); name != "Grace" || err != nil {
				t.Errorf("it reads %q, %v", name, err)
			}
		})
	}
	inBubble(t, "a new leader answers no read before it has applied an entry of its own term", func(t *testing.T) {
		server, _ := alone(t, new(raft.MemoryStorage))
		pass(160 * time.Millisecond)
		grant(server)
		answered := inBackground(func() error { _, err := server.read(t.Context(), "1"); return err })
		synctest.Wait()
		server.handle(&raft.AppendEntriesReply{From: 2, To: 1, Term: 1, Success: true, Round: 1})
		synctest.Wait()
		if len(answered) > 0 {
			t.Error("it has answered, though nothing of its term is committed")
		}
		server.handle(&raft.AppendEntriesReply{From: 2, To: 1, Term: 1, Success: true, MatchIndex: 1, Round: 1})
		must(t, <-answered)
	})
	inBubble(t, "a follower asks again every heartbeat interval until the leader answers", func(t *testing.T) {
		server, network := alone(t, new(raft.MemoryStorage))
		server.handle(&raft.AppendEntries{From: 2, To: 1, Term: 1})
		asked := sent(network, func(*raft.ReadIndex) bool { return true })
		answered := inBackground(func() error { _, err := server.read(t.Context(), "1"); return err })
		pass(125 * time.Millisecond)
		server.handle(&raft.ReadIndexReply{From: 2, To: 1, Term: 1, ReadID: server.requestID, ReadIndex: 1})
		pass(20 * time.Millisecond)
		if asked() != 3 || len(answered) > 0 {
			t.Errorf("the leader was asked %d times", asked())
		}
		server.handle(&raft.AppendEntries{From: 2, To: 1, Term: 1, Entries: []*raft.Entry{{Term: 1}}, LeaderCommit: 1})
		must(t, <-answered)
		pass(100 * time.Millisecond)
		if asked() != 3 {
			t.Errorf("after the answer the leader was asked again, %d times in all", asked())
		}
	})
	inBubble(t, "a read at a server that does not lead any more, or that knows no leader, may be sent again", func(t *testing.T) {
		server, _ := alone(t, new(raft.MemoryStorage))
		_, err := server.read(t.Context(), "1")
		expect[*raft.NotLeaderError](t, err)
		server.handle(&raft.AppendEntries{From: 2, To: 1, Term: 1})
		refused := inBackground(func() error { _, err := server.read(t.Context(), "1"); return err })
		synctest.Wait()
		server.handle(&raft.ReadIndexReply{From: 2, To: 1, Term: 1, ReadID: server.requestID})
		expect[*raft.NotLeaderError](t, <-refused)
		lost := inBackground(func() error { _, err := server.read(t.Context(), "1"); return err })
		synctest.Wait()
		server.handle(&raft.AppendEntries{From: 3, To: 1, Term: 2})
		expect[*cluster.UnavailableError](t, <-lost)
	})
	inBubble(t, "a context that ends aborts a read, on the leader and on a follower, and no server asks for it any more", func(t *testing.T) {
		c := running(t, raft.Settings{CheckQuorum: raft.Off})
		leaderOf(t, c)
		must(t, c.Partition(nil))
		asked := sent(c.network, func(*raft.ReadIndex) bool { return true })
		for _, id := range c.IDs() {
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
			_, err := read(ctx, c, "1", id)
			cancel()
			expect[*cluster.AbortedError](t, err)
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("the cause is lost: %v", err)
			}
		}
		pass(time.Second)
		before := asked()
		pass(time.Second)
		if asked() != before {
			t.Errorf("long after, the leader was asked %d times", asked()-before)
		}
	})
	inBubble(t, "a follower asks for all reads that wait at once, and again with each heartbeat interval", func(t *testing.T) {
		server, network := alone(t, new(raft.MemoryStorage))
		server.handle(&raft.AppendEntries{From: 2, To: 1, Term: 1})
		asked := sent(network, func(*raft.ReadIndex) bool { return true })
		const count = 1000
		answered := make(chan error, 2*count)
		begin := func() {
			for range count {
				go func() { _, err := server.read(t.Context(), "1"); answered <- err }()
			}
			synctest.Wait()
		}
		answer := func() {
			server.handle(&raft.ReadIndexReply{From: 2, To: 1, Term: 1, ReadID: server.requestID, ReadIndex: 1})
			synctest.Wait()
		}
		server.handle(&raft.AppendEntries{From: 2, To: 1, Term: 1, Entries: []*raft.Entry{{Term: 1}}, LeaderCommit: 1})
		begin()
		first := asked()
		answer()
		answer() // of those that came too late for the first
		if first > 2 || asked() > 2 || len(answered) != count {
			t.Errorf("%d reads were answered after %d questions", len(answered), asked())
		}
		begin()
		before := asked()
		pass(100 * time.Millisecond)
		if more := asked() - before; more > 3 {
			t.Errorf("%d reads took %d questions in two heartbeat intervals", count, more)
		}
	})
	inBubble(t, "reads through a network that drops, delays, duplicates and reorders are never old", func(t *testing.T) {
		c := running(t, raft.Settings{Servers: 5, ElectionTimeout: [2]raft.Millis{300, 600}, HeartbeatInterval: 40})
		leaderOf(t, c)
		must(t, c.Faults(cluster.FaultRules{Drop: 0.1, Delay: 1, Jitter: 5, Duplicate: 0.1, Reorder: 0.1}))
		for i := range 20 {
			name := fmt.Sprint("name ", i)
			untilDone(t, func(ctx context.Context) error {
				_, err := c.Propose(ctx, set("1", name), cluster.ProposeOptions{})
				return err
			})
			for _, id := range c.IDs() {
				untilDone(t, func(ctx context.Context) error {
					got, err := read(ctx, c, "1", id)
					if err == nil && got != name {
						t.Errorf("after %q server %d reads %q", name, id, got)
					}
					return err
				})
			}
		}
	})
}
