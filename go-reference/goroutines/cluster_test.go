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

func TestElections(t *testing.T) {
	inBubble(t, "one server becomes leader, and all others follow it", func(t *testing.T) {
		c := running(t, raft.Settings{Servers: 5})
		leader := leaderOf(t, c)
		for _, id := range others(c, leader.ID) {
			if role := status(t, c, id).Role; role != raft.Follower {
				t.Errorf("server %d is a %v", id, role)
			}
		}
	})
	inBubble(t, "a server without others leads itself", func(t *testing.T) {
		c := running(t, raft.Settings{Servers: 1})
		leaderOf(t, c)
		propose(t, c, set("1", "Ada"), 1)
	})
	inBubble(t, "when the leader crashes another one leads in a newer term, and the restarted one follows it",
		func(t *testing.T) {
			c := running(t, raft.Settings{Servers: 5})
			dead := leaderOf(t, c)
			must(t, c.Crash(dead.ID))
			leader := leaderAmong(t, c, others(c, dead.ID)...)
			if leader.CurrentTerm <= dead.CurrentTerm {
				t.Errorf("the new leader's term is %d, the old one's was %d", leader.CurrentTerm, dead.CurrentTerm)
			}
			must(t, c.Restart(dead.ID))
			if again := leaderOf(t, c); again.ID != leader.ID {
				t.Errorf("server %d leads in the place of %d", again.ID, leader.ID)
			}
		})
	t.Run("two runs with one seed elect the same leader at the same time", func(t *testing.T) {
		type election struct {
			leader raft.ServerID
			after  time.Duration
		}
		var elections [2]election
		for run := range elections {
			synctest.Test(t, func(t *testing.T) {
				started := time.Now()
				leader := leaderOf(t, running(t, raft.Settings{Servers: 5, Seed: new(uint32(4))}))
				elections[run] = election{leader.ID, time.Since(started)}
			})
		}
		if elections[0] != elections[1] {
			t.Errorf("the runs are %v", elections)
		}
	})
}

func TestReplication(t *testing.T) {
	inBubble(t, "what is updated through one server is updated on all", func(t *testing.T) {
		c := running(t, raft.Settings{})
		leaderOf(t, c)
		propose(t, c, set("1", "Ada"), 0)
		agreement(t, c)
		for _, id := range c.IDs() {
			answer, err := c.Read(t.Context(), "1", cluster.ReadOptions{Via: id, Consistency: cluster.Stale})
			if err != nil || answer.Name != "Ada" {
				t.Errorf("server %d has %v, %v", id, answer, err)
			}
		}
	})
	inBubble(t, "a follower passes the command to the leader, and the answer to its client", func(t *testing.T) {
		c := running(t, raft.Settings{})
		leader := leaderOf(t, c)
		propose(t, c, set("1", "Ada"), 0)
		for _, id := range others(c, leader.ID) {
			if before := propose(t, c, set("1", "Ada"), id); before != (raft.Answer{Name: "Ada", Found: true}) {
				t.Errorf("through server %d the answer is %v", id, before)
			}
		}
		if digest := agreement(t, c); digest.Applied != 3 {
			t.Errorf("%d commands were applied", digest.Applied)
		}
	})
	inBubble(t, "commands proposed at once through all servers are each applied exactly once", func(t *testing.T) {
		c := running(t, raft.Settings{Servers: 5})
		leaderOf(t, c)
		const count = 1000
		var proposals sync.WaitGroup
		answers := make([]raft.Answer, count)
		for i := range count {
			proposals.Go(func() {
				answers[i] = propose(t, c, set("1", fmt.Sprint(i)), raft.ServerID(i%5+1))
			})
		}
		proposals.Wait()
		if digest := agreement(t, c); digest.Applied != count {
			t.Errorf("%d commands were applied", digest.Applied)
		}
		// Each name is replaced by the next: every one of them is an answer, or what is left.
		seen := make(map[raft.Answer]bool)
		for _, answer := range answers {
			seen[answer] = true
		}
		left, _ := c.Read(t.Context(), "1", cluster.ReadOptions{Consistency: cluster.Stale})
		if len(seen) != count || seen[left] {
			t.Errorf("there are %d different answers, and %v is left", len(seen), left)
		}
	})
	inBubble(t, "an idle cluster does nothing but its heartbeats, which restart the followers' timers", func(t *testing.T) {
		c := running(t, raft.Settings{Servers: 3, HeartbeatInterval: 50})
		agreement(t, c)
		counts := make(map[string]int)
		must(t, c.Trace(func(event cluster.TraceEvent) {
			what := event.Event.EventType()
			if sent, ok := event.Event.(cluster.MessageEvent); ok {
				what += fmt.Sprintf(" %T", sent.Message)
			}
			counts[what]++
		}))
		time.Sleep(10*time.Second + 5*time.Millisecond)
		must(t, c.Trace(nil))
		const beats = 2 * 200
		if len(counts) != 5 || counts["send *raft.AppendEntries"] != beats || counts["deliver *raft.AppendEntriesReply"] != beats || counts["timer"] != beats {
			t.Errorf("in ten seconds there were %v", counts)
		}
	})
}

func TestFailures(t *testing.T) {
	inBubble(t, "without a majority nothing is committed, and what was not is given up", func(t *testing.T) {
		c := running(t, raft.Settings{Servers: 5})
		old := leaderOf(t, c)
		companion := others(c, old.ID)[0]
		majority := others(c, old.ID, companion)
		must(t, c.Partition([][]raft.ServerID{{old.ID, companion}, majority}))
		var lost []<-chan error
		for range 50 {
			lost = append(lost, proposing(t.Context(), c, set("1", "lost"), old.ID))
		}
		leader := leaderAmong(t, c, majority...)
		for range 20 {
			propose(t, c, set("1", "kept"), leader.ID)
		}
		if now := status(t, c, old.ID); now.CommitIndex != old.CommitIndex || now.LastLogIndex != old.LastLogIndex+50 {
			t.Errorf("cut off, the old leader has %+v", now)
		}
		must(t, c.Heal())
		for _, ended := range lost {
			var unavailable *cluster.UnavailableError
			if err := <-ended; !errors.As(err, &unavailable) {
				t.Errorf("a proposal that was given up ended with %v", err)
			}
		}
		if digest := agreement(t, c); digest.Applied != 20 {
			t.Errorf("%d commands were applied", digest.Applied)
		}
	})
	inBubble(t, "a cluster whose servers all died remembers what it had committed", func(t *testing.T) {
		c := running(t, raft.Settings{})
		leaderOf(t, c)
		for i := range 3000 { // more than a block of the log
			propose(t, c, set(fmt.Sprint(i), "Ada"), 0)
		}
		before := agreement(t, c)
		for _, id := range c.IDs() {
			must(t, c.Crash(id))
		}
		for _, id := range c.IDs() {
			must(t, c.Restart(id))
		}
		if after := agreement(t, c); after != before {
			t.Errorf("after the crash there is %v, before there was %v", after, before)
		}
	})
	inBubble(t, "a follower that was away has all it missed within a heartbeat", func(t *testing.T) {
		c := running(t, raft.Settings{HeartbeatInterval: 50, MaxEntriesPerMessage: 100, MaxMessagesInFlight: 2})
		leader := leaderOf(t, c)
		away := others(c, leader.ID)[0]
		must(t, c.Crash(away))
		for i := range 2000 {
			propose(t, c, set(fmt.Sprint(i), "Ada"), leader.ID)
		}
		must(t, c.Restart(away))
		pass(51 * time.Millisecond)
		if now := status(t, c, away); now.LastApplied != leader.LastLogIndex+2000 {
			t.Errorf("after a heartbeat the follower is %+v", now)
		}
	})
	inBubble(t, "servers agree on a network that drops, delays, duplicates and reorders", func(t *testing.T) {
		c := running(t, raft.Settings{Servers: 5, ElectionTimeout: [2]raft.Millis{300, 600}})
		must(t, c.Faults(cluster.FaultRules{Drop: 0.1, Delay: 1, Jitter: 5, Duplicate: 0.1, Reorder: 0.1}))
		var clients sync.WaitGroup
		for i := range 100 {
			clients.Go(func() {
				for done := false; !done; {
					ctx, cancel := context.WithTimeout(context.Background(), time.Second)
					_, err := c.Propose(ctx, set(fmt.Sprint(i), "Ada"), cluster.ProposeOptions{Via: raft.ServerID(i%5 + 1)})
					cancel()
					if done = err == nil; !done {
						time.Sleep(10 * time.Millisecond)
					}
				}
			})
		}
		clients.Wait()
		must(t, c.Faults(cluster.FaultRules{}))
		if digest := agreement(t, c); digest.Applied < 100 {
			t.Errorf("%d commands were applied", digest.Applied)
		}
	})
}

func TestClients(t *testing.T) {
	inBubble(t, "a context that ends aborts the wait, on the leader and on a follower", func(t *testing.T) {
		c := running(t, raft.Settings{})
		leader := leaderOf(t, c)
		must(t, c.Partition(nil))
		for _, id := range c.IDs() {
			ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
			_, err := c.Propose(ctx, set("1", "Ada"), cluster.ProposeOptions{Via: id})
			cancel()
			var aborted *cluster.AbortedError
			if !errors.As(err, &aborted) || !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("through server %d of leader %d: %v", id, leader.ID, err)
			}
		}
	})
	inBubble(t, "a context that has ended before lets nothing begin", func(t *testing.T) {
		c := running(t, raft.Settings{})
		leader := leaderOf(t, c)
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		_, err := c.Propose(ctx, set("1", "Ada"), cluster.ProposeOptions{Via: leader.ID})
		if !errors.Is(err, context.Canceled) || status(t, c, leader.ID).LastLogIndex != leader.LastLogIndex {
			t.Errorf("the proposal ended with %v", err)
		}
	})
	inBubble(t, "a server that knows no leader rejects with NotLeader", func(t *testing.T) {
		c := running(t, raft.Settings{})
		_, err := c.Propose(t.Context(), set("1", "Ada"), cluster.ProposeOptions{Via: 2})
		if notLeader := (*raft.NotLeaderError)(nil); !errors.As(err, &notLeader) || notLeader.ID != 2 || notLeader.Leader != 0 {
			t.Errorf("the proposal ended with %v", err)
		}
	})
	inBubble(t, "a request that was passed on fails when the leader changes", func(t *testing.T) {
		c := running(t, raft.Settings{})
		old := leaderOf(t, c)
		rest := others(c, old.ID)
		must(t, c.Partition([][]raft.ServerID{{old.ID}, rest}))
		var unavailable *cluster.UnavailableError
		if err := <-proposing(t.Context(), c, set("1", "Ada"), rest[0]); !errors.As(err, &unavailable) {
			t.Errorf("the proposal ended with %v", err)
		}
	})
	inBubble(t, "a crashed server rejects pending and new requests with Stopped", func(t *testing.T) {
		c := running(t, raft.Settings{})
		leader := leaderOf(t, c)
		must(t, c.Partition(nil))
		waiting := proposing(t.Context(), c, set("1", "Ada"), leader.ID)
		synctest.Wait()
		must(t, c.Crash(leader.ID))
		_, after := c.Propose(t.Context(), set("1", "Ada"), cluster.ProposeOptions{Via: leader.ID})
		_, read := c.Read(t.Context(), "1", cluster.ReadOptions{Via: leader.ID, Consistency: cluster.Stale})
		for _, err := range []error{<-waiting, after, read} {
			if stopped := (*cluster.StoppedError)(nil); !errors.As(err, &stopped) {
				t.Errorf("a client got %v", err)
			}
		}
	})
	inBubble(t, "arguments that make no sense are named", func(t *testing.T) {
		c := running(t, raft.Settings{})
		_, unknown := c.Status(9)
		_, inconsistent := c.Read(t.Context(), "1", cluster.ReadOptions{Consistency: "eventual"})
		_, unfit := NewCluster(raft.Settings{Servers: -1})
		for _, err := range []error{
			unknown, inconsistent, unfit, c.Partition([][]raft.ServerID{{1, 7}}), c.Faults(cluster.FaultRules{Drop: 2}),
		} {
			if invalid := (*raft.InvalidArgumentError)(nil); !errors.As(err, &invalid) {
				t.Errorf("the error is %v", err)
			}
		}
	})
	inBubble(t, "a cluster that has not been started says so", func(t *testing.T) {
		c, _ := NewCluster(raft.Settings{})
		c.Stop()
		_, err := c.Propose(t.Context(), set("1", "Ada"), cluster.ProposeOptions{})
		if stopped := (*cluster.StoppedError)(nil); !errors.As(err, &stopped) {
			t.Errorf("the proposal ended with %v", err)
		}
	})
}
