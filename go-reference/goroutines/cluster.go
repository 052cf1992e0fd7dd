package goroutines

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/raft-three-ways/go-reference/raft"
)

// A Cluster is a whole cluster of goroutines in one process: the contract of package raft.
type Cluster struct {
	settings raft.Settings
	ids      []raft.ServerID
	network  *network
	tracer   tracer

	// By server, 1 first; nil before the first start. Read without a lock, because every proposal looks here.
	servers []atomic.Pointer[Server]

	// lifecycle is held by whoever starts or ends servers, or tells them whether to trace.
	lifecycle sync.Mutex
	storages  []raft.MemoryStorage
	randoms   []func() float64
	tracing   bool
}

var _ raft.Cluster = (*Cluster)(nil)

// NewCluster makes a cluster, not yet started. The error is an InvalidArgumentError that names the setting that cannot be
// used.
func NewCluster(settings raft.Settings) (*Cluster, error) {
	settings, err := settings.Complete()
	if err != nil {
		return nil, err
	}
	c := &Cluster{
		settings: settings,
		network:  newNetwork(settings.Servers),
		servers:  make([]atomic.Pointer[Server], settings.Servers),
		storages: make([]raft.MemoryStorage, settings.Servers),
	}
	random := raft.SeededRandom(settings.Seed)
	for i := range settings.Servers {
		c.ids = append(c.ids, raft.ServerID(i+1))
		// Servers run in parallel: each makes its own choices, so that theirs do not depend on who is quicker.
		c.randoms = append(c.randoms, raft.SeededRandom(uint32(random()*(1<<32))))
	}
	return c, nil
}

func (c *Cluster) IDs() []raft.ServerID { return slices.Clone(c.ids) }

func (c *Cluster) Start() {
	c.lifecycle.Lock()
	defer c.lifecycle.Unlock()
	c.tracer.start()
	for _, id := range c.ids {
		if server := c.servers[id-1].Load(); server == nil || !server.running.Load() {
			c.startServer(id)
		}
	}
}

func (c *Cluster) Stop() {
	c.lifecycle.Lock()
	defer c.lifecycle.Unlock()
	var stopping sync.WaitGroup
	for i := range c.servers {
		if server := c.servers[i].Load(); server != nil {
			stopping.Go(server.stop)
		}
	}
	stopping.Wait()
	c.network.close()
}

func (c *Cluster) Status(id raft.ServerID) (raft.Status, error) {
	server, err := c.server(id)
	if err != nil {
		return raft.Status{}, err
	}
	return server.status(), nil
}

func (c *Cluster) Digest(id raft.ServerID) (raft.Digest, error) {
	server, err := c.server(id)
	if err != nil {
		return raft.Digest{}, err
	}
	return server.digest(), nil
}

func (c *Cluster) Propose(ctx context.Context, command raft.Command, via raft.ServerID) (raft.Answer, error) {
	server, err := c.reach(via)
	if err != nil {
		return raft.Answer{}, err
	}
	if command.Type == raft.Configure {
		return raft.Answer{}, &raft.InvalidArgumentError{Reason: "a configuration is no client's command: it is changed by the leader"}
	}
	return server.Propose(ctx, command)
}

func (c *Cluster) Read(id string, options raft.ReadOptions) (raft.Answer, error) {
	if options.Consistency != raft.Stale {
		return raft.Answer{}, &raft.InvalidArgumentError{Reason: fmt.Sprintf(
			"consistency is %q: give %q", options.Consistency, raft.Stale)}
	}
	server, err := c.reach(options.Via)
	if err != nil {
		return raft.Answer{}, err
	}
	return server.read(id)
}

func (c *Cluster) Crash(id raft.ServerID) error {
	c.lifecycle.Lock()
	defer c.lifecycle.Unlock()
	server, err := c.server(id)
	if err != nil || !server.running.Load() {
		return err
	}
	server.stop()
	c.tracer.emit(raft.ServerEvent{Type: "crash", Server: id})
	return nil
}

func (c *Cluster) Restart(id raft.ServerID) error {
	c.lifecycle.Lock()
	defer c.lifecycle.Unlock()
	server, err := c.server(id)
	if err != nil || server.running.Load() {
		return err
	}
	c.startServer(id)
	return nil
}

func (c *Cluster) Partition(groups [][]raft.ServerID) error {
	for _, id := range slices.Concat(groups...) {
		if _, err := c.server(id); err != nil {
			return err
		}
	}
	c.network.partition.Store(raft.NewPartition(groups))
	return nil
}

func (c *Cluster) Heal() { c.network.partition.Store(nil) }

func (c *Cluster) Faults(rules raft.FaultRules) error {
	if err := rules.Check(); err != nil {
		return err
	}
	c.network.setFaults(rules, c.settings.Seed)
	return nil
}

func (c *Cluster) Trace(listener raft.TraceListener) {
	c.lifecycle.Lock()
	defer c.lifecycle.Unlock()
	c.tracer.listen(listener)
	c.tracing = listener != nil
	emit := c.emit()
	for i := range c.servers {
		if server := c.servers[i].Load(); server != nil {
			server.trace(emit)
		}
	}
	if emit == nil {
		c.network.emit.Store(nil)
	} else {
		c.network.emit.Store(&emit)
	}
}

// emit is where events go: nowhere, unless somebody listens.
func (c *Cluster) emit() func(raft.Event) {
	if c.tracing {
		return c.tracer.emit
	}
	return nil
}

// surroundings are what a server is given by its cluster.
type surroundings struct {
	network *network
	storage raft.Storage
	random  func() float64 // for who holds mu
}

func (c *Cluster) startServer(id raft.ServerID) {
	i := id - 1
	server := newServer(id, c.settings, surroundings{c.network, &c.storages[i], c.randoms[i]})
	server.trace(c.emit())
	c.tracer.emit(raft.ServerEvent{Type: "start", Server: id})
	server.start()
	c.servers[i].Store(server)
}

func (c *Cluster) server(id raft.ServerID) (*Server, error) {
	if id < 1 || int(id) > len(c.servers) {
		return nil, &raft.InvalidArgumentError{Reason: fmt.Sprintf(
			"there is no server %d: this cluster has servers 1 to %d", id, len(c.servers))}
	}
	server := c.servers[id-1].Load()
	if server == nil {
		return nil, &raft.StoppedError{Reason: "the cluster has not been started"}
	}
	return server, nil
}

// reach returns the server that a client talks to: the leader, where it names none.
func (c *Cluster) reach(via raft.ServerID) (*Server, error) {
	if via == 0 {
		via = c.findLeader()
	}
	return c.server(via)
}

// findLeader returns the leader of the newest term; where nobody leads, a server that can say so.
func (c *Cluster) findLeader() raft.ServerID {
	best, newest := raft.ServerID(1), int64(-1)
	for i := range c.servers {
		server := c.servers[i].Load()
		if server == nil || !server.running.Load() {
			continue
		}
		if term := server.leads.Load(); term > newest {
			best, newest = raft.ServerID(i+1), term
		}
	}
	return best
}
