//go:build js && wasm && probes

package main

import (
	"time"

	"github.com/raft-three-ways/go-reference/goroutines"
	"github.com/raft-three-ways/go-reference/raft"
)

// init tells the page what the probes tell. Imported functions allocate nothing, so that probes leave the garbage collector,
// and with it the order of goroutines, alone.
func init() {
	goroutines.OnLine = func(server raft.ServerID, task, place int) {
		reachedLine(int32(server), int32(task), int32(place))
	}
	goroutines.OnDeadline = func(server raft.ServerID, left time.Duration) {
		restartedTimer(int32(server), float64(left)/float64(time.Millisecond))
	}
}

//go:wasmimport threeWays reachedLine
func reachedLine(server, task, place int32)

//go:wasmimport threeWays restartedTimer
func restartedTimer(server int32, left float64)
