// Package etcd runs the bench's cluster on etcd's Raft library, go.etcd.io/raft/v3.
//
// A node is the library's RawNode, driven by one goroutine; another applies, as in etcd. What was chosen, and why, stands in
// this module's README.
package etcd

import (
	"context"
	"io"
	"log"
	"sync"
	"time"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/kv"
	"github.com/raft-three-ways/go-reference/raft"
	etcdraft "go.etcd.io/raft/v3"
	"go.etcd.io/raft/v3/raftpb"
)

// A Cluster is a cluster of nodes in one process. It has the methods of cluster.Cluster that the workloads need; the others
// panic.
type Cluster struct {
	cluster.Cluster
	settings raft.Settings
	nodes    []*node
	cancel   context.CancelFunc
	tasks    sync.WaitGroup
}

// NewCluster returns a cluster, not yet started. The error is an InvalidArgumentError that names the setting.
func NewCluster(settings raft.Settings) (*Cluster, error) {
	settings, err := settings.Complete()
	if err != nil {
		return nil, err
	}
	c := &Cluster{settings: settings, nodes: make([]*node, settings.Servers)}
	for i := range c.nodes {
		if c.nodes[i], err = newNode(uint64(i+1), settings, c.nodes); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// ticksPerHeartbeat: the library draws election timeouts in whole ticks, from one timeout to just under two.
const ticksPerHeartbeat = 10

func tickOf(settings raft.Settings) time.Duration {
	return max(time.Millisecond, settings.HeartbeatInterval.Duration()/ticksPerHeartbeat)
}

func newNode(id uint64, settings raft.Settings, network []*node) (*node, error) {
	members := raftpb.ConfState{}
	for member := range network {
		members.Voters = append(members.Voters, uint64(member+1))
	}
	storage := etcdraft.NewMemoryStorage()
	start := raftpb.Snapshot{Metadata: raftpb.SnapshotMetadata{Index: 1, Term: 1, ConfState: members}}
	if err := storage.ApplySnapshot(start); err != nil {
		return nil, err
	}
	tick := tickOf(settings)
	raw, err := etcdraft.NewRawNode(&etcdraft.Config{
		ID:                        id,
		Applied:                   start.Metadata.Index,
		ElectionTick:              int(settings.ElectionTimeout[0].Duration() / tick),
		HeartbeatTick:             max(1, int(settings.HeartbeatInterval.Duration()/tick)),
		Storage:                   storage,
		MaxSizePerMsg:             1 << 20, // as etcd
		MaxInflightMsgs:           512,     // as etcd
		CheckQuorum:               settings.CheckQuorum == raft.On,
		PreVote:                   settings.PreVote == raft.On,
		DisableProposalForwarding: true, // the leader answers its clients
		Logger:                    &etcdraft.DefaultLogger{Logger: log.New(io.Discard, "", 0)},
	})
	if err != nil {
		return nil, err
	}
	n := &node{
		raw:      raw,
		storage:  storage,
		network:  network,
		inbox:    newQueue[raftpb.Message](),
		proposed: newQueue[proposal](),
		applies:  newQueue[applies](),
		waiters:  waiters{node: id},
		machine:  kv.NewStateMachine(settings.MaxSessions),
		compaction: compaction{
			threshold:   uint64(settings.SnapshotThreshold),
			trailing:    uint64(settings.TrailingEntries),
			snapshotted: start.Metadata.Index,
			members:     members,
		},
	}
	n.soft.Store(&etcdraft.SoftState{})
	n.hard.Store(&raftpb.HardState{Term: start.Metadata.Term, Commit: start.Metadata.Index})
	n.applied.Store(start.Metadata.Index)
	return n, nil
}

func (c *Cluster) IDs() (ids []raft.ServerID) {
	for _, node := range c.nodes {
		ids = append(ids, raft.ServerID(node.waiters.node))
	}
	return ids
}

func (c *Cluster) Start() error {
	ctx, cancel := context.WithCancel(context.Background())
	c.cancel = cancel
	for _, node := range c.nodes {
		c.tasks.Go(func() { node.run(ctx, tickOf(c.settings)) })
		c.tasks.Go(func() { node.applyCommitted(ctx) })
	}
	return nil
}

// Stop stops every node, and waits until its goroutines have ended.
func (c *Cluster) Stop() {
	if c.cancel == nil {
		return
	}
	c.cancel()
	c.tasks.Wait()
	for _, node := range c.nodes {
		for _, proposal := range node.proposed.close() {
			proposal.client <- outcome{err: errStopped}
		}
		node.waiters.reject(errStopped)
	}
}

func (c *Cluster) Status(id raft.ServerID) (cluster.Status, error) {
	node := c.nodes[id-1]
	soft, hard := node.soft.Load(), node.hard.Load()
	applied := node.applied.Load()
	first, _ := node.storage.FirstIndex() // a MemoryStorage never fails
	last, _ := node.storage.LastIndex()
	return cluster.Status{
		ID:            id,
		Running:       true,
		Role:          roleOf(soft.RaftState),
		CurrentTerm:   raft.Term(hard.Term),
		Leader:        raft.ServerID(soft.Lead),
		CommitIndex:   raft.LogIndex(hard.Commit),
		LastApplied:   raft.LogIndex(applied),
		FirstLogIndex: raft.LogIndex(first),
		LastLogIndex:  raft.LogIndex(last),
	}, nil
}

func roleOf(state etcdraft.StateType) raft.Role {
	switch state {
	case etcdraft.StateLeader:
		return raft.Leader
	case etcdraft.StateFollower:
		return raft.Follower
	default:
		return raft.Candidate
	}
}

func (c *Cluster) Digest(id raft.ServerID) (kv.Digest, error) {
	node := c.nodes[id-1]
	node.machineMu.Lock()
	defer node.machineMu.Unlock()
	return node.machine.Digest(), nil
}

// Propose asks the server that options.Via names, which must lead.
func (c *Cluster) Propose(ctx context.Context, command raft.Command, options cluster.ProposeOptions) (raft.Answer, error) {
	return c.nodes[options.Via-1].propose(ctx, command)
}
