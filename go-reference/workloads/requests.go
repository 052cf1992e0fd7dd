package workloads

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

// namesPerKey: an id is set to several names in turn, so that servers applying the commands in different orders would have
// different digests.
const namesPerKey = 4

// requests are what clients ask, built in advance, so that a loop allocates no strings.
type requests struct {
	count int
	ask   func(position int) (raft.Answer, error)
	// expected are the answers that reads must get; nil for proposals, whose proof is the digests.
	expected []string
}

// prepareRequests returns the requests, and the number of proposals that prepared them: a read finds its id set.
func prepareRequests(c cluster.Cluster, via raft.ServerID, spec Spec) (*requests, int, error) {
	if spec.Operation == Propose {
		return proposalsTo(c, via, spec), 0, nil
	}
	commands := commandsOf(spec, spec.Keys)
	for _, command := range commands {
		if _, err := c.Propose(context.Background(), command, cluster.ProposeOptions{Via: via}); err != nil {
			return nil, 0, err
		}
	}
	return readsFrom(c, via, spec, commands), len(commands), nil
}

func proposalsTo(c cluster.Cluster, via raft.ServerID, spec Spec) *requests {
	commands, ctx, options := commandsOf(spec, spec.Keys*namesPerKey), context.Background(), cluster.ProposeOptions{Via: via}
	return &requests{count: len(commands), ask: func(position int) (raft.Answer, error) {
		return c.Propose(ctx, commands[position], options)
	}}
}

func readsFrom(c cluster.Cluster, via raft.ServerID, spec Spec, commands []raft.Command) *requests {
	ctx, options := context.Background(), cluster.ReadOptions{Via: via, Consistency: cluster.Linearizable}
	if spec.Operation == ReadStale {
		options.Consistency = cluster.Stale
	}
	reads := &requests{count: len(commands), ask: func(position int) (raft.Answer, error) {
		return c.Read(ctx, commands[position].ID, options)
	}}
	for _, command := range commands {
		reads.expected = append(reads.expected, command.Name)
	}
	return reads
}

// check returns an error if a read was answered with another name than the one that was set.
func (r *requests) check(position int, answer raft.Answer) error {
	if r.expected == nil || answer.Found && answer.Name == r.expected[position] {
		return nil
	}
	return fmt.Errorf("a read was answered with %+v, not %q", answer, r.expected[position])
}

func commandsOf(spec Spec, count int) []raft.Command {
	commands := make([]raft.Command, count)
	for i := range commands {
		name := strconv.Itoa(i) + strings.Repeat("n", spec.ValueBytes)
		commands[i] = raft.Command{Type: raft.Set, ID: fmt.Sprintf("k%d", i%spec.Keys), Name: name[:spec.ValueBytes]}
	}
	return commands
}
