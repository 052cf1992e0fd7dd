// Command trial runs one trial of the bench on a Raft library: it reads its specification, one JSON object, from standard
// input, runs one workload of go-reference, and writes the result as the last line of standard output. An error is one line
// on standard error: exit code 2 for an invalid specification, 1 for any other.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/raft-three-ways/baselines/etcd"
	"github.com/raft-three-ways/baselines/hashicorp"
	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
	"github.com/raft-three-ways/go-reference/workloads"
)

func main() {
	code, err := run(os.Stdin, os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(code)
}

func run(in io.Reader, out io.Writer) (code int, err error) {
	text, err := io.ReadAll(in)
	if err != nil {
		return 1, err
	}
	spec, err := workloads.ParseSpec(text)
	if err != nil {
		return 2, err
	}
	newCluster, err := clusterOf(spec)
	if err != nil {
		return 2, err
	}
	result, err := workloads.Run(newCluster, spec)
	if _, isRefused := errors.AsType[*raft.InvalidArgumentError](err); isRefused {
		return 2, err
	}
	if err != nil {
		return 1, err
	}
	if err := json.NewEncoder(out).Encode(result); err != nil {
		return 1, err
	}
	return 0, nil
}

// clusterOf returns the target's constructor, or why it can't be measured as the specification asks.
func clusterOf(spec workloads.Spec) (workloads.NewCluster, error) {
	if spec.Suite == "election" {
		if err := checkElection(spec); err != nil {
			return nil, err
		}
	}
	switch spec.Target {
	case "etcd":
		return newEtcd, nil
	case "hashicorp":
		return newHashicorp, nil
	default:
		return nil, fmt.Errorf("unknown target %q: give etcd or hashicorp", spec.Target)
	}
}

func newEtcd(settings raft.Settings) (cluster.Cluster, error) { return etcd.NewCluster(settings) }

func newHashicorp(settings raft.Settings) (cluster.Cluster, error) {
	return hashicorp.NewCluster(settings)
}

// checkElection refuses elections that a library can't hold under the same conditions as the others.
func checkElection(spec workloads.Spec) error {
	if spec.Target == "hashicorp" {
		return errors.New("hashicorp has no suite election: its leader sends each follower heartbeats at random times of its own, so that election timers can't be started together")
	}
	if shortest, longest := spec.ElectionTimeout[0], spec.ElectionTimeout[1]; longest != 2*shortest {
		return fmt.Errorf("electionTimeout is %v to %v: etcd's library draws timeouts from one to two times the minimum", shortest, longest)
	}
	return nil
}
