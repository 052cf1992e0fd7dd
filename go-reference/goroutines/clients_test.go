package goroutines

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/kv"
	"github.com/raft-three-ways/go-reference/raft"
)

func TestSessionsOfClients(t *testing.T) {
	inBubble(t, "a marked command is applied once, through every server and by every leader", func(t *testing.T) {
		c := running(t, raft.Settings{Servers: 5, SnapshotThreshold: 10})
		leaderOf(t, c)
		session := propose(t, c, raft.Command{Type: raft.Register}, 0).Session
		for sequence := range 5 {
			mark := &raft.SessionMark{Session: session, Sequence: sequence + 1}
			name := fmt.Sprint("name ", sequence)
			var answers []raft.Answer
			for range 3 {
				leader := leaderOf(t, c)
				for _, via := range c.IDs() {
					answer, err := c.Propose(t.Context(), set("1", name), cluster.ProposeOptions{Via: via, Session: mark})
					must(t, err)
					answers = append(answers, answer)
				}
				must(t, c.Crash(leader.ID))
				leaderAmong(t, c, others(c, leader.ID)...)
				must(t, c.Restart(leader.ID))
			}
			for _, answer := range answers {
				if answer != answers[0] {
					t.Errorf("the answers to command %d are %v", sequence+1, answers)
				}
			}
		}
		if digest := agreement(t, c); digest.Applied != 5 {
			t.Errorf("%d commands were applied", digest.Applied)
		}
	})
	inBubble(t, "what changes nothing bears no mark", func(t *testing.T) {
		c := running(t, raft.Settings{Servers: 1})
		leaderOf(t, c)
		unknown := cluster.ProposeOptions{Session: &raft.SessionMark{Session: 99, Sequence: 1}}
		_, err := c.Propose(t.Context(), raft.Command{Type: raft.Register}, unknown)
		if err == nil || err.Error() != "session is an object: give none to a register command" {
			t.Errorf("the proposal ended with %v", err)
		}
	})
}

func TestForwardedErrors(t *testing.T) {
	inBubble(t, "a client of a follower gets the same errors as a client of the leader", func(t *testing.T) {
		c := running(t, raft.Settings{MaxUncommitted: 1})
		leader := leaderOf(t, c)
		agreement(t, c)
		errorsOf := func(session *raft.SessionMark) []error {
			var all []error
			for _, via := range []raft.ServerID{leader.ID, others(c, leader.ID)[0]} {
				_, err := c.Propose(t.Context(), set("1", "Ada"), cluster.ProposeOptions{Via: via, Session: session})
				all = append(all, err)
			}
			if all[0].Error() != all[1].Error() {
				t.Errorf("through the leader the error is %q, through a follower %q", all[0], all[1])
			}
			return all
		}
		for _, err := range errorsOf(&raft.SessionMark{Session: 99, Sequence: 1}) {
			expect[*cluster.SessionExpiredError](t, err)
		}
		dead := others(c, leader.ID)[1]
		must(t, c.Crash(dead))
		handedOver := inBackground(func() error { return c.Transfer(t.Context(), dead) })
		synctest.Wait()
		for _, err := range errorsOf(nil) {
			expect[*raft.NotLeaderError](t, err)
		}
		<-handedOver
		must(t, c.Faults(cluster.FaultRules{Delay: 10})) // so that one proposal is under way
		first := proposing(t.Context(), c, set("1", "Ada"), leader.ID)
		synctest.Wait()
		_, err := c.Propose(t.Context(), set("1", "Ada"), cluster.ProposeOptions{Via: leader.ID})
		expect[*raft.OverloadedError](t, err)
		must(t, <-first)
		second := proposing(t.Context(), c, set("1", "Ada"), others(c, leader.ID, dead)[0])
		time.Sleep(5 * time.Millisecond)
		third := proposing(t.Context(), c, set("1", "Ada"), leader.ID)
		expect[*raft.OverloadedError](t, <-second)
		must(t, <-third)
	})
}

func TestDeposed(t *testing.T) {
	// stalled leads, and applies nothing until it resumes.
	stalled := func(t *testing.T) (server *server, goOn func()) {
		server, _ = notStarted(t, new(raft.MemoryStorage))
		life, end := context.WithCancel(context.Background())
		server.cancel = end
		t.Cleanup(server.stop)
		server.begin()
		server.tasks.Go(func() { server.run(life) })
		server.tasks.Go(func() { server.appendProposals(life) })
		pass(160 * time.Millisecond)
		grant(server)
		return server, func() { server.tasks.Go(func() { server.applyCommitted(life) }) }
	}
	asking := func(t *testing.T, server *server, name string) <-chan error {
		ended := inBackground(func() error { _, err := server.propose(t.Context(), set("1", name)); return err })
		synctest.Wait()
		return ended
	}
	inBubble(t, "what a leader had committed is answered, though it is deposed before it could apply it", func(t *testing.T) {
		server, goOn := stalled(t)
		committed, open := asking(t, server, "Ada"), asking(t, server, "Grace")
		server.handle(&raft.AppendEntriesReply{From: 2, To: 1, Term: 1, Success: true, MatchIndex: 2})
		server.handle(&raft.AppendEntries{From: 3, To: 1, Term: 7})
		expect[*cluster.UnavailableError](t, <-open)
		synctest.Wait()
		if len(committed) > 0 {
			t.Errorf("what is committed was answered before it was applied: %v", <-committed)
		}
		goOn()
		must(t, <-committed)
	})
	inBubble(t, "an entry that replaces a command and is committed does not answer its client", func(t *testing.T) {
		server, goOn := stalled(t)
		overwritten := asking(t, server, "Ada")
		server.handle(&raft.AppendEntries{
			From: 3, To: 1, Term: 2, PrevLogIndex: 1, PrevLogTerm: 1, Entries: []*raft.Entry{{Term: 2}}, LeaderCommit: 2,
		})
		goOn()
		expect[*cluster.UnavailableError](t, <-overwritten)
	})
	inBubble(t, "where a snapshot takes the place of what it had committed, its client gets Unavailable",
		func(t *testing.T) {
			server, goOn := stalled(t)
			committed := asking(t, server, "Ada")
			server.handle(&raft.AppendEntriesReply{From: 2, To: 1, Term: 1, Success: true, MatchIndex: 2})
			server.handle(&raft.AppendEntries{From: 3, To: 1, Term: 7, PrevLogIndex: 9, PrevLogTerm: 7})
			server.handle(&raft.InstallSnapshot{
				From: 3, To: 1, Term: 7, LastIncludedIndex: 9, LastIncludedTerm: 7,
				Configuration: raft.Configuration{Voters: []raft.ServerID{1, 2, 3}},
				Data:          kv.NewStateMachine(1).Snapshot(), Done: true,
			})
			goOn()
			expect[*cluster.UnavailableError](t, <-committed)
		})
}

func TestSeed(t *testing.T) {
	inBubble(t, "0 is a seed of its own", func(t *testing.T) {
		var draws [2]float64
		for seed := range uint32(2) {
			c, err := NewCluster(raft.Settings{Seed: new(seed)})
			must(t, err)
			draws[seed] = c.random()
		}
		if draws[0] == draws[1] {
			t.Errorf("with seeds 0 and 1 the choices are the same: %v", draws)
		}
	})
}
