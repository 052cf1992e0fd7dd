package goroutines

import (
	"sync/atomic"

	"github.com/raft-three-ways/go-reference/raft"
)

// Probes tell which line of a server each task has reached. They are inserted into the sources by a build for the reading
// page, which also lays this file into the package; no other build has either.

// OnLine is called when a task of a server, one call of a function, has reached a place; with place 0 when it has ended.
var OnLine = func(server raft.ServerID, task, place int) {}

// probed counts the tasks.
var probed atomic.Int64

// A probedTask is one call of a function of a server.
type probedTask struct {
	server raft.ServerID
	number int
}

func enterProbed(s *server) probedTask { return probedTask{s.raft.ID, int(probed.Add(1))} }

func (t probedTask) at(place int) { OnLine(t.server, t.number, place) }

func (t probedTask) leave() { OnLine(t.server, t.number, 0) }
