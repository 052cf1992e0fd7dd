package goroutines

import (
	"cmp"
	"context"
	"fmt"
	"sync/atomic"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

// The servers of a cluster: how each is started, and which one serves a client.

// A slot is what survives a server's incarnations.
type slot struct {
	id      raft.ServerID
	server  atomic.Pointer[server] // nil before the first start
	storage raft.MemoryStorage
	random  func() float64
}

// addSlot gives each server its own random numbers, so that they do not depend on scheduling.
func (c *Cluster) addSlot() *slot {
	added := &slot{random: raft.SeededRandom(uint32(c.random() * (1 << 32)))}
	c.network.addServer()
	added.id = raft.ServerID(len(c.slots.all()) + 1)
	c.slots.add(added)
	return added
}

// serverDeps are what a server gets from its cluster.
type serverDeps struct {
	network *network
	storage raft.Storage
	random  func() float64 // guarded by mu
}

func (c *Cluster) startServer(slot *slot) {
	server := newServer(slot.id, c.settingsOf(slot.id), serverDeps{c.network, &slot.storage, slot.random})
	c.install(slot, server)
	c.tracer.emit(cluster.StartEvent{
		Server:       slot.id,
		CurrentTerm:  server.raft.CurrentTerm,
		VotedFor:     server.raft.VotedFor,
		LastLogIndex: server.raft.Log.LastIndex(),
		LastLogTerm:  server.raft.Log.LastTerm(),
	})
	server.start()
}

// install puts the server into its slot: from here on setTracing reaches it.
func (c *Cluster) install(slot *slot, server *server) {
	c.tracing.Lock()
	defer c.tracing.Unlock()
	server.trace(c.emit())
	slot.server.Store(server)
}

// settingsOf returns a server's settings. A server launched later starts without members: the leader sends it the
// configuration.
func (c *Cluster) settingsOf(id raft.ServerID) raft.Settings {
	settings := c.settings
	if int(id) > settings.Servers {
		settings.Servers = 0
	}
	return settings
}

func (c *Cluster) requireServer(id raft.ServerID) error {
	return cluster.RequireServer(id, len(c.slots.all()))
}

// server returns a server of a started cluster.
func (c *Cluster) server(id raft.ServerID) (*server, error) {
	if err := cmp.Or(c.requireServer(id), c.life.RequireStarted()); err != nil {
		return nil, err
	}
	server := c.slots.of(id).server.Load()
	if server == nil { // its first start is under way
		return nil, &cluster.StoppedError{Reason: fmt.Sprintf("server %d is not running", id)}
	}
	return server, nil
}

func (c *Cluster) running(id raft.ServerID) (*server, error) {
	server, err := c.server(id)
	if err == nil && !server.running.Load() {
		return nil, server.notRunning()
	}
	return server, err
}

// reach returns the server that serves a client: the leader unless via names one.
func (c *Cluster) reach(ctx context.Context, via raft.ServerID) (*server, error) {
	if via == 0 {
		via = c.findLeader()
	}
	if err := c.requireServer(via); err != nil {
		return nil, err
	}
	if ctx.Err() != nil {
		return nil, aborted(ctx, "the context had ended before anything was asked")
	}
	return c.running(via)
}

// findLeader returns the leader of the newest term; without one, a server that answers so.
func (c *Cluster) findLeader() raft.ServerID {
	best, newest := raft.ServerID(1), int64(-1)
	for _, slot := range c.slots.all() {
		server := slot.server.Load()
		if server == nil || !server.running.Load() {
			continue
		}
		if term := server.leads.Load(); term > newest {
			best, newest = slot.id, term
		}
	}
	return best
}
