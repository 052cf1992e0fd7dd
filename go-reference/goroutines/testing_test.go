package goroutines

import (
	"context"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/kv"
	"github.com/raft-three-ways/go-reference/raft"
)

// inBubble runs a subtest in a bubble.
func inBubble(t *testing.T, name string, test func(t *testing.T)) {
	t.Run(name, func(t *testing.T) { synctest.Test(t, test) })
}

// running returns a started cluster that is stopped when the test ends.
func running(t *testing.T, settings raft.Settings) *Cluster {
	t.Helper()
	c, err := NewCluster(settings)
	if err != nil {
		t.Fatal(err)
	}
	must(t, c.Start())
	t.Cleanup(c.Stop)
	return c
}

// until waits for a condition, for at most a minute of virtual time.
func until(t *testing.T, what string, condition func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !condition(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("it never came to pass that %s", what)
		}
	}
}

// pass lets virtual time pass, with all that happens in it.
func pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func status(t *testing.T, c *Cluster, id raft.ServerID) cluster.Status {
	t.Helper()
	status, err := c.Status(id)
	if err != nil {
		t.Fatal(err)
	}
	return status
}

// leaderAmong waits until all of these servers follow one of them.
func leaderAmong(t *testing.T, c *Cluster, ids ...raft.ServerID) (leader cluster.Status) {
	t.Helper()
	until(t, "all follow one leader", func() bool {
		named := status(t, c, ids[0]).Leader
		if named == 0 {
			return false
		}
		leader = status(t, c, named)
		return leader.Role == raft.Leader && slices.Contains(ids, leader.ID) &&
			!slices.ContainsFunc(ids, func(id raft.ServerID) bool {
				one := status(t, c, id)
				return one.Leader != leader.ID || one.CurrentTerm != leader.CurrentTerm
			})
	})
	return leader
}

func leaderOf(t *testing.T, c *Cluster) cluster.Status {
	t.Helper()
	return leaderAmong(t, c, c.IDs()...)
}

// others returns all servers but these.
func others(c *Cluster, but ...raft.ServerID) []raft.ServerID {
	return slices.DeleteFunc(c.IDs(), func(id raft.ServerID) bool { return slices.Contains(but, id) })
}

// agreement waits until all servers have applied the leader's whole log, and returns their digest.
func agreement(t *testing.T, c *Cluster) kv.Digest {
	t.Helper()
	leader := leaderOf(t, c)
	until(t, "all have applied everything", func() bool {
		last := status(t, c, leader.ID).LastLogIndex
		return !slices.ContainsFunc(c.IDs(), func(id raft.ServerID) bool {
			return status(t, c, id).LastApplied != last
		})
	})
	first, _ := c.Digest(1)
	for _, id := range c.IDs() {
		if digest, _ := c.Digest(id); digest != first {
			t.Fatalf("server %d has %v, server 1 %v", id, digest, first)
		}
	}
	return first
}

func set(id, name string) raft.Command { return raft.Command{Type: raft.Set, ID: id, Name: name} }

func propose(t *testing.T, c *Cluster, command raft.Command, via raft.ServerID) raft.Answer {
	t.Helper()
	answer, err := proposeMarked(c, command, via)
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

// proposeMarked proposes a command with its mark.
func proposeMarked(c *Cluster, command raft.Command, via raft.ServerID) (raft.Answer, error) {
	options := cluster.ProposeOptions{Via: via, Session: command.Mark}
	command.Mark = nil
	return c.Propose(context.Background(), command, options)
}

// inBackground calls a function in a goroutine, and returns a channel with its error.
func inBackground(do func() error) <-chan error {
	ended := make(chan error, 1)
	go func() { ended <- do() }()
	return ended
}

func proposing(ctx context.Context, c *Cluster, command raft.Command, via raft.ServerID) <-chan error {
	return inBackground(func() error {
		_, err := c.Propose(ctx, command, cluster.ProposeOptions{Via: via})
		return err
	})
}

// read is linearizable.
func read(ctx context.Context, c *Cluster, id string, via raft.ServerID) (string, error) {
	answer, err := c.Read(ctx, id, cluster.ReadOptions{Via: via, Consistency: cluster.Linearizable})
	return answer.Name, err
}

func reading(ctx context.Context, c *Cluster, id string, via raft.ServerID) <-chan error {
	return inBackground(func() error {
		_, err := read(ctx, c, id, via)
		return err
	})
}

func change(t *testing.T, c *Cluster, kind raft.ChangeType, server raft.ServerID) {
	t.Helper()
	must(t, c.Change(context.Background(), raft.ConfigurationChange{Type: kind, Server: server}))
}

// expect requires an error of a type.
func expect[E error](t *testing.T, err error) {
	t.Helper()
	if _, isIt := err.(E); !isIt {
		t.Errorf("the error is %v, of type %T; want %v", err, err, reflect.TypeFor[E]())
	}
}

// sent counts the matching messages sent from now on.
func sent[M raft.Message](network *network, meets func(M) bool) (count func() int) {
	var counted atomic.Int64
	emit := func(event raft.Event) {
		if event, ok := event.(cluster.MessageEvent); ok && event.Type == "send" {
			if message, ok := event.Message.(M); ok && meets(message) {
				counted.Add(1)
			}
		}
	}
	network.emit.Store(&emit)
	return func() int { return int(counted.Load()) }
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// untilDone retries until there is an answer.
func untilDone(t *testing.T, ask func(ctx context.Context) error) {
	t.Helper()
	until(t, "there is an answer", func() bool {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		return ask(ctx) == nil
	})
}

// stacks returns those of all goroutines.
func stacks() string {
	text := make([]byte, 1<<20)
	return string(text[:runtime.Stack(text, true)])
}

// runningIn counts the goroutines running this method of a server.
func runningIn(method string) int {
	return strings.Count(stacks(), "goroutines.(*server)."+method+"(")
}
