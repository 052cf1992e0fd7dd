package main

import (
	"bytes"
	"reflect"
	"runtime/pprof"
	"strings"
	"time"

	"github.com/raft-three-ways/go-reference/goroutines"
)

// leftovers waits until all goroutines of clusters have ended, at most for patience, and returns the stacks of the others.
func leftovers(patience time.Duration) string {
	for deadline := time.Now().Add(patience); ; time.Sleep(time.Millisecond) {
		if stacks := stacksOfClusters(); stacks == "" || time.Now().After(deadline) {
			return stacks
		}
	}
}

func stacksOfClusters() string {
	var all bytes.Buffer
	_ = pprof.Lookup("goroutine").WriteTo(&all, 2) // a buffer never fails
	ofClusters := reflect.TypeFor[goroutines.Cluster]().PkgPath() + "."
	var stacks strings.Builder
	for stack := range strings.SplitSeq(all.String(), "\n\n") {
		if strings.Contains(stack, ofClusters) {
			stacks.WriteString(stack + "\n\n")
		}
	}
	return stacks.String()
}
