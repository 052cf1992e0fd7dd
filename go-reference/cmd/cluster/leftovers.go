package main

import (
	"bytes"
	"reflect"
	"runtime/pprof"
	"strings"
	"time"

	"github.com/raft-three-ways/go-reference/goroutines"
)

// leftovers waits until no goroutine of a cluster runs any more, for so long at the most, and returns the stacks of those
// that still do: none, if every cluster has been stopped.
func leftovers(patience time.Duration) string {
	for deadline := time.Now().Add(patience); ; time.Sleep(time.Millisecond) {
		if stacks := stacksOfClusters(); stacks == "" || time.Now().After(deadline) {
			return stacks
		}
	}
}

func stacksOfClusters() string {
	var all bytes.Buffer
	_ = pprof.Lookup("goroutine").WriteTo(&all, 2) // a buffer takes whatever comes
	ofClusters := reflect.TypeFor[goroutines.Cluster]().PkgPath() + "."
	var stacks strings.Builder
	for stack := range strings.SplitSeq(all.String(), "\n\n") {
		if strings.Contains(stack, ofClusters) {
			stacks.WriteString(stack + "\n\n")
		}
	}
	return stacks.String()
}
