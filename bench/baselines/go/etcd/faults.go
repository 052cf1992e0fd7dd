package etcd

import (
	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

// What the suite election asks of a cluster.

// Trace has the listener called where messages are delivered, one event at a time: the campaigns, and the AppendEntries and
// heartbeats of leaders. It must not call methods of the cluster.
func (c *Cluster) Trace(listener cluster.TraceListener) error {
	c.network.shape(func() { c.network.listener = listener })
	return nil
}

func (c *Cluster) Partition(groups [][]raft.ServerID) error {
	c.network.shape(func() { c.network.partition = cluster.NewPartition(groups) })
	return nil
}

func (c *Cluster) Heal() error {
	c.network.shape(func() { c.network.partition = nil })
	return nil
}

func (c *Cluster) Faults(rules cluster.FaultRules) error {
	if err := rules.Check(); err != nil {
		return err
	}
	c.network.shape(func() {
		c.network.rules = rules
		if rules.Seed != nil {
			c.network.random = raft.SeededRandom(*rules.Seed)
		}
	})
	return nil
}

// Crash ends a node. Its storage remains.
func (c *Cluster) Crash(id raft.ServerID) error {
	c.node(id).stop()
	return nil
}

// Restart starts a node that has crashed, from its storage. Its state machine is lost: the log is applied again.
func (c *Cluster) Restart(id raft.ServerID) error {
	crashed := c.node(id)
	restarted, err := newNode(uint64(id), c.settings, c.network, crashed.storage)
	if err != nil {
		return err
	}
	restarted.waiters.first = crashed.waiters.first // a number is given once
	c.network.nodes[id-1].Store(restarted)
	restarted.start(tickOf(c.settings))
	return nil
}
