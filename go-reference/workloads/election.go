package workloads

import (
	"context"
	"fmt"
	"time"

	"github.com/raft-three-ways/go-reference/raft"
)

// proofCommands is the number of commands proposed after the last election, to prove that the cluster works.
const proofCommands = 10

// ElectionResult holds, for each crash, the time without a leader (ms) and the number of terms that it took.
type ElectionResult struct {
	Suite     string    `json:"suite"`
	Samples   []float64 `json:"samples"`
	Elections []int     `json:"elections"`
	Proof     Proof     `json:"proof"`
}

// Election is Figure 16 of the Raft paper as a workload: it crashes the leader at a random point of its heartbeat interval,
// and measures the time without a leader.
func Election(cluster raft.Cluster, spec Spec) (result ElectionResult, err error) {
	result.Suite = "election"
	random := raft.SeededRandom(spec.Seed)
	if err := cluster.Start(); err != nil {
		return result, err
	}
	for range spec.Crashes {
		old, err := leaderAtRandomMoment(cluster, spec, random)
		if err != nil {
			return result, err
		}
		elapsed, term, err := timeFailover(cluster, old)
		if err != nil {
			return result, err
		}
		result.Samples = append(result.Samples, milliseconds(elapsed))
		result.Elections = append(result.Elections, int(term-old.CurrentTerm))
		if err := cluster.Restart(old.ID); err != nil {
			return result, err
		}
	}
	if _, err := agreement(cluster); err != nil {
		return result, err
	}
	for i := range proofCommands {
		command := raft.Command{Type: raft.Set, ID: fmt.Sprintf("k%d", i), Name: "after the elections"}
		if _, err := cluster.Propose(context.Background(), command, raft.ProposeOptions{}); err != nil {
			return result, err
		}
	}
	result.Proof, err = prove(cluster, proofCommands)
	return result, err
}

// leaderAtRandomMoment returns the common leader at a random point of its heartbeat interval.
func leaderAtRandomMoment(cluster raft.Cluster, spec Spec, random func() float64) (raft.Status, error) {
	for {
		agreed, err := agreement(cluster)
		if err != nil {
			return agreed, err
		}
		time.Sleep((raft.Millis(random()) * spec.HeartbeatInterval).Duration())
		now, err := cluster.Status(agreed.ID)
		if err != nil || now.Role == raft.Leader && now.CurrentTerm == agreed.CurrentTerm {
			return agreed, err // else it was deposed meanwhile on a busy machine
		}
	}
}

// timeFailover returns the time from the crash to the first AppendEntries of a newer leader at another server, and that
// leader's term.
func timeFailover(cluster raft.Cluster, old raft.Status) (time.Duration, raft.Term, error) {
	type arrival struct {
		at   time.Time
		term raft.Term
	}
	first := make(chan arrival, 1)
	err := cluster.Trace(func(event raft.TraceEvent) {
		delivery, ok := event.Event.(raft.MessageEvent)
		if !ok || delivery.Type != "deliver" {
			return
		}
		if request, ok := delivery.Message.(*raft.AppendEntries); ok && request.Term > old.CurrentTerm {
			select {
			case first <- arrival{time.Now(), request.Term}:
			default: // not the first
			}
		}
	})
	if err != nil {
		return 0, 0, err
	}
	defer func() { _ = cluster.Trace(nil) }() // which is never refused
	crashed := time.Now()
	if err := cluster.Crash(old.ID); err != nil {
		return 0, 0, err
	}
	arrived := <-first
	return arrived.at.Sub(crashed), arrived.term, nil
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
