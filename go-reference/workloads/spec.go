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
	SettleMs raft.Millis `json:"settleMs"`
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
		if s.SettleMs < 0 {
			return fmt.Errorf("settleMs is %v: give a time from 0", s.SettleMs)
		}
	default:
		return fmt.Errorf("unknown suite %q: give election, throughput, hand-offs or memory", s.Suite)
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
		return Memory(c, spec)
	}
}
