// Package etcd runs the bench's cluster on etcd's Raft library, go.etcd.io/raft/v3.
//
// What was chosen, and why, stands in this module's README.
package etcd

import (
	"context"
	"time"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/kv"
	"github.com/raft-three-ways/go-reference/raft"
	etcdraft "go.etcd.io/raft/v3"
)

// A Cluster is a cluster of nodes in one process. It has the methods of cluster.Cluster that the workloads need; the others
// panic.
type Cluster struct {
	cluster.Cluster
	settings raft.Settings
	network  *network
}

// NewCluster returns a cluster, not yet started. The error is an InvalidArgumentError that names the setting.
func NewCluster(settings raft.Settings) (*Cluster, error) {
	settings, err := settings.Complete()
	if err != nil {
		return nil, err
	}
	c := &Cluster{settings: settings, network: newNetwork(settings.Servers)}
	for i := range c.network.nodes {
		storage, err := newStorage(settings.Servers)
		if err != nil {
			return nil, err
		}
		node, err := newNode(uint64(i+1), settings, c.network, storage)
		if err != nil {
			return nil, err
		}
		c.network.nodes[i].Store(node)
	}
	return c, nil
}

func (c *Cluster) node(id raft.ServerID) *node { return c.network.nodes[id-1].Load() }

func (c *Cluster) IDs() (ids []raft.ServerID) {
	for i := range c.network.nodes {
		ids = append(ids, raft.ServerID(i+1))
	}
	return ids
}

func (c *Cluster) Start() error {
	c.network.started = time.Now()
	for _, id := range c.IDs() {
		c.node(id).start(tickOf(c.settings))
	}
	return nil
}

// Stop stops every node, and waits until its goroutine has ended.
func (c *Cluster) Stop() {
	for _, id := range c.IDs() {
		c.node(id).stop()
	}
}

func (c *Cluster) Status(id raft.ServerID) (cluster.Status, error) {
	node := c.node(id)
	soft, hard := node.soft.Load(), node.hard.Load()
	applied := node.applied.Load()
	first, _ := node.storage.FirstIndex() // a MemoryStorage never fails
	last, _ := node.storage.LastIndex()
	return cluster.Status{
		ID:            id,
		Running:       !node.inbox.isClosed(),
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
	node := c.node(id)
	node.machineMu.RLock()
	defer node.machineMu.RUnlock()
	return node.machine.Digest(), nil
}

// Propose asks the server that options.Via names, which must lead; the leader if it names none.
func (c *Cluster) Propose(ctx context.Context, command raft.Command, options cluster.ProposeOptions) (raft.Answer, error) {
	if options.Via == 0 {
		options.Via = c.leader()
	}
	return c.node(options.Via).propose(ctx, command)
}

// leader returns the server that leads, or else the first, which refuses.
func (c *Cluster) leader() raft.ServerID {
	for _, id := range c.IDs() {
		if c.node(id).soft.Load().RaftState == etcdraft.StateLeader {
			return id
		}
	}
	return 1
}

// Read asks the server that options.Via names, which must lead for a linearizable read.
func (c *Cluster) Read(ctx context.Context, id string, options cluster.ReadOptions) (raft.Answer, error) {
	node := c.node(options.Via)
	if options.Consistency == cluster.Stale {
		return node.get(id), nil
	}
	return node.read(ctx, id)
}
