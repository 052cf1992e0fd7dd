// Package workloads holds the bench's workloads and their measurements: the twin of the workloads in bench/src. It knows a
// cluster only by its contract.
package workloads

import (
	"encoding/json"
	"fmt"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

// A Spec is a trial's specification: fields for all suites, and fields for each.
type Spec struct {
	Suite             string         `json:"suite"`
	Target            string         `json:"target"`
	Servers           int            `json:"servers"`
	ElectionTimeout   [2]raft.Millis `json:"electionTimeout"`
	HeartbeatInterval raft.Millis    `json:"heartbeatInterval"`
	Seed              uint32         `json:"seed"`

	// election
	BroadcastTime raft.Millis `json:"broadcastTime"`
	PreVote       bool        `json:"preVote"`
	Clusters      int         `json:"clusters"`
	Crashes       int         `json:"crashes"`
	Longest       raft.Millis `json:"longest"`

	// throughput
	Outstanding int         `json:"outstanding"`
	WarmupMs    raft.Millis `json:"warmupMs"`
	MeasureMs   raft.Millis `json:"measureMs"`
	NameBytes   int         `json:"nameBytes"`
	Keys        int         `json:"keys"`

	// hand-offs
	Proposals int `json:"proposals"`

	// memory
	Part              string      `json:"part"`
	SettleMs          raft.Millis `json:"settleMs"`
	IdleMs            raft.Millis `json:"idleMs"`
	BudgetMs          raft.Millis `json:"budgetMs"`
	BudgetBytes       uint64      `json:"budgetBytes"`
	Commands          int         `json:"commands"`
	SnapshotThreshold int         `json:"snapshotThreshold"`
}

// ParseSpec reads and checks a specification.
func ParseSpec(data []byte) (Spec, error) {
	var spec Spec
	if err := json.Unmarshal(data, &spec); err != nil {
		return spec, fmt.Errorf("invalid specification: %w", err)
	}
	return spec, spec.check()
}

func (s Spec) check() error {
	if s.Servers < 1 {
		return fmt.Errorf("servers is %d: give at least 1", s.Servers)
	}
	switch s.Suite {
	case "election":
		if s.Crashes < 1 || s.Clusters < 1 || s.Servers < 3 || s.BroadcastTime < 0 || s.Longest <= 0 {
			return fmt.Errorf("crashes is %d, clusters %d, servers %d, broadcastTime %v, longest %v: give at least 1, 1, 3, 0 and more than 0",
				s.Crashes, s.Clusters, s.Servers, s.BroadcastTime, s.Longest)
		}
	case "throughput":
		if s.Outstanding < 1 || s.Keys < 1 || s.NameBytes < 0 || s.WarmupMs < 0 || s.MeasureMs <= 0 {
			return fmt.Errorf("outstanding is %d, keys %d, nameBytes %d, warmupMs %v, measureMs %v: give at least 1, 1, 0, 0 and more than 0",
				s.Outstanding, s.Keys, s.NameBytes, s.WarmupMs, s.MeasureMs)
		}
	case "hand-offs":
		if s.Outstanding < 1 || s.Proposals < 1 {
			return fmt.Errorf("outstanding is %d, proposals %d: give at least 1 of each", s.Outstanding, s.Proposals)
		}
	case "memory":
		return s.checkMemory()
	default:
		return fmt.Errorf("unknown suite %q: give election, throughput, hand-offs or memory", s.Suite)
	}
	return nil
}

func (s Spec) checkMemory() error {
	if s.SettleMs < 0 || s.Commands < 1 {
		return fmt.Errorf("settleMs is %v, commands %d: give at least 0 and 1", s.SettleMs, s.Commands)
	}
	switch s.Part {
	case "idle":
		if s.IdleMs < 0 || s.BudgetMs <= 0 || s.BudgetBytes < 1 {
			return fmt.Errorf("idleMs is %v, budgetMs %v, budgetBytes %d: give at least 0, more than 0 and 1",
				s.IdleMs, s.BudgetMs, s.BudgetBytes)
		}
	case "load":
		if s.Outstanding < 1 || s.Keys < 1 || s.NameBytes < 0 {
			return fmt.Errorf("outstanding is %d, keys %d, nameBytes %d: give at least 1, 1 and 0", s.Outstanding, s.Keys, s.NameBytes)
		}
	default:
		return fmt.Errorf("part is %q: give idle or load", s.Part)
	}
	return nil
}

// Settings returns those of the cluster under test.
func (s Spec) Settings() raft.Settings {
	return raft.Settings{
		Servers:           s.Servers,
		ElectionTimeout:   s.ElectionTimeout,
		HeartbeatInterval: s.HeartbeatInterval,
		Seed:              new(s.Seed),
		SnapshotThreshold: s.SnapshotThreshold,
	}
}

// NewCluster returns a cluster that has not been started.
type NewCluster func(raft.Settings) (cluster.Cluster, error)

// Run runs the suite's workload on clusters of its own, which it stops.
func Run(newCluster NewCluster, spec Spec) (any, error) {
	if spec.Suite == "election" {
		return Election(newCluster, spec)
	}
	c, err := newCluster(spec.Settings())
	if err != nil {
		return nil, err
	}
	defer c.Stop()
	switch spec.Suite {
	case "throughput":
		return Throughput(c, spec)
	case "hand-offs":
		return HandOffs(c, spec)
	default:
		if spec.Part == "load" {
			return Load(c, spec)
		}
		return Idle(c, spec)
	}
}
