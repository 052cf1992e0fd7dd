package goroutines

// The rules beyond Figure 2 on running servers.

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/raft-three-ways/go-reference/raft"
)

func TestPreVote(t *testing.T) {
	inBubble(t, "a server that was cut off does not disturb when it comes back", func(t *testing.T) {
		cluster := running(t, raft.Settings{})
		leader := leaderOf(t, cluster)
		away := others(cluster, leader.ID)[0]
		must(t, cluster.Partition([][]raft.ServerID{{away}, others(cluster, away)}))
		pass(5 * time.Second)
		if now := status(t, cluster, away); now.Role != raft.PreCandidate || now.CurrentTerm != leader.CurrentTerm {
			t.Errorf("cut off, the server is %+v", now)
		}
		must(t, cluster.Heal())
		pass(5 * time.Second)
		if now := leaderOf(t, cluster); now.ID != leader.ID || now.CurrentTerm != leader.CurrentTerm {
			t.Errorf("after it came back the leader is %+v, it was %+v", now, leader)
		}
	})
	inBubble(t, "without it such a server raises its term", func(t *testing.T) {
		cluster := running(t, raft.Settings{PreVote: raft.Off})
		leader := leaderOf(t, cluster)
		away := others(cluster, leader.ID)[0]
		must(t, cluster.Partition([][]raft.ServerID{{away}, others(cluster, away)}))
		pass(5 * time.Second)
		if now := status(t, cluster, away); now.Role != raft.Candidate || now.CurrentTerm <= leader.CurrentTerm {
			t.Errorf("cut off, the server is %+v", now)
		}
		must(t, cluster.Heal())
		leaderOf(t, cluster)
	})
}

func TestCheckQuorum(t *testing.T) {
	for name, quorum := range map[string]raft.Switch{
		"a leader that hears from no majority steps down, and tells its clients":     raft.On,
		"a leader that need not check leads on alone, and tells its clients as well": raft.Off,
	} {
		inBubble(t, name, func(t *testing.T) {
			cluster := running(t, raft.Settings{CheckQuorum: quorum})
			leader := leaderOf(t, cluster)
			must(t, cluster.Partition([][]raft.ServerID{{leader.ID}, others(cluster, leader.ID)}))
			lost := proposing(t.Context(), cluster, set("1", "Ada"), leader.ID)
			pass(900 * time.Millisecond) // three election timeouts
			if leads := status(t, cluster, leader.ID).Role == raft.Leader; leads != (quorum == raft.Off) {
				t.Errorf("it leads: %v", leads)
			}
			select {
			case err := <-lost:
				expect[*raft.UnavailableError](t, err)
			default:
				t.Error("its client was told nothing")
			}
		})
	}
}

func TestSnapshots(t *testing.T) {
	settings := raft.Settings{SnapshotThreshold: 20, SnapshotChunk: 64}
	proposeMany := func(t *testing.T, cluster *Cluster, count int) {
		for i := range count {
			propose(t, cluster, set(fmt.Sprint(i%50), fmt.Sprint("name ", i)), 0)
		}
	}
	inBubble(t, "a log is compacted as it grows", func(t *testing.T) {
		cluster := running(t, settings)
		leaderOf(t, cluster)
		for range 10 { // a log keeps what a follower still needs, so they agree in between
			proposeMany(t, cluster, 20)
			agreement(t, cluster)
		}
		for _, id := range cluster.IDs() {
			if now := status(t, cluster, id); now.LastLogIndex-now.FirstLogIndex > 45 {
				t.Errorf("server %d holds entries %d to %d", id, now.FirstLogIndex, now.LastLogIndex)
			}
		}
	})
	inBubble(t, "a server that was away too long gets a snapshot, chunk by chunk, over a bad network", func(t *testing.T) {
		cluster := running(t, settings)
		away := others(cluster, leaderOf(t, cluster).ID)[0]
		must(t, cluster.Crash(away))
		proposeMany(t, cluster, 200)
		must(t, cluster.Faults(raft.FaultRules{Drop: 0.1, Delay: 1, Jitter: 3, Duplicate: 0.1, Reorder: 0.1}))
		must(t, cluster.Restart(away))
		pass(10 * time.Second)
		must(t, cluster.Faults(raft.FaultRules{}))
		agreement(t, cluster)
		if now := status(t, cluster, away); now.FirstLogIndex < 150 {
			t.Errorf("it holds entries from %d on", now.FirstLogIndex)
		}
	})
	inBubble(t, "a cluster starts again from its snapshots, twice over", func(t *testing.T) {
		cluster := running(t, settings)
		leaderOf(t, cluster)
		proposeMany(t, cluster, 50)
		for range 2 {
			before := agreement(t, cluster)
			for _, id := range cluster.IDs() {
				must(t, cluster.Crash(id))
			}
			for _, id := range cluster.IDs() {
				must(t, cluster.Restart(id))
			}
			if after := agreement(t, cluster); after != before {
				t.Errorf("after the crash there is %v, before there was %v", after, before)
			}
			proposeMany(t, cluster, 30)
		}
	})
}

func TestSessions(t *testing.T) {
	once := func(session raft.LogIndex, sequence int, name string) raft.Command {
		return raft.Command{Type: raft.Set, ID: "1", Name: name, Mark: &raft.SessionMark{Session: session, Sequence: sequence}}
	}
	inBubble(t, "a command that is proposed again is applied once and answered alike, by another leader too", func(t *testing.T) {
		cluster := running(t, raft.Settings{SnapshotThreshold: 2})
		leader := leaderOf(t, cluster)
		session := propose(t, cluster, raft.Command{Type: raft.Register}, 0).Session
		propose(t, cluster, once(session, 1, "Ada"), 0)
		first := propose(t, cluster, once(session, 2, "Grace"), 0)
		must(t, cluster.Crash(leader.ID))
		leaderAmong(t, cluster, others(cluster, leader.ID)...)
		if again := propose(t, cluster, once(session, 2, "Grace"), others(cluster, leader.ID)[0]); again != first || first.Name != "Ada" {
			t.Errorf("it is answered with %v, first it was with %v", again, first)
		}
		must(t, cluster.Restart(leader.ID))
		if digest := agreement(t, cluster); digest.Applied != 2 {
			t.Errorf("%d commands were applied", digest.Applied)
		}
	})
	inBubble(t, "a command of a session that is not known, or older than its newest, is refused", func(t *testing.T) {
		cluster := running(t, raft.Settings{})
		via := leaderOf(t, cluster).ID
		session := propose(t, cluster, raft.Command{Type: raft.Register}, via).Session
		propose(t, cluster, once(session, 5, "Ada"), via)
		_, err := proposeMarked(cluster, once(session+100, 1, "Grace"), via)
		if _, isExpired := errors.AsType[*raft.SessionExpiredError](err); !isExpired {
			t.Errorf("the proposal ended with %v", err)
		}
		_, err = proposeMarked(cluster, once(session, 4, "Grace"), via)
		if _, isTooOld := errors.AsType[*raft.SequenceTooOldError](err); !isTooOld {
			t.Errorf("the proposal ended with %v", err)
		}
	})
}

func TestRefusals(t *testing.T) {
	inBubble(t, "a leader takes no more proposals than it may leave uncommitted", func(t *testing.T) {
		cluster := running(t, raft.Settings{MaxUncommitted: 5})
		leader := leaderOf(t, cluster)
		agreement(t, cluster)
		must(t, cluster.Partition(nil))
		ctx, cancel := context.WithCancel(t.Context())
		var waiting []<-chan error
		for range 5 {
			waiting = append(waiting, proposing(ctx, cluster, set("1", "Ada"), leader.ID))
		}
		pass(time.Millisecond)
		_, err := cluster.Propose(t.Context(), set("1", "Ada"), raft.ProposeOptions{Via: leader.ID})
		if overloaded := (*raft.OverloadedError)(nil); !errors.As(err, &overloaded) {
			t.Errorf("the proposal ended with %v", err)
		}
		cancel()
		for _, client := range waiting {
			<-client
		}
	})
	inBubble(t, "a configuration is no client's command", func(t *testing.T) {
		cluster := running(t, raft.Settings{})
		command := raft.Command{Type: raft.Configure, Configuration: &raft.Configuration{}}
		_, err := cluster.Propose(t.Context(), command, raft.ProposeOptions{})
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
