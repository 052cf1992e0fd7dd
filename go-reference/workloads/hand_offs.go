package workloads

import (
	"fmt"
	"strconv"
	"sync/atomic"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

// HandOffsResult is the number of messages between servers while proposals were answered.
type HandOffsResult struct {
	Suite    string `json:"suite"`
	Commits  int    `json:"commits"`
	Messages int64  `json:"messages"`
	Proof    Proof  `json:"proof"`
}

// HandOffs counts, in the cluster's trace, the messages between servers while clients propose in a closed loop.
func HandOffs(c cluster.Cluster, spec Spec) (result HandOffsResult, err error) {
	result.Suite = "hand-offs"
	if err := c.Start(); err != nil {
		return result, err
	}
	leader, err := agreement(c)
	if err != nil {
		return result, err
	}
	var messages atomic.Int64
	err = c.Trace(func(event cluster.TraceEvent) {
		if event.Event.EventType() == "deliver" {
			messages.Add(1)
		}
	})
	if err != nil {
		return result, err
	}
	commandOf := func(number int) raft.Command {
		return raft.Command{Type: raft.Set, ID: fmt.Sprintf("k%d", number%1024), Name: strconv.Itoa(number)}
	}
	if err := proposeAll(c, leader.ID, spec.Outstanding, spec.Proposals, commandOf); err != nil {
		return result, err
	}
	if err := c.Trace(nil); err != nil {
		return result, err
	}
	result.Commits, result.Messages = spec.Proposals, messages.Load()
	result.Proof, err = prove(c, spec.Proposals)
	return result, err
}
