//go:build js && wasm && probes

package main

import (
	"github.com/raft-three-ways/go-reference/goroutines"
	"github.com/raft-three-ways/go-reference/raft"
)

// init tells the page what the probes tell. Imported functions allocate nothing, so that probes leave the garbage collector,
// and with it the order of goroutines, alone.
func init() {
	goroutines.OnLine = func(server raft.ServerID, task, place int) {
		reachedLine(int32(server), int32(task), int32(place))
	}
}

//go:wasmimport threeWays reachedLine
func reachedLine(server, task, place int32)
