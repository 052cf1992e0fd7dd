package goroutines

import (
	"sync"
	"time"

	"github.com/raft-three-ways/go-reference/raft"
)

// Probes tell which line of a server each task has reached. They are inserted into the sources by a build for the reading
// page, which also lays this file into the package; no other build has either.

// OnLine is called when a task of a server, one call of a function, has reached a place; with place 0 when it has ended.
var OnLine = func(server raft.ServerID, task, place int) {}

// OnDeadline is called when a server's election timer has been restarted, with the time that is left.
var OnDeadline = func(server raft.ServerID, left time.Duration) {}

// probes counts the tasks, and remembers the deadlines that have been told, by server.
var probes struct {
	mu        sync.Mutex
	tasks     int
	deadlines [64]time.Time
}

// A probedTask is one call of a function of a server.
type probedTask struct {
	server *server
	number int
}

func enterProbed(s *server) probedTask {
	probes.mu.Lock()
	defer probes.mu.Unlock()
	probes.tasks++
	return probedTask{s, probes.tasks}
}

func (t probedTask) at(place int) { OnLine(t.server.raft.ID, t.number, place) }

// leave reads the deadline without the server's lock, which its caller may hold: a program with probes has one thread.
func (t probedTask) leave() {
	id, deadline := t.server.raft.ID, t.server.electionDeadline
	OnLine(id, t.number, 0)
	probes.mu.Lock()
	defer probes.mu.Unlock()
	if !deadline.Equal(probes.deadlines[id%64]) {
		probes.deadlines[id%64] = deadline
		OnDeadline(id, time.Until(deadline))
	}
}
