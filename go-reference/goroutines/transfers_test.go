package goroutines

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

func TestTransfers(t *testing.T) {
	inBubble(t, "the leadership goes where it is sent, at once, and proposals go on", func(t *testing.T) {
		c := running(t, raft.Settings{Servers: 5})
		leader := leaderOf(t, c)
		for i := range 10 {
			agreement(t, c)
			successor := others(c, leader.ID)[i%4]
			began := time.Now()
			must(t, c.Transfer(t.Context(), successor))
			if took := time.Since(began); took > 0 { // the network takes no time here
				t.Errorf("it took %v", took)
			}
			propose(t, c, set("1", fmt.Sprint(i)), successor)
			now := leaderOf(t, c)
			if now.ID != successor || now.CurrentTerm != leader.CurrentTerm+1 {
				t.Errorf("server %d leads term %d", now.ID, now.CurrentTerm)
			}
			leader = now
		}
		if digest := agreement(t, c); digest.Applied != 10 {
			t.Errorf("%d commands were applied", digest.Applied)
		}
	})
	inBubble(t, "a transferee that lags catches up first, and proposals meanwhile are rejected with NotLeader", func(t *testing.T) {
		c := running(t, raft.Settings{SnapshotThreshold: 100, SnapshotChunk: 1024})
		leader := leaderOf(t, c)
		behind := others(c, leader.ID)[0]
		must(t, c.Crash(behind))
		for i := range 300 {
			propose(t, c, set(fmt.Sprint(i), "Ada"), 0)
		}
		must(t, c.Faults(cluster.FaultRules{Delay: 2}))
		must(t, c.Restart(behind))
		handedOver := inBackground(func() error { return c.Transfer(t.Context(), behind) })
		synctest.Wait()
		_, err := c.Propose(t.Context(), set("1", "Grace"), cluster.ProposeOptions{Via: leader.ID})
		if notLeader, isIt := errors.AsType[*raft.NotLeaderError](err); !isIt || notLeader.Leader != behind {
			t.Errorf("the proposal ended with %v", err)
		}
		must(t, <-handedOver)
		if now := leaderOf(t, c); now.ID != behind {
			t.Errorf("server %d leads", now.ID)
		}
		if digest := agreement(t, c); digest.Applied != 300 {
			t.Errorf("%d commands were applied", digest.Applied)
		}
	})
	inBubble(t, "a successor that does not answer has an election timeout, then the leader goes on", func(t *testing.T) {
		c := running(t, raft.Settings{})
		leader := leaderOf(t, c)
		dead := others(c, leader.ID)[0]
		must(t, c.Crash(dead))
		began := time.Now()
		expect[*cluster.UnavailableError](t, c.Transfer(t.Context(), dead))
		if took := time.Since(began); took != 300*time.Millisecond {
			t.Errorf("it took %v", took)
		}
		propose(t, c, set("1", "Ada"), leader.ID)
		if now := status(t, c, leader.ID); now.Role != raft.Leader || now.CurrentTerm != leader.CurrentTerm {
			t.Errorf("the old leader is %+v", now)
		}
	})
	inBubble(t, "a transfer that is aborted lets the leader go on at once", func(t *testing.T) {
		c := running(t, raft.Settings{})
		leader := leaderOf(t, c)
		dead := others(c, leader.ID)[0]
		must(t, c.Crash(dead))
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
		defer cancel()
		err := c.Transfer(ctx, dead)
		expect[*cluster.AbortedError](t, err)
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("the cause is lost: %v", err)
		}
		propose(t, c, set("1", "Ada"), leader.ID)
	})
	inBubble(t, "a transfer to the leader itself succeeds at once", func(t *testing.T) {
		c := running(t, raft.Settings{})
		leader := leaderOf(t, c)
		must(t, c.Transfer(t.Context(), leader.ID))
		if now := leaderOf(t, c); now.CurrentTerm != leader.CurrentTerm {
			t.Errorf("the term is %d, it was %d", now.CurrentTerm, leader.CurrentTerm)
		}
	})
	inBubble(t, "a server that is no voter, a second transfer and an unknown server are refused", func(t *testing.T) {
		c := running(t, raft.Settings{Servers: 5})
		rest := others(c, leaderOf(t, c).ID)
		stranger, err := c.Launch()
		must(t, err)
		expect[*raft.TransferRefusedError](t, c.Transfer(t.Context(), stranger))
		expect[*raft.InvalidArgumentError](t, c.Transfer(t.Context(), 77))
		must(t, c.Crash(rest[0]))
		first := inBackground(func() error { return c.Transfer(t.Context(), rest[0]) })
		synctest.Wait()
		expect[*raft.TransferRefusedError](t, c.Transfer(t.Context(), rest[1]))
		expect[*cluster.UnavailableError](t, <-first)
		must(t, c.Transfer(t.Context(), rest[1]))
	})
	inBubble(t, "when another server becomes leader instead, the transfer has failed", func(t *testing.T) {
		server, _ := alone(t, new(raft.MemoryStorage))
		pass(160 * time.Millisecond)
		grant(server)
		failed := inBackground(func() error { return server.transfer(t.Context(), 2) })
		synctest.Wait()
		server.handle(&raft.AppendEntries{From: 3, To: 1, Term: 2})
		synctest.Wait()
		if len(failed) == 0 {
			t.Error("it waits for the time to be up")
		}
		expect[*cluster.UnavailableError](t, <-failed)
	})
	inBubble(t, "a TimeoutNow has a server campaign at once, in any role", func(t *testing.T) {
		server, network := alone(t, new(raft.MemoryStorage))
		asked := sent(network, func(request *raft.RequestVote) bool { return request.LeadershipTransfer })
		for round := range 3 { // as a follower; and as a candidate, which learns of a leader before
			term := server.status().CurrentTerm
			server.handle(&raft.AppendEntries{From: 2, To: 1, Term: term})
			server.handle(&raft.TimeoutNow{From: 2, To: 1, Term: term})
			synctest.Wait()
			if now := server.status(); now.Role != raft.Candidate || asked() != 2*(round+1) {
				t.Errorf("it is a %v and has asked %d times for a vote", now.Role, asked())
			}
		}
		grant(server)
		pass(time.Millisecond)
		if now := server.status(); now.Role != raft.Leader {
			t.Errorf("with a majority of votes it is a %v", now.Role)
		}
	})
	inBubble(t, "a lost TimeoutNow is sent again", func(t *testing.T) {
		c := running(t, raft.Settings{ElectionTimeout: [2]raft.Millis{1000, 2000}, HeartbeatInterval: 10})
		leader := leaderOf(t, c)
		must(t, c.Faults(cluster.FaultRules{Drop: 0.4}))
		for range 10 {
			successor := others(c, leader.ID)[0]
			must(t, c.Transfer(t.Context(), successor))
			leader = leaderOf(t, c)
		}
	})
}
