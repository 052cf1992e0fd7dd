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
type Server struct {
	surroundings

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
	// news wakes, on a leader, each follower's replicator; the server's own wakes the writer of the log.
	news map[raft.ServerID]wakeup

	// Written under mu, read without it.
	running atomic.Bool
	leads   atomic.Int64 // the term in which the server leads, or 0

	// writing holds a token while a write is under way, so that writes are in order. It is a channel and not a mutex because
	// a write can be slow.
	writing chan struct{}

	applying sync.RWMutex // guards machine
	machine  *kv.StateMachine

	committed      wakeup
	reading        wakeup // on a leader: a read has begun
	membersChanged wakeup // on a leader

	// Waiting clients: by log index, by request, by read, by transferee.
	proposed  *queue[proposal]
	proposals waiters
	forwarded waiters
	reads     waiters
	transfers waiters

	// tasks are the server's goroutines, ended by cancel.
	tasks sync.WaitGroup
	end   context.CancelFunc
}

func newServer(id raft.ServerID, settings raft.Settings, given surroundings) *Server {
	return &Server{
		surroundings:   given,
		raft:           raft.New(id, settings, given.storage.Load()),
		heard:          -1,
		roleEnded:      make(chan struct{}),
		requestID:      int(given.random() * (1 << 52)), // a reply to an earlier incarnation matches none
		writing:        make(chan struct{}, 1),
		unapplied:      make(map[int]raft.LogIndex),
		machine:        kv.NewStateMachine(settings.MaxSessions),
		committed:      newWakeup(),
		reading:        newWakeup(),
		membersChanged: newWakeup(),
		proposed:       newQueue[proposal](true),
	}
}

func (s *Server) begin() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.running.Store(true)
	s.react()
}

// finish rejects all waiting clients, and those to come.
func (s *Server) finish() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.running.Store(false)
	stopped := &cluster.StoppedError{Reason: fmt.Sprintf("server %d has stopped", s.raft.ID)}
	for _, proposal := range s.proposed.close() {
		proposal.client.told <- outcome{err: stopped}
	}
	s.rejectAll(stopped)
}

func (s *Server) start() {
	life, end := context.WithCancel(context.Background())
	s.end = end
	messages := s.network.attach(life, s.raft.ID)
	s.begin()
	s.tasks.Go(func() { s.run(life) })
	s.tasks.Go(func() { s.appendProposals(life) })
	s.tasks.Go(func() { s.applyCommitted(life) })
	s.tasks.Go(func() { s.expireRequests(life) })
	s.tasks.Go(func() { s.receiveMessages(life, messages) })
}

// stop ends the server, and waits until its goroutines have ended.
func (s *Server) stop() {
	s.network.detach(s.raft.ID)
	s.finish()
	s.end()
	s.tasks.Wait()
}
