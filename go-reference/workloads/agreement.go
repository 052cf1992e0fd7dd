package workloads

import (
	"fmt"
	"time"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

// pollInterval is the interval at which a cluster's status is polled: longer for many servers, which would do little else than
// answer.
func pollInterval(servers int) time.Duration {
	return max(2*time.Millisecond, time.Duration(servers)*time.Millisecond/20)
}

// agreement waits until every server follows one leader and has committed and applied its whole log. It returns that
// leader's status.
func agreement(c cluster.Cluster) (cluster.Status, error) {
	for {
		statuses := make([]cluster.Status, 0, len(c.IDs()))
		for _, id := range c.IDs() {
			status, err := c.Status(id)
			if err != nil {
				return cluster.Status{}, fmt.Errorf("asking server %d: %w", id, err)
			}
			statuses = append(statuses, status)
		}
		if leader := leaderOf(statuses); leader.ID != 0 && allAgree(statuses, leader) {
			return leader, nil
		}
		time.Sleep(pollInterval(len(statuses)))
	}
}

// leaderOf returns the leader of the newest term: one in a minority partition may not know yet that it was deposed.
func leaderOf(statuses []cluster.Status) (leader cluster.Status) {
	for _, status := range statuses {
		if status.Running && status.Role == raft.Leader && status.CurrentTerm > leader.CurrentTerm {
			leader = status
		}
	}
	return leader
}

func allAgree(statuses []cluster.Status, leader cluster.Status) bool {
	for _, status := range statuses {
		if !status.Running || status.Leader != leader.ID || status.CurrentTerm != leader.CurrentTerm ||
			status.CommitIndex != leader.LastLogIndex || status.LastApplied != leader.LastLogIndex {
			return false
		}
	}
	return true
}

// Proof ends every trial: the number of commands applied by each server, and the digest of its state machine.
type Proof struct {
	// Expected is the number of commands that clients got an answer for.
	Expected int      `json:"expected"`
	Applied  []int    `json:"applied"`
	Digests  []string `json:"digests"`
}

// prove waits until every server has applied everything.
func prove(c cluster.Cluster, expected int) (Proof, error) {
	proof := Proof{Expected: expected}
	if _, err := agreement(c); err != nil {
		return proof, err
	}
	for _, id := range c.IDs() {
		digest, err := c.Digest(id)
		if err != nil {
			return proof, fmt.Errorf("asking server %d: %w", id, err)
		}
		proof.Applied = append(proof.Applied, digest.Applied)
		proof.Digests = append(proof.Digests, digest.Digest)
	}
	return proof, nil
}
