package workloads

import (
	"context"
	"errors"
	"time"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

// The start of a cluster whose servers all have one and the same election timeout. Started together they would campaign
// together, and might never have a leader to crash: the cluster begins with one server, and the others are added to it.

// pause is the time between two attempts at what is refused because there is no leader yet, or a server has not caught up.
const pause = time.Millisecond

// hasOneTimeout tells whether all servers have the same election timeout.
func hasOneTimeout(spec Spec) bool { return spec.ElectionTimeout[0] == spec.ElectionTimeout[1] }

// founders is the number of servers at the start.
func founders(spec Spec) int {
	if hasOneTimeout(spec) {
		return 1
	}
	return spec.Servers
}

// found starts the cluster, and adds the servers that are not founders, each as a learner that is promoted. The last of them
// takes over the leadership, so that the leader's heartbeats to all others begin at the same moment.
func found(c cluster.Cluster, spec Spec) error {
	if err := c.Start(); err != nil || len(c.IDs()) == spec.Servers {
		return err
	}
	for len(c.IDs()) < spec.Servers {
		server, err := c.Launch()
		if err != nil {
			return err
		}
		for _, kind := range []raft.ChangeType{raft.AddLearner, raft.Promote} {
			change := raft.ConfigurationChange{Type: kind, Server: server}
			if err := untilAccepted(func() error { return c.Change(context.Background(), change) }); err != nil {
				return err
			}
		}
	}
	last := raft.ServerID(spec.Servers)
	return untilAccepted(func() error { return c.Transfer(context.Background(), last) })
}

// untilAccepted asks the leader until it does not refuse.
func untilAccepted(ask func() error) error {
	for {
		err := ask()
		if !isRefusal(err) {
			return err
		}
		time.Sleep(pause)
	}
}

func isRefusal(err error) bool {
	_, isLeaderless := errors.AsType[*raft.NotLeaderError](err)
	_, isRefusedChange := errors.AsType[*raft.ChangeRefusedError](err)
	_, isRefusedTransfer := errors.AsType[*raft.TransferRefusedError](err)
	return isLeaderless || isRefusedChange || isRefusedTransfer
}
