// Package etcd runs the bench's cluster on etcd's Raft library, go.etcd.io/raft/v3.
//
// What was chosen, and why, stands in this module's README.
package etcd

import (
	"context"
	"sync"

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
		for _, client := range node.reads.asked.close() {
			client <- errStopped
		}
		node.rejectReads(errStopped)
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
	node.machineMu.RLock()
	defer node.machineMu.RUnlock()
	return node.machine.Digest(), nil
}

// Propose asks the server that options.Via names, which must lead.
func (c *Cluster) Propose(ctx context.Context, command raft.Command, options cluster.ProposeOptions) (raft.Answer, error) {
	return c.nodes[options.Via-1].propose(ctx, command)
}

// Read asks the server that options.Via names, which must lead for a linearizable read.
func (c *Cluster) Read(ctx context.Context, id string, options cluster.ReadOptions) (raft.Answer, error) {
	node := c.nodes[options.Via-1]
	if options.Consistency == cluster.Stale {
		return node.get(id), nil
	}
	return node.read(ctx, id)
}
