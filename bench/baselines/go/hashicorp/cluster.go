// Package hashicorp runs the bench's cluster on github.com/hashicorp/raft, in memory: its InmemTransport, InmemStore and
// InmemSnapshotStore. What was chosen, and why, stands in this module's README.
package hashicorp

import (
	"context"
	"errors"
	"sync"

	"github.com/raft-three-ways/baselines/commands"
	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/kv"
	"github.com/raft-three-ways/go-reference/raft"

	hraft "github.com/hashicorp/raft"
)

// A Cluster is a cluster of servers in one process. It has the methods of cluster.Cluster that the workloads need; the others
// panic.
type Cluster struct {
	cluster.Cluster
	settings raft.Settings
	servers  []*server
}

// NewCluster returns a cluster, not yet started. The error is an InvalidArgumentError that names the setting.
func NewCluster(settings raft.Settings) (*Cluster, error) {
	settings, err := settings.Complete()
	if err != nil {
		return nil, err
	}
	c := &Cluster{settings: settings}
	for id := range settings.Servers {
		c.servers = append(c.servers, newServer(raft.ServerID(id+1), settings))
	}
	return c, nil
}

func (c *Cluster) IDs() (ids []raft.ServerID) {
	for _, server := range c.servers {
		ids = append(ids, server.id)
	}
	return ids
}

func (c *Cluster) Start() error {
	var members hraft.Configuration
	for _, server := range c.servers {
		name := nameOf(server.id)
		members.Servers = append(members.Servers, hraft.Server{ID: hraft.ServerID(name), Address: hraft.ServerAddress(name)})
		for _, peer := range c.servers {
			server.transport.Connect(peer.transport.LocalAddr(), peer.transport)
		}
	}
	for _, server := range c.servers {
		if err := server.start(c.settings, members); err != nil {
			return err
		}
	}
	return nil
}

// Stop stops every server, and waits until its goroutines have ended. Clients end first: the library never answers a proposal
// that is still in its buffer when it shuts down.
func (c *Cluster) Stop() {
	var stopping sync.WaitGroup
	for _, server := range c.servers {
		stopping.Go(server.stop)
	}
	stopping.Wait()
}

func (s *server) stop() {
	if s.raft != nil {
		_ = s.raft.Shutdown().Error() // never fails
	}
	_ = s.transport.Close() // never fails
}

func (c *Cluster) Status(id raft.ServerID) (cluster.Status, error) {
	return c.servers[id-1].status(), nil
}

func (c *Cluster) Digest(id raft.ServerID) (kv.Digest, error) {
	return c.servers[id-1].machine.digest(), nil
}

// Propose asks the server that options.Via names, which must lead. It does not heed the context.
func (c *Cluster) Propose(_ context.Context, command raft.Command, options cluster.ProposeOptions) (raft.Answer, error) {
	data, err := commands.Append(make([]byte, 0, commands.Size(command)), command)
	if err != nil {
		return raft.Answer{}, err
	}
	applied := c.servers[options.Via-1].raft.Apply(data, 0)
	if err := applied.Error(); err != nil {
		return raft.Answer{}, errorOf(err)
	}
	given := applied.Response().(*outcome)
	return given.answer, given.err
}

// Read asks the server that options.Via names. A linearizable read verifies its leadership with a majority: what clients have
// had an answer for is applied there.
func (c *Cluster) Read(_ context.Context, id string, options cluster.ReadOptions) (raft.Answer, error) {
	server := c.servers[options.Via-1]
	if options.Consistency != cluster.Stale {
		if err := server.raft.VerifyLeader().Error(); err != nil {
			return raft.Answer{}, errorOf(err)
		}
	}
	return server.machine.get(id), nil
}

func errorOf(err error) error {
	if errors.Is(err, hraft.ErrRaftShutdown) {
		return &cluster.StoppedError{Reason: err.Error()}
	}
	return &cluster.UnavailableError{Reason: err.Error()}
}
