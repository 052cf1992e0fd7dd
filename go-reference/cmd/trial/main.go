// Command trial runs one trial of the bench on the cluster of goroutines: it reads its specification, one JSON object, from
// standard input, runs one workload, and writes the result as the last line of standard output. An error is one line on
// standard error: exit code 2 for an invalid specification, 1 for any other.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/goroutines"
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
	result, err := workloads.Run(newCluster, spec)
	if refused := (*raft.InvalidArgumentError)(nil); errors.As(err, &refused) {
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

func newCluster(settings raft.Settings) (cluster.Cluster, error) {
	return goroutines.NewCluster(settings)
}
