// Package baselines_test tests the baselines as the bench uses them: through the workloads.
package baselines_test

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/raft-three-ways/baselines/etcd"
	"github.com/raft-three-ways/baselines/hashicorp"
	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
	"github.com/raft-three-ways/go-reference/workloads"
)

var targets = map[string]func(raft.Settings) (cluster.Cluster, error){
	"etcd":      func(settings raft.Settings) (cluster.Cluster, error) { return etcd.NewCluster(settings) },
	"hashicorp": func(settings raft.Settings) (cluster.Cluster, error) { return hashicorp.NewCluster(settings) },
}

// quick has room for a busy machine: a leader deposed during a workload fails it.
var quick = raft.Settings{ElectionTimeout: [2]raft.Millis{200, 400}, HeartbeatInterval: 20}

// onEach runs a subtest on a cluster of each target, and requires that none of its goroutines survives.
func onEach(t *testing.T, settings raft.Settings, test func(t *testing.T, c cluster.Cluster)) {
	for name, create := range targets {
		t.Run(name, func(t *testing.T) {
			before := runtime.NumGoroutine()
			c, err := create(settings)
			if err != nil {
				t.Fatal(err)
			}
			defer until(t, "no goroutine is left", func() bool { return runtime.NumGoroutine() <= before })
			defer c.Stop()
			test(t, c)
		})
	}
}

// until waits for a condition, for at most ten seconds.
func until(t *testing.T, what string, condition func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !condition(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			stacks := make([]byte, 1<<20)
			t.Fatalf("it never came to pass that %s:\n%s", what, stacks[:runtime.Stack(stacks, true)])
		}
	}
}

// leaderOf waits until all servers follow one leader.
func leaderOf(t *testing.T, c cluster.Cluster) (leader raft.ServerID) {
	t.Helper()
	until(t, "all follow one leader", func() bool {
		for _, id := range c.IDs() {
			status, err := c.Status(id)
			if err != nil || status.Leader == 0 || leader != 0 && status.Leader != leader {
				leader = 0
				return false
			}
			leader = status.Leader
		}
		status, err := c.Status(leader)
		return err == nil && status.Role == raft.Leader
	})
	return leader
}

// expectApplied requires that every server has applied this many commands and has the digest of the first.
func expectApplied(t *testing.T, c cluster.Cluster, applied int) {
	t.Helper()
	until(t, fmt.Sprintf("each server has applied %d commands and all digests are equal", applied), func() bool {
		first, _ := c.Digest(1)
		for _, id := range c.IDs() {
			if digest, err := c.Digest(id); err != nil || digest != first || digest.Applied != applied {
				return false
			}
		}
		return true
	})
}

func TestThreeServersCommitAndAgree(t *testing.T) {
	onEach(t, quick, func(t *testing.T, c cluster.Cluster) {
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		via := cluster.ProposeOptions{Via: leaderOf(t, c)}
		for i := range 4 {
			command := raft.Command{Type: raft.Set, ID: fmt.Sprint("k", i%2), Name: fmt.Sprint(i)}
			answer, err := c.Propose(context.Background(), command, via)
			if want := map[int]string{2: "0", 3: "1"}[i]; err != nil || answer.Name != want {
				t.Errorf("command %d is answered with %+v, %v, want %q", i, answer, err, want)
			}
		}
		answer, err := c.Propose(context.Background(), raft.Command{Type: raft.Delete, ID: "k1"}, via)
		if err != nil || answer.Name != "3" {
			t.Errorf("the deletion is answered with %+v, %v", answer, err)
		}
		expectApplied(t, c, 5)
	})
}

var (
	closed = workloads.LoadSpec{Kind: "closed", Outstanding: 8}
	open   = workloads.LoadSpec{Kind: "open", RatePerSecond: 2000, MaxOutstanding: 1000}
)

func specOf(operation workloads.Operation, load workloads.LoadSpec) workloads.Spec {
	return workloads.Spec{Servers: 3, Load: load, Operation: operation, MeasureMs: 100, ValueBytes: 16, Keys: 100}
}

func TestOpenLoop(t *testing.T) {
	onEach(t, quick, func(t *testing.T, c cluster.Cluster) {
		result, err := workloads.Throughput(c, specOf(workloads.Propose, open))
		if err != nil || result.Answered == 0 || result.LateUs == nil {
			t.Errorf("the result is %+v, %v", result, err)
		}
	})
}

// The workload requires each read's answer to be the name that was set.
func TestReads(t *testing.T) {
	for _, operation := range []workloads.Operation{workloads.ReadLinearizable, workloads.ReadStale} {
		t.Run(string(operation), func(t *testing.T) {
			onEach(t, quick, func(t *testing.T, c cluster.Cluster) {
				result, err := workloads.Throughput(c, specOf(operation, closed))
				if err != nil || result.Answered == 0 || result.Proof.Expected != 100 {
					t.Errorf("the result is %+v, %v", result, err)
				}
			})
		})
	}
}

func TestClosedLoop(t *testing.T) {
	compacting := quick
	compacting.SnapshotThreshold = 500
	for name, settings := range map[string]raft.Settings{"the whole log kept": quick, "compacting": compacting} {
		t.Run(name, func(t *testing.T) {
			onEach(t, settings, func(t *testing.T, c cluster.Cluster) {
				result, err := workloads.Throughput(c, specOf(workloads.Propose, closed))
				if err != nil {
					t.Fatal(err)
				}
				if result.Answered == 0 || result.Answered > result.Proof.Expected {
					t.Errorf("%d answers were counted of %d", result.Answered, result.Proof.Expected)
				}
				expectApplied(t, c, result.Proof.Expected)
				if settings.SnapshotThreshold > 0 {
					until(t, "each server has compacted its log", func() bool { return allHaveCompacted(c) })
				}
			})
		})
	}
}

func allHaveCompacted(c cluster.Cluster) bool {
	return !slices.ContainsFunc(c.IDs(), func(id raft.ServerID) bool {
		status, err := c.Status(id)
		return err != nil || status.FirstLogIndex < 100
	})
}

func TestMemory(t *testing.T) {
	spec := workloads.Spec{Servers: 3, Part: "idle", Commands: 5, IdleMs: 10, BudgetMs: 20_000, BudgetBytes: 4 << 30}
	onEach(t, quick, func(t *testing.T, c cluster.Cluster) {
		result, err := workloads.Idle(c, spec)
		carried, ok := result.(workloads.IdleResult)
		if err != nil || !ok || carried.PSSBytes == 0 || carried.LiveBytes < 10_000 {
			t.Fatalf("the result is %+v, %v", result, err)
		}
		expectApplied(t, c, spec.Commands)
	})
}

// hashicorp/raft's heartbeats can't be synchronized, which the experiment needs.
func TestElections(t *testing.T) {
	for _, preVote := range []bool{false, true} {
		t.Run(fmt.Sprintf("pre-vote %v", preVote), func(t *testing.T) {
			before := runtime.NumGoroutine()
			newCluster := func(settings raft.Settings) (cluster.Cluster, error) { return etcd.NewCluster(settings) }
			spec := workloads.Spec{Servers: 5, ElectionTimeout: [2]raft.Millis{60, 120}, HeartbeatInterval: 30, Seed: 3,
				PreVote: preVote, BroadcastTime: 2, Clusters: 2, Crashes: 2, Longest: 10_000}
			result, err := workloads.Election(newCluster, spec)
			if err != nil {
				t.Fatal(err)
			}
			if len(result.Samples) != 4 || slices.Min(result.Samples) < 25 || slices.Max(result.Samples) >= 10_000 {
				t.Errorf("the samples are %v", result.Samples)
			}
			if slices.Min(result.Elections) < 1 || preVote != (slices.Max(result.PreVotes) > 0) {
				t.Errorf("elections were begun %v, pre-votes %v", result.Elections, result.PreVotes)
			}
			for server, applied := range result.Proof.Applied {
				if applied != result.Proof.Expected || result.Proof.Digests[server] != result.Proof.Digests[0] {
					t.Errorf("the proof is %+v", result.Proof)
				}
			}
			until(t, "no goroutine is left", func() bool { return runtime.NumGoroutine() <= before })
		})
	}
}

// hashicorp/raft leaves proposals in its buffer unanswered.
func TestStopUnderLoad(t *testing.T) {
	before := runtime.NumGoroutine()
	c, err := etcd.NewCluster(quick)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	via := cluster.ProposeOptions{Via: leaderOf(t, c)}
	var clients sync.WaitGroup
	for range 8 {
		clients.Go(func() {
			for err := error(nil); err == nil; {
				_, err = c.Propose(context.Background(), raft.Command{Type: raft.Set, ID: "k"}, via)
			}
		})
	}
	c.Stop()
	clients.Wait()
	until(t, "no goroutine is left", func() bool { return runtime.NumGoroutine() <= before })
}

func TestRefusals(t *testing.T) {
	for name, create := range targets {
		settings := quick
		settings.HeartbeatInterval = 260
		if _, err := create(settings); err == nil || !strings.Contains(err.Error(), "heartbeatInterval is 260") {
			t.Errorf("%s: the error is %v", name, err)
		}
	}
	onEach(t, quick, func(t *testing.T, c cluster.Cluster) {
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		leader := leaderOf(t, c)
		command, ctx := raft.Command{Type: raft.Set, ID: "k"}, context.Background()
		if _, err := c.Propose(ctx, raft.Command{Type: raft.Register}, cluster.ProposeOptions{Via: leader}); err == nil {
			t.Error("a session was opened")
		}
		if _, err := c.Propose(ctx, command, cluster.ProposeOptions{Via: leader%3 + 1}); err == nil {
			t.Error("a follower took a command")
		}
	})
}
