package workloads

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

// proofCommands is the number of commands proposed after the last election, to prove that the cluster works.
const proofCommands = 10

// ElectionResult holds, for each crash, the time without a leader (ms), from the start of the timers to the crash (ms), and the
// elections and rounds of pre-votes begun; for each leader elected, the time since its election timeout (ms).
type ElectionResult struct {
	Suite        string    `json:"suite"`
	Samples      []float64 `json:"samples"`
	ElectedAfter []float64 `json:"electedAfter"`
	CrashedAfter []float64 `json:"crashedAfter"`
	Elections    []int     `json:"elections"`
	PreVotes     []int     `json:"preVotes"`
	// Proof covers all clusters that have a leader at the end: sums of commands, digests joined.
	Proof Proof `json:"proof"`
}

// A measurement is what a cluster has given. It has no proof if the cluster has no leader at the end.
type measurement struct {
	ElectionResult
	isLeaderless bool
}

// Election is Figure 16 of the Raft paper as a workload: it crashes the leader at a random point of its heartbeat interval,
// and measures the time without a leader.
func Election(newCluster NewCluster, spec Spec) (ElectionResult, error) {
	random := raft.SeededRandom(spec.Seed)
	measured, failures := make([]measurement, spec.Clusters), make([]error, spec.Clusters)
	var measuring sync.WaitGroup
	for i := range measured {
		settings := spec.Settings()
		settings.Servers = founders(spec)
		settings.PreVote, settings.CheckQuorum = switchOf(spec.PreVote), switchOf(spec.PreVote)
		settings.Seed = new(seedFrom(random))
		crashes := raft.SeededRandom(seedFrom(random)) // apart: equal seeds would draw equal numbers
		measuring.Go(func() {
			time.Sleep(startOf(i, spec))
			measured[i], failures[i] = measureCluster(newCluster, settings, spec, crashes)
		})
	}
	measuring.Wait()
	return merge(measured, spec.Servers), errors.Join(failures...)
}

func switchOf(on bool) raft.Switch {
	if on {
		return raft.On
	}
	return raft.Off
}

// startOf returns the time until a cluster starts. Clusters that started together would all have their first elections together,
// and compete.
func startOf(position int, spec Spec) time.Duration {
	share := raft.Millis(position) / raft.Millis(spec.Clusters)
	return (share * (spec.ElectionTimeout[0] + spec.ElectionTimeout[1])).Duration()
}

func seedFrom(random func() float64) uint32 { return uint32(random() * (1 << 32)) }

func measureCluster(newCluster NewCluster, settings raft.Settings, spec Spec, random func() float64) (result measurement, err error) {
	c, err := newCluster(settings)
	if err != nil {
		return result, err
	}
	defer c.Stop()
	return crashLeaders(c, spec, random)
}

func crashLeaders(c cluster.Cluster, spec Spec, random func() float64) (result measurement, err error) {
	var commands counts
	if err := found(c, spec); err != nil {
		return result, err
	}
	for _, delay := range crashDelays(spec, random) {
		failover, err := failOver(c, spec, delay, random, &commands)
		if err != nil {
			return result, err
		}
		result.Samples = append(result.Samples, milliseconds(failover.elapsed))
		if failover.electedAfter != nil {
			result.ElectedAfter = append(result.ElectedAfter, float64(*failover.electedAfter))
		}
		result.CrashedAfter = append(result.CrashedAfter, milliseconds(failover.crashedAfter))
		result.Elections = append(result.Elections, failover.elections)
		result.PreVotes = append(result.PreVotes, failover.preVotes)
		if failover.elapsed == spec.Longest.Duration() && hasOneTimeout(spec) {
			result.isLeaderless = true // and so it would remain
			return result, nil
		}
		if err := c.Restart(failover.leader); err != nil {
			return result, err
		}
	}
	if _, err := agreement(c); err != nil {
		return result, err
	}
	for i := range proofCommands {
		command := raft.Command{Type: raft.Set, ID: fmt.Sprintf("k%d", i), Name: "after the elections"}
		if _, err := c.Propose(context.Background(), command, cluster.ProposeOptions{}); err != nil {
			return result, err
		}
	}
	commands.answered += proofCommands
	result.Proof, err = proveWith(c, commands)
	return result, err
}

// crashDelays returns uniform delays, in any order, one in each of equal parts of the heartbeat interval: fewer crashes cover it
// all.
func crashDelays(spec Spec, random func() float64) (delays []time.Duration) {
	parts := make([]int, spec.Crashes)
	for i := range parts {
		parts[i] = i
	}
	for _, part := range shuffled(parts, random) {
		share := (float64(part) + random()) / float64(spec.Crashes)
		delays = append(delays, (raft.Millis(share) * spec.HeartbeatInterval).Duration())
	}
	return delays
}

// proveWith allows for commands whose answers were lost with their leader: they may have been applied or not.
func proveWith(c cluster.Cluster, commands counts) (Proof, error) {
	proof, err := prove(c, commands.answered)
	if err == nil {
		proof.Expected = min(max(proof.Applied[0], commands.answered), commands.answered+commands.unanswered)
	}
	return proof, err
}

// merge makes one result of several clusters. Equal digests of two servers stand for equal digests in every cluster.
func merge(measured []measurement, servers int) ElectionResult {
	merged := ElectionResult{Suite: "election", ElectedAfter: []float64{}, Proof: Proof{Applied: make([]int, servers)}}
	digests := make([][]string, servers)
	for _, result := range measured {
		merged.Samples = append(merged.Samples, result.Samples...)
		merged.ElectedAfter = append(merged.ElectedAfter, result.ElectedAfter...)
		merged.CrashedAfter = append(merged.CrashedAfter, result.CrashedAfter...)
		merged.Elections = append(merged.Elections, result.Elections...)
		merged.PreVotes = append(merged.PreVotes, result.PreVotes...)
		if result.isLeaderless {
			continue
		}
		merged.Proof.Expected += result.Proof.Expected
		for server, applied := range result.Proof.Applied {
			merged.Proof.Applied[server] += applied
			digests[server] = append(digests[server], result.Proof.Digests[server])
		}
	}
	for _, ofServer := range digests {
		merged.Proof.Digests = append(merged.Proof.Digests, strings.Join(ofServer, " "))
	}
	return merged
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
