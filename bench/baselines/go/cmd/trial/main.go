// Command trial runs one trial of the bench on a Raft library: it reads its specification, one JSON object, from standard
// input, runs one workload of go-reference, and writes the result as the last line of standard output. An error is one line
// on standard error: exit code 2 for an invalid specification, 1 for any other.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/raft-three-ways/baselines/etcd"
	"github.com/raft-three-ways/baselines/hashicorp"
	"github.com/raft-three-ways/go-reference/cluster"
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
	c, err := newCluster(spec)
	if err != nil {
		return 2, err
	}
	defer c.Stop()
	result, err := workloads.Run(c, spec)
	if err != nil {
		return 1, err
	}
	if err := json.NewEncoder(out).Encode(result); err != nil {
		return 1, err
	}
	return 0, nil
}

func newCluster(spec workloads.Spec) (cluster.Cluster, error) {
	switch spec.Target {
	case "etcd":
		return etcd.NewCluster(spec.Settings())
	case "hashicorp":
		return hashicorp.NewCluster(spec.Settings())
	default:
		return nil, fmt.Errorf("unknown target %q: give etcd or hashicorp", spec.Target)
	}
}
