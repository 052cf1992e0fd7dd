package goroutines

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"github.com/raft-three-ways/go-reference/raft"
)

// A Cluster is a whole cluster of goroutines in one process: the contract of package raft.
type Cluster struct {
	settings raft.Settings
	network  *network
	tracer   tracer
	seats    roster[seat]

	// lifecycle is held by whoever starts or ends servers, or tells them whether to trace.
	lifecycle sync.Mutex
	random    func() float64
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
		network:  newNetwork(0),
		random:   raft.SeededRandom(*settings.Seed),
	}
	for range settings.Servers {
		c.addSeat()
	}
	return c, nil
}

func (c *Cluster) IDs() (ids []raft.ServerID) {
	for _, seat := range c.seats.all() {
		ids = append(ids, seat.id)
	}
	return ids
}

func (c *Cluster) Start() {
	c.lifecycle.Lock()
	defer c.lifecycle.Unlock()
	c.tracer.start()
	for _, seat := range c.seats.all() {
		if server := seat.server.Load(); server == nil || !server.running.Load() {
			c.startServer(seat)
		}
	}
}

func (c *Cluster) Stop() {
	c.lifecycle.Lock()
	defer c.lifecycle.Unlock()
	var stopping sync.WaitGroup
	for _, seat := range c.seats.all() {
		if server := seat.server.Load(); server != nil {
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

func (c *Cluster) Propose(ctx context.Context, command raft.Command, options raft.ProposeOptions) (raft.Answer, error) {
	command, err := raft.ClientCommand(command, options.Session)
	if err != nil {
		return raft.Answer{}, err
	}
	server, err := c.reach(ctx, options.Via)
	if err != nil {
		return raft.Answer{}, err
	}
	return server.propose(ctx, command)
}

func (c *Cluster) Read(ctx context.Context, id string, options raft.ReadOptions) (raft.Answer, error) {
	if err := cmp.Or(options.Check(), raft.RequireKey("id", id)); err != nil {
		return raft.Answer{}, err
	}
	server, err := c.reach(ctx, options.Via)
	if err != nil {
		return raft.Answer{}, err
	}
	if options.Consistency == raft.Stale {
		return server.get(id), nil
	}
	return server.read(ctx, id)
}

func (c *Cluster) Transfer(ctx context.Context, to raft.ServerID) error {
	if _, err := c.server(to); err != nil {
		return err
	}
	leader, err := c.reach(ctx, 0)
	if err != nil {
		return err
	}
	return leader.transfer(ctx, to)
}

func (c *Cluster) Change(ctx context.Context, change raft.ConfigurationChange) error {
	if err := change.Check(); err != nil {
		return err
	}
	if _, err := c.server(change.Server); err != nil {
		return err
	}
	leader, err := c.reach(ctx, 0)
	if err != nil {
		return err
	}
	return leader.change(ctx, change)
}

func (c *Cluster) Launch() (raft.ServerID, error) {
	c.lifecycle.Lock()
	defer c.lifecycle.Unlock()
	if _, err := c.server(1); err != nil {
		return 0, err
	}
	added := c.addSeat()
	c.startServer(added)
	return added.id, nil
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
	c.startServer(c.seats.of(id))
	return nil
}

func (c *Cluster) Partition(groups [][]raft.ServerID) error {
	groups, err := raft.PartitionGroups(groups)
	if err != nil {
		return err
	}
	for _, id := range slices.Concat(groups...) {
		if _, err := c.server(id); err != nil {
			return err
		}
	}
	c.network.cut(groups)
	return nil
}

func (c *Cluster) Heal() { c.network.heal() }

func (c *Cluster) Faults(rules raft.FaultRules) error {
	if err := rules.Check(); err != nil {
		return err
	}
	if rules.Seed != nil {
		rules.Seed = new(*rules.Seed) // the listener is told of the rules, too
	}
	c.network.setFaults(rules, *c.settings.Seed)
	return nil
}

func (c *Cluster) Trace(listener raft.TraceListener) {
	c.lifecycle.Lock()
	defer c.lifecycle.Unlock()
	c.tracer.listen(listener)
	c.tracing = listener != nil
	emit := c.emit()
	for _, seat := range c.seats.all() {
		if server := seat.server.Load(); server != nil {
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
