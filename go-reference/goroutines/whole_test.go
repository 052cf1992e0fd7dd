package goroutines

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

func TestPreVote(t *testing.T) {
	inBubble(t, "a server that was cut off does not disturb when it comes back", func(t *testing.T) {
		c := running(t, raft.Settings{})
		leader := leaderOf(t, c)
		away := others(c, leader.ID)[0]
		must(t, c.Partition([][]raft.ServerID{{away}, others(c, away)}))
		pass(5 * time.Second)
		if now := status(t, c, away); now.Role != raft.PreCandidate || now.CurrentTerm != leader.CurrentTerm {
			t.Errorf("cut off, the server is %+v", now)
		}
		must(t, c.Heal())
		pass(5 * time.Second)
		if now := leaderOf(t, c); now.ID != leader.ID || now.CurrentTerm != leader.CurrentTerm {
			t.Errorf("after it came back the leader is %+v, it was %+v", now, leader)
		}
	})
	inBubble(t, "without it such a server raises its term", func(t *testing.T) {
		c := running(t, raft.Settings{PreVote: raft.Off})
		leader := leaderOf(t, c)
		away := others(c, leader.ID)[0]
		must(t, c.Partition([][]raft.ServerID{{away}, others(c, away)}))
		pass(5 * time.Second)
		if now := status(t, c, away); now.Role != raft.Candidate || now.CurrentTerm <= leader.CurrentTerm {
			t.Errorf("cut off, the server is %+v", now)
		}
		must(t, c.Heal())
		leaderOf(t, c)
	})
}

func TestCheckQuorum(t *testing.T) {
	for name, quorum := range map[string]raft.Switch{
		"a leader that no majority answers steps down, and rejects its clients":    raft.On,
		"a leader that need not check leads on alone, and rejects its clients too": raft.Off,
	} {
		inBubble(t, name, func(t *testing.T) {
			c := running(t, raft.Settings{CheckQuorum: quorum})
			leader := leaderOf(t, c)
			must(t, c.Partition([][]raft.ServerID{{leader.ID}, others(c, leader.ID)}))
			lost := proposing(t.Context(), c, set("1", "Ada"), leader.ID)
			pass(900 * time.Millisecond) // three election timeouts
			if leads := status(t, c, leader.ID).Role == raft.Leader; leads != (quorum == raft.Off) {
				t.Errorf("it leads: %v", leads)
			}
			select {
			case err := <-lost:
				expect[*cluster.UnavailableError](t, err)
			default:
				t.Error("its client got no answer")
			}
		})
	}
}

func TestSnapshots(t *testing.T) {
	settings := raft.Settings{SnapshotThreshold: 20, SnapshotChunk: 64}
	proposeMany := func(t *testing.T, c *Cluster, count int) {
		for i := range count {
			propose(t, c, set(fmt.Sprint(i%50), fmt.Sprint("name ", i)), 0)
		}
	}
	inBubble(t, "a log is compacted as it grows", func(t *testing.T) {
		c := running(t, settings)
		leaderOf(t, c)
		for range 10 { // a log keeps what a follower still needs, so they agree in between
			proposeMany(t, c, 20)
			agreement(t, c)
		}
		for _, id := range c.IDs() {
			if now := status(t, c, id); now.LastLogIndex-now.FirstLogIndex > 45 {
				t.Errorf("server %d holds entries %d to %d", id, now.FirstLogIndex, now.LastLogIndex)
			}
		}
	})
	inBubble(t, "a server that was away too long gets a snapshot, chunk by chunk, over a bad network", func(t *testing.T) {
		c := running(t, settings)
		away := others(c, leaderOf(t, c).ID)[0]
		must(t, c.Crash(away))
		proposeMany(t, c, 200)
		must(t, c.Faults(cluster.FaultRules{Drop: 0.1, Delay: 1, Jitter: 3, Duplicate: 0.1, Reorder: 0.1}))
		must(t, c.Restart(away))
		pass(10 * time.Second)
		must(t, c.Faults(cluster.FaultRules{}))
		agreement(t, c)
		if now := status(t, c, away); now.FirstLogIndex < 150 {
			t.Errorf("it holds entries from %d on", now.FirstLogIndex)
		}
	})
	inBubble(t, "a cluster starts again from its snapshots, twice over", func(t *testing.T) {
		c := running(t, settings)
		leaderOf(t, c)
		proposeMany(t, c, 50)
		for range 2 {
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
			proposeMany(t, c, 30)
		}
	})
}

func TestSessions(t *testing.T) {
	once := func(session raft.LogIndex, sequence int, name string) raft.Command {
		return raft.Command{Type: raft.Set, ID: "1", Name: name, Mark: &raft.SessionMark{Session: session, Sequence: sequence}}
	}
	inBubble(t, "a command that is proposed again is applied once and answered alike, by another leader too", func(t *testing.T) {
		c := running(t, raft.Settings{SnapshotThreshold: 2})
		leader := leaderOf(t, c)
		session := propose(t, c, raft.Command{Type: raft.Register}, 0).Session
		propose(t, c, once(session, 1, "Ada"), 0)
		first := propose(t, c, once(session, 2, "Grace"), 0)
		must(t, c.Crash(leader.ID))
		leaderAmong(t, c, others(c, leader.ID)...)
		if again := propose(t, c, once(session, 2, "Grace"), others(c, leader.ID)[0]); again != first || first.Name != "Ada" {
			t.Errorf("it is answered with %v, first it was with %v", again, first)
		}
		must(t, c.Restart(leader.ID))
		if digest := agreement(t, c); digest.Applied != 2 {
			t.Errorf("%d commands were applied", digest.Applied)
		}
	})
	inBubble(t, "a command of a session that is not known, or older than its newest, is refused", func(t *testing.T) {
		c := running(t, raft.Settings{})
		via := leaderOf(t, c).ID
		session := propose(t, c, raft.Command{Type: raft.Register}, via).Session
		propose(t, c, once(session, 5, "Ada"), via)
		_, err := proposeMarked(c, once(session+100, 1, "Grace"), via)
		if _, isExpired := errors.AsType[*cluster.SessionExpiredError](err); !isExpired {
			t.Errorf("the proposal ended with %v", err)
		}
		_, err = proposeMarked(c, once(session, 4, "Grace"), via)
		if _, isTooOld := errors.AsType[*cluster.SequenceTooOldError](err); !isTooOld {
			t.Errorf("the proposal ended with %v", err)
		}
	})
}

func TestRefusals(t *testing.T) {
	inBubble(t, "a leader takes no more proposals than it may leave uncommitted", func(t *testing.T) {
		c := running(t, raft.Settings{MaxUncommitted: 5})
		leader := leaderOf(t, c)
		agreement(t, c)
		must(t, c.Partition(nil))
		ctx, cancel := context.WithCancel(t.Context())
		var waiting []<-chan error
		for range 5 {
			waiting = append(waiting, proposing(ctx, c, set("1", "Ada"), leader.ID))
		}
		pass(time.Millisecond)
		_, err := c.Propose(t.Context(), set("1", "Ada"), cluster.ProposeOptions{Via: leader.ID})
		if overloaded := (*raft.OverloadedError)(nil); !errors.As(err, &overloaded) {
			t.Errorf("the proposal ended with %v", err)
		}
		cancel()
		for _, client := range waiting {
			<-client
		}
	})
	inBubble(t, "a configuration is no client's command", func(t *testing.T) {
		c := running(t, raft.Settings{})
		command := raft.Command{Type: raft.Configure, Configuration: &raft.Configuration{}}
		_, err := c.Propose(t.Context(), command, cluster.ProposeOptions{})
		if invalid := (*raft.InvalidArgumentError)(nil); !errors.As(err, &invalid) {
			t.Errorf("the proposal ended with %v", err)
		}
	})
	inBubble(t, "a message that no server can have sent changes nothing, and is not answered", func(t *testing.T) {
		server, _ := alone(t, new(raft.MemoryStorage))
		before := server.status()
		if reply := server.handle(&raft.AppendEntries{From: 2, To: 1, Term: 9, PrevLogIndex: 3}); reply != nil || !reflect.DeepEqual(server.status(), before) {
			t.Errorf("it is answered with %+v, and the server is %+v", reply, server.status())
		}
	})
}
