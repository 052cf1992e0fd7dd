package hashicorp

import (
	"fmt"
	"math"
	"strconv"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/kv"
	"github.com/raft-three-ways/go-reference/raft"

	"github.com/hashicorp/go-hclog"
	hraft "github.com/hashicorp/raft"
)

// A server is the library's Raft and what it was given.
type server struct {
	id        raft.ServerID
	raft      *hraft.Raft
	store     *hraft.InmemStore
	transport *hraft.InmemTransport
	machine   stateMachine
}

func newServer(id raft.ServerID, settings raft.Settings) *server {
	_, transport := hraft.NewInmemTransport(hraft.ServerAddress(nameOf(id)))
	s := &server{id: id, store: hraft.NewInmemStore(), transport: transport}
	s.machine.machine = kv.NewStateMachine(settings.MaxSessions)
	return s
}

func nameOf(id raft.ServerID) string { return strconv.Itoa(int(id)) }

// start bootstraps the server with all members, and runs it.
func (s *server) start(settings raft.Settings, members hraft.Configuration) (err error) {
	config, snapshots := configOf(s.id, settings), hraft.NewInmemSnapshotStore()
	err = hraft.BootstrapCluster(config, s.store, s.store, snapshots, s.transport, members)
	if err != nil {
		return fmt.Errorf("bootstrapping server %d: %w", s.id, err)
	}
	s.raft, err = hraft.NewRaft(config, &s.machine, s.store, s.store, snapshots, s.transport)
	if err != nil {
		return fmt.Errorf("starting server %d: %w", s.id, err)
	}
	return nil
}

// configOf maps the settings. The library draws timeouts from one to two times the setting, and sends heartbeats at a tenth
// to a fifth of the heartbeat timeout.
func configOf(id raft.ServerID, settings raft.Settings) *hraft.Config {
	config := hraft.DefaultConfig()
	config.LocalID = hraft.ServerID(nameOf(id))
	config.HeartbeatTimeout = settings.ElectionTimeout[0].Duration()
	config.ElectionTimeout = config.HeartbeatTimeout
	config.LeaderLeaseTimeout = config.HeartbeatTimeout
	config.CommitTimeout = settings.HeartbeatInterval.Duration()
	config.BatchApplyCh = true
	config.PreVoteDisabled = settings.PreVote != raft.On
	config.NoLegacyTelemetry = true
	config.Logger = hclog.NewNullLogger()
	config.SnapshotThreshold = math.MaxUint64
	if settings.SnapshotThreshold > 0 {
		config.SnapshotThreshold = uint64(settings.SnapshotThreshold)
		config.SnapshotInterval = settings.HeartbeatInterval.Duration()
		config.TrailingLogs = uint64(*settings.TrailingEntries)
	}
	return config
}

func (s *server) status() cluster.Status {
	_, leader := s.raft.LeaderWithID()
	leaderID, _ := strconv.Atoi(string(leader)) // 0 for none
	first, _ := s.store.FirstIndex()            // an InmemStore never fails
	return cluster.Status{
		ID:            s.id,
		Running:       true,
		Role:          roleOf(s.raft.State()),
		CurrentTerm:   raft.Term(s.raft.CurrentTerm()),
		Leader:        raft.ServerID(leaderID),
		CommitIndex:   raft.LogIndex(s.raft.CommitIndex()),
		LastApplied:   s.lastApplied(),
		FirstLogIndex: raft.LogIndex(first),
		LastLogIndex:  raft.LogIndex(s.raft.LastIndex()),
	}
}

func roleOf(state hraft.RaftState) raft.Role {
	switch state {
	case hraft.Leader:
		return raft.Leader
	case hraft.Candidate:
		return raft.Candidate
	default:
		return raft.Follower
	}
}

// lastApplied returns the library's applied index once the state machine has it: the library counts entries that it has queued
// for the state machine.
func (s *server) lastApplied() raft.LogIndex {
	handed, seen := raft.LogIndex(s.raft.AppliedIndex()), s.machine.lastSeen()
	var entry hraft.Log
	for index := handed; index > seen; index-- {
		if s.store.GetLog(uint64(index), &entry) == nil && entry.Type != hraft.LogNoop {
			return seen
		}
	}
	return handed
}
