package goroutines

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/raft-three-ways/go-reference/raft"
)

// What a server consists of, and how it begins and ends.

// A Server is one Raft server, from a start to a crash. What its goroutines do is in server.go, what its clients do in
// clients.go.
type Server struct {
	surroundings

	// mu guards what stands from here to the blank line. It is held for one step of the rules, never across a send, a
	// write or a wait.
	mu               sync.Mutex
	raft             *raft.State
	electionDeadline time.Time
	lastHeard        time.Time
	heard            int
	leader           raft.ServerID
	role             raft.Role
	roleEnded        chan struct{} // closed when the role becomes another
	requestID        int
	unapplied        map[int]raft.LogIndex // reads that know their index, and wait until it is applied
	expiry           raft.Expiry
	// news, on a leader, wakes each follower's replicator, and the server's own the writer of the log.
	news map[raft.ServerID]wakeup

	// Written under mu, read without it.
	running atomic.Bool
	leads   atomic.Int64 // the term that the server leads, or 0

	// writing holds a token from looking what to write until it is written, so that no two writes change places. It is a
	// channel because a write takes its time: a mutex is for what is over at once.
	writing chan struct{}

	applying sync.RWMutex // guards machine
	machine  *raft.StateMachine

	committed      wakeup
	reading        wakeup // on a leader: somebody has begun to read
	membersChanged wakeup // on a leader

	// Who waits: by log index, by request, by read, by successor.
	proposed  *queue[proposal]
	proposals waiters
	forwarded waiters
	reads     waiters
	transfers waiters

	// tasks are the goroutines of the server, and end tells them to.
	tasks sync.WaitGroup
	end   context.CancelFunc
}

func newServer(id raft.ServerID, settings raft.Settings, given surroundings) *Server {
	return &Server{
		surroundings:   given,
		raft:           raft.New(id, settings, given.storage.Load()),
		heard:          -1,
		roleEnded:      make(chan struct{}),
		requestID:      int(given.random() * (1 << 52)), // no reply to a former life is taken for one to this
		writing:        make(chan struct{}, 1),
		unapplied:      make(map[int]raft.LogIndex),
		machine:        raft.NewStateMachine(settings.MaxSessions),
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

// finish tells everybody who waits that the server has stopped. Nobody begins to wait from then on.
func (s *Server) finish() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.running.Store(false)
	stopped := &raft.StoppedError{Reason: fmt.Sprintf("server %d has stopped", s.raft.ID)}
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

// stop ends the server, and waits until nothing of it runs any more.
func (s *Server) stop() {
	s.network.detach(s.raft.ID)
	s.finish()
	s.end()
	s.tasks.Wait()
}
