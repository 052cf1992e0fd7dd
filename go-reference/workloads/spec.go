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
	Load              LoadSpec    `json:"load"`
	Operation         Operation   `json:"operation"`
	WarmupMs          raft.Millis `json:"warmupMs"`
	MeasureMs         raft.Millis `json:"measureMs"`
	ValueBytes        int         `json:"valueBytes"`
	Keys              int         `json:"keys"`
	SnapshotThreshold int         `json:"snapshotThreshold"`

	// hand-offs
	Outstanding int `json:"outstanding"`
	Proposals   int `json:"proposals"`

	// memory
	Part        string      `json:"part"`
	SettleMs    raft.Millis `json:"settleMs"`
	IdleMs      raft.Millis `json:"idleMs"`
	HoldMs      raft.Millis `json:"holdMs"`
	BudgetMs    raft.Millis `json:"budgetMs"`
	BudgetBytes uint64      `json:"budgetBytes"`
	Commands    int         `json:"commands"`

	// starvation
	CommandEveryMs raft.Millis `json:"commandEveryMs"`
	RestMs         raft.Millis `json:"restMs"`
	ControlMs      raft.Millis `json:"controlMs"`
	Blocks         []BlockSpec `json:"blocks"`
}

// An Operation is what a request of the suite throughput asks.
type Operation string

const (
	Propose          Operation = "propose"
	ReadLinearizable Operation = "read-linearizable"
	ReadStale        Operation = "read-stale"
)

// A LoadSpec is a closed loop, with a number of requests outstanding, or an open one, with a rate.
type LoadSpec struct {
	Kind        string `json:"kind"`
	Outstanding int    `json:"outstanding"`
	// RatePerSecond is the number of requests that become due in a second.
	RatePerSecond float64 `json:"ratePerSecond"`
	// MaxOutstanding is the number of requests under way from which due ones wait.
	MaxOutstanding int `json:"maxOutstanding"`
}

func (l LoadSpec) check() error {
	switch {
	case l.Kind == "closed" && l.Outstanding >= 1, l.Kind == "open" && l.RatePerSecond > 0 && l.MaxOutstanding >= 1:
		return nil
	default:
		return fmt.Errorf("load is %+v: give closed and outstanding from 1, or open, ratePerSecond and maxOutstanding from 1", l)
	}
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
		return s.checkThroughput()
	case "hand-offs":
		if s.Outstanding < 1 || s.Proposals < 1 {
			return fmt.Errorf("outstanding is %d, proposals %d: give at least 1 of each", s.Outstanding, s.Proposals)
		}
	case "memory":
		return s.checkMemory()
	case "starvation":
		return s.checkStarvation()
	default:
		return fmt.Errorf("unknown suite %q: give election, throughput, hand-offs, memory or starvation", s.Suite)
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
		if s.Outstanding < 1 || s.Keys < 1 || s.ValueBytes < 0 {
			return fmt.Errorf("outstanding is %d, keys %d, valueBytes %d: give at least 1, 1 and 0", s.Outstanding, s.Keys, s.ValueBytes)
		}
	default:
		return fmt.Errorf("part is %q: give idle or load", s.Part)
	}
	return nil
}

func (s Spec) checkThroughput() error {
	if s.Keys < 1 || s.ValueBytes < 0 || s.WarmupMs < 0 || s.MeasureMs <= 0 || s.SnapshotThreshold < 0 {
		return fmt.Errorf("keys is %d, valueBytes %d, warmupMs %v, measureMs %v, snapshotThreshold %d: give at least 1, 0, 0, more than 0, and 0",
			s.Keys, s.ValueBytes, s.WarmupMs, s.MeasureMs, s.SnapshotThreshold)
	}
	switch s.Operation {
	case Propose, ReadLinearizable, ReadStale:
		return s.Load.check()
	default:
		return fmt.Errorf("unknown operation %q: give propose, read-linearizable or read-stale", s.Operation)
	}
}

func (s Spec) checkStarvation() error {
	if s.Servers < 3 || s.CommandEveryMs <= 0 || s.WarmupMs < 0 || s.RestMs < 0 || s.ControlMs < 0 {
		return fmt.Errorf("servers is %d, commandEveryMs %v, warmupMs %v, restMs %v, controlMs %v: give at least 3, more than 0, and 0",
			s.Servers, s.CommandEveryMs, s.WarmupMs, s.RestMs, s.ControlMs)
	}
	for _, block := range s.Blocks {
		if block.Role != blockedLeader && block.Role != blockedFollower || block.Ms < 0 || block.Times < 1 {
			return fmt.Errorf("a block is %+v: give leader or follower, ms from 0 and times from 1", block)
		}
	}
	return nil
}

// Settings returns those of the cluster under test.
func (s Spec) Settings() raft.Settings {
	return raft.Settings{
		Servers:           s.Servers,
		ElectionTimeout:   s.ElectionTimeout,
		HeartbeatInterval: s.HeartbeatInterval,
		SnapshotThreshold: s.SnapshotThreshold,
		Seed:              new(s.Seed),
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
	case "starvation":
		return Starvation(c, spec)
	default:
		if spec.Part == "load" {
			return Load(c, spec)
		}
		return Idle(c, spec)
	}
}
