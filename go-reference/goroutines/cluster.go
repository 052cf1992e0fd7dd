package goroutines

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/kv"
	"github.com/raft-three-ways/go-reference/raft"
)

// A Cluster is a cluster of goroutines in one process. It implements cluster.Cluster.
type Cluster struct {
	settings raft.Settings
	network  *network
	tracer   tracer
	slots    table[slot]

	life   cluster.LifeCycle
	random func() float64 // guarded by the life cycle's turn

	// tracing guards isTraced, and is held while the servers' emit is set.
	tracing  sync.Mutex
	isTraced bool
}

var _ cluster.Cluster = (*Cluster)(nil)

// NewCluster returns a cluster, not yet started. The error is an InvalidArgumentError that names the setting.
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
		c.addSlot()
	}
	return c, nil
}

func (c *Cluster) IDs() (ids []raft.ServerID) {
	for _, slot := range c.slots.all() {
		ids = append(ids, slot.id)
	}
	return ids
}

func (c *Cluster) Start() error {
	return c.life.Start(func() error {
		c.tracer.start()
		for _, slot := range c.slots.all() {
			c.startServer(slot)
		}
		return nil
	})
}

func (c *Cluster) Stop() {
	c.life.Stop(func() {
		var stopping sync.WaitGroup
		for _, slot := range c.slots.all() {
			if server := slot.server.Load(); server != nil {
				stopping.Go(server.stop)
			}
		}
		stopping.Wait()
		c.network.close()
	})
	c.tracer.settle()
}

func (c *Cluster) Status(id raft.ServerID) (cluster.Status, error) {
	server, err := c.server(id)
	if err != nil {
		return cluster.Status{}, err
	}
	return server.status(), nil
}

func (c *Cluster) Digest(id raft.ServerID) (kv.Digest, error) {
	server, err := c.running(id)
	if err != nil {
		return kv.Digest{}, err
	}
	return server.digest(), nil
}

func (c *Cluster) Propose(ctx context.Context, command raft.Command, options cluster.ProposeOptions) (raft.Answer, error) {
	command, err := cluster.ClientCommand(command, options.Session)
	if err := cmp.Or(cluster.RequireContext(ctx), err); err != nil {
		return raft.Answer{}, err
	}
	server, err := c.reach(ctx, options.Via)
	if err != nil {
		return raft.Answer{}, err
	}
	return server.propose(ctx, command)
}

func (c *Cluster) Read(ctx context.Context, id string, options cluster.ReadOptions) (raft.Answer, error) {
	if err := cmp.Or(cluster.RequireContext(ctx), options.Check(), cluster.RequireKey("id", id)); err != nil {
		return raft.Answer{}, err
	}
	server, err := c.reach(ctx, options.Via)
	if err != nil {
		return raft.Answer{}, err
	}
	if options.Consistency == cluster.Stale {
		return server.get(id), nil
	}
	return server.read(ctx, id)
}

func (c *Cluster) Transfer(ctx context.Context, to raft.ServerID) error {
	if err := cmp.Or(cluster.RequireContext(ctx), c.requireServer(to)); err != nil {
		return err
	}
	leader, err := c.reach(ctx, 0)
	if err != nil {
		return err
	}
	return leader.transfer(ctx, to)
}

func (c *Cluster) Change(ctx context.Context, change raft.ConfigurationChange) error {
	if err := cmp.Or(cluster.RequireContext(ctx), cluster.CheckChange(change), c.requireServer(change.Server)); err != nil {
		return err
	}
	leader, err := c.reach(ctx, 0)
	if err != nil {
		return err
	}
	return leader.change(ctx, change)
}

func (c *Cluster) Launch() (id raft.ServerID, err error) {
	err = c.life.InTurn(func() error {
		added := c.addSlot()
		c.startServer(added)
		id = added.id
		return nil
	})
	return id, err
}

func (c *Cluster) Crash(id raft.ServerID) error {
	if err := c.requireServer(id); err != nil {
		return err
	}
	return c.life.InTurn(func() error {
		if server := c.slots.of(id).server.Load(); server.running.Load() {
			server.stop()
			c.tracer.emit(cluster.ServerEvent{Type: "crash", Server: id})
		}
		return nil
	})
}

func (c *Cluster) Restart(id raft.ServerID) error {
	if err := c.requireServer(id); err != nil {
		return err
	}
	return c.life.InTurn(func() error {
		if slot := c.slots.of(id); !slot.server.Load().running.Load() {
			c.startServer(slot)
		}
		return nil
	})
}

func (c *Cluster) Block(id raft.ServerID, ms raft.Millis) error {
	if err := cmp.Or(c.requireServer(id), cluster.RequireBlock(ms)); err != nil {
		return err
	}
	server, err := c.running(id)
	if err != nil {
		return err
	}
	return server.block(ms.Duration())
}

func (c *Cluster) Partition(groups [][]raft.ServerID) error {
	groups, err := cluster.PartitionGroups(groups)
	if err != nil {
		return err
	}
	for _, id := range slices.Concat(groups...) {
		if err := c.requireServer(id); err != nil {
			return err
		}
	}
	if err := c.life.RequireNotStopped(); err != nil {
		return err
	}
	c.network.cut(groups)
	return nil
}

func (c *Cluster) Heal() error {
	if err := c.life.RequireNotStopped(); err != nil {
		return err
	}
	c.network.heal()
	return nil
}

func (c *Cluster) Faults(rules cluster.FaultRules) error {
	if err := cmp.Or(rules.Check(), c.life.RequireNotStopped()); err != nil {
		return err
	}
	if rules.Seed != nil {
		rules.Seed = new(*rules.Seed) // the listener gets the rules, too
	}
	c.network.setFaults(rules, *c.settings.Seed)
	return nil
}

// Intercept has the interceptor decide on each message that is about to be delivered; nil ends that.
func (c *Cluster) Intercept(interceptor Interceptor) {
	if interceptor == nil {
		c.network.intercept.Store(nil)
	} else {
		c.network.intercept.Store(&interceptor)
	}
}

func (c *Cluster) Trace(listener cluster.TraceListener) error {
	if listener == nil {
		c.setTracing(false)
		c.tracer.listen(nil)
		return nil
	}
	if err := c.life.RequireNotStopped(); err != nil {
		return err
	}
	c.tracer.listen(&traceQueue{listening: cluster.NewListening(listener, func() { _ = c.Trace(nil) })})
	c.setTracing(true)
	return nil
}

// setTracing turns the events of the servers and the network on or off.
func (c *Cluster) setTracing(on bool) {
	c.tracing.Lock()
	defer c.tracing.Unlock()
	c.isTraced = on
	emit := c.emit()
	for _, slot := range c.slots.all() {
		if server := slot.server.Load(); server != nil {
			server.trace(emit)
		}
	}
	if emit == nil {
		c.network.emit.Store(nil)
	} else {
		c.network.emit.Store(&emit)
	}
}

// emit returns the tracer's emit, or nil without a listener. The caller holds tracing.
func (c *Cluster) emit() func(raft.Event) {
	if c.isTraced {
		return c.tracer.emit
	}
	return nil
}
