package goroutines

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/kv"
	"github.com/raft-three-ways/go-reference/raft"
)

// The parts of a server, and its start and stop.

// A server is one incarnation of a Raft server: from a start to a crash. Its goroutines are in server.go, its clients'
// requests in clients.go.
type server struct {
	serverDeps

	// mu guards the fields up to the blank line. It is held for one step of the rules, never across a send, a write or a wait.
	mu               sync.Mutex
	raft             *raft.State
	electionDeadline time.Time
	lastHeard        time.Time
	heard            int
	leader           raft.ServerID
	role             raft.Role
	roleEnded        chan struct{} // closed when the role changes
	requestID        int
	unapplied        map[int]raft.LogIndex // reads waiting for their index to be applied
	expiry           raft.Expiry
	// wakeups holds, on a leader, the wakeup of each follower's replicator, and under its own id that of the log's writer.
	wakeups map[raft.ServerID]wakeup

	// Written under mu, read without it.
	running atomic.Bool
	leads   atomic.Int64 // the term in which the server leads, or 0

	// writing holds a token while a write is under way, so that writes are in order. It is a channel and not a mutex because
	// a write can be slow.
	writing chan struct{}

	applying sync.RWMutex // guards machine
	machine  *kv.StateMachine

	committed      wakeup
	asked          wakeup // a client waits for a read index
	reading        wakeup // on a leader: a read has begun
	membersChanged wakeup // on a leader

	// Waiting clients: by log index, by request, by read, by transferee.
	proposed  *queue[proposal]
	proposals waiters
	forwarded waiters
	reads     waiters
	transfers waiters

	// nextReads are those that wait for the next read index. A client joins them without a lock.
	nextReads atomic.Pointer[readBatch]

	// tasks are the server's goroutines, ended by cancel.
	tasks  sync.WaitGroup
	cancel context.CancelFunc
}

func newServer(id raft.ServerID, settings raft.Settings, deps serverDeps) *server {
	s := &server{
		serverDeps:     deps,
		raft:           raft.New(id, settings, deps.storage.Load()),
		heard:          -1,
		roleEnded:      make(chan struct{}),
		requestID:      int(deps.random() * (1 << 52)), // a reply to an earlier incarnation matches none
		writing:        make(chan struct{}, 1),
		unapplied:      make(map[int]raft.LogIndex),
		machine:        kv.NewStateMachine(settings.MaxSessions),
		committed:      newWakeup(),
		asked:          newWakeup(),
		reading:        newWakeup(),
		membersChanged: newWakeup(),
		proposed:       newQueue[proposal](true),
	}
	s.nextReads.Store(newReadBatch())
	return s
}

func (s *server) begin() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.running.Store(true)
	s.react()
}

// finish rejects all waiting clients, and those to come.
func (s *server) finish() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.running.Store(false)
	stopped := &cluster.StoppedError{Reason: fmt.Sprintf("server %d has stopped", s.raft.ID)}
	for _, proposal := range s.proposed.close() {
		proposal.client.result <- outcome{err: stopped}
	}
	s.rejectAll(stopped)
}

func (s *server) start() {
	ctx, cancel := context.WithCancel(context.Background())
	s.cancel = cancel
	messages := s.network.attach(ctx, s.raft.ID)
	s.begin()
	s.tasks.Go(func() { s.run(ctx) })
	s.tasks.Go(func() { s.appendProposals(ctx) })
	s.tasks.Go(func() { s.applyCommitted(ctx) })
	s.tasks.Go(func() { s.serveReads(ctx) })
	s.tasks.Go(func() { s.expireRequests(ctx) })
	s.tasks.Go(func() { s.receiveMessages(ctx, messages) })
}

// stop ends the server, and waits until its goroutines have ended.
func (s *server) stop() {
	s.network.detach(s.raft.ID)
	s.finish()
	s.cancel()
	s.tasks.Wait()
}
