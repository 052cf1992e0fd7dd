package workloads

import (
	"context"
	"fmt"
	"time"

	"github.com/raft-three-ways/go-reference/cluster"
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
func Election(c cluster.Cluster, spec Spec) (result ElectionResult, err error) {
	result.Suite = "election"
	random := raft.SeededRandom(spec.Seed)
	if err := c.Start(); err != nil {
		return result, err
	}
	for range spec.Crashes {
		old, err := leaderAtRandomMoment(c, spec, random)
		if err != nil {
			return result, err
		}
		elapsed, term, err := timeFailover(c, old)
		if err != nil {
			return result, err
		}
		result.Samples = append(result.Samples, milliseconds(elapsed))
		result.Elections = append(result.Elections, int(term-old.CurrentTerm))
		if err := c.Restart(old.ID); err != nil {
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
	result.Proof, err = prove(c, proofCommands)
	return result, err
}

// leaderAtRandomMoment returns the common leader at a random point of its heartbeat interval.
func leaderAtRandomMoment(c cluster.Cluster, spec Spec, random func() float64) (cluster.Status, error) {
	for {
		agreed, err := agreement(c)
		if err != nil {
			return agreed, err
		}
		time.Sleep((raft.Millis(random()) * spec.HeartbeatInterval).Duration())
		now, err := c.Status(agreed.ID)
		if err != nil || now.Role == raft.Leader && now.CurrentTerm == agreed.CurrentTerm {
			return agreed, err // else it was deposed meanwhile on a busy machine
		}
	}
}

// timeFailover returns the time from the crash to the first AppendEntries of a newer leader at another server, and that
// leader's term.
func timeFailover(c cluster.Cluster, old cluster.Status) (time.Duration, raft.Term, error) {
	type arrival struct {
		at   time.Time
		term raft.Term
	}
	first := make(chan arrival, 1)
	err := c.Trace(func(event cluster.TraceEvent) {
		delivery, ok := event.Event.(cluster.MessageEvent)
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
	defer func() { _ = c.Trace(nil) }() // never fails
	crashed := time.Now()
	if err := c.Crash(old.ID); err != nil {
		return 0, 0, err
	}
	arrived := <-first
	return arrived.at.Sub(crashed), arrived.term, nil
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
