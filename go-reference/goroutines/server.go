package goroutines

import (
	"context"
	"fmt"
	"iter"
	"sync"
	"sync/atomic"
	"time"

	"github.com/raft-three-ways/go-reference/raft"
)

// A Server is one Raft server. What it decides is in package raft; here is how it waits and talks: one goroutine for each
// concern, and its role is the line at which run stands. How the goroutines share its state is in steps.go. Read it
// beside packages/raft-async/src/server.ts.
type Server struct {
	surroundings

	// mu guards what stands from here to the blank line. It is held for one step of the rules, never across a send, a
	// write or a wait.
	mu               sync.Mutex
	raft             *raft.State
	electionDeadline time.Time
	heard            int
	leader           raft.ServerID
	requestID        int
	endElection      context.CancelFunc
	endLeadership    context.CancelFunc

	// Written under mu, read without it.
	running atomic.Bool
	leads   atomic.Int64 // the term that the server leads, or 0

	// writing is held from looking what to write until it is written, so that no two writes change places.
	writing sync.Mutex

	applying sync.RWMutex // guards machine
	machine  raft.StateMachine

	committed wakeup
	// news wakes each follower's replicator; the server's own wakes the writer of the log.
	news map[raft.ServerID]wakeup

	proposals waiters
	forwarded waiters

	// tasks are the goroutines of the server, and end tells them to.
	tasks sync.WaitGroup
	end   context.CancelFunc
}

func newServer(id raft.ServerID, settings raft.Settings, given surroundings) *Server {
	s := &Server{
		surroundings:  given,
		raft:          raft.New(id, settings, given.storage.Load()),
		heard:         -1,
		requestID:     int(given.random() * (1 << 52)), // no reply to a former life is taken for one to this
		endElection:   func() {},
		endLeadership: func() {},
		committed:     newWakeup(),
		news:          make(map[raft.ServerID]wakeup, settings.Servers),
	}
	for _, server := range s.raft.Servers {
		s.news[server] = newWakeup()
	}
	return s
}

func (s *Server) start() {
	life, end := context.WithCancel(context.Background())
	s.end = end
	messages := s.network.attach(life, s.raft.ID)
	s.begin()
	s.tasks.Go(func() { s.run(life) })
	s.tasks.Go(func() { s.applyCommitted(life) })
	s.tasks.Go(func() { s.receiveMessages(life, messages) })
}

// stop ends the server, and waits until nothing of it runs any more.
func (s *Server) stop() {
	s.network.detach(s.raft.ID)
	s.finish()
	s.end()
	stopped := &raft.StoppedError{Reason: fmt.Sprintf("server %d has stopped", s.raft.ID)}
	s.proposals.rejectAll(stopped)
	s.forwarded.rejectAll(stopped)
	s.tasks.Wait()
}

// run is Figure 4 as a program: follower, candidate, leader, and again.
func (s *Server) run(ctx context.Context) {
	for ctx.Err() == nil {
		s.runElectionTimer(ctx)
		s.campaign(ctx)
		s.lead(ctx)
	}
}

// runElectionTimer returns when the server has heard nothing for an election timeout (§5.2), or when the context ends.
func (s *Server) runElectionTimer(ctx context.Context) {
	timer := time.NewTimer(s.untilElection())
	defer timer.Stop()
	for {
		select {
		case <-timer.C:
			remaining := s.untilElection() // the deadline may have moved on meanwhile
			if remaining <= 0 {
				return
			}
			timer.Reset(remaining)
		case <-ctx.Done():
			return
		}
	}
}

// restartElectionTimer is for who holds mu.
func (s *Server) restartElectionTimer() {
	s.electionDeadline = time.Now().Add(s.raft.Settings.RandomElectionTimeout(s.random).Duration())
}

// campaign asks all others for their votes at once; again in a new term for as long as nobody wins (§5.2).
func (s *Server) campaign(ctx context.Context) {
	for ctx.Err() == nil {
		election, end := context.WithCancel(ctx)
		requests, started := s.startElection(end)
		if !started {
			end()
			return
		}
		var asking sync.WaitGroup
		for _, request := range requests {
			asking.Go(func() { s.askForVote(election, request) })
		}
		s.runElectionTimer(election) // until the time is up, or the election decided
		end()
		asking.Wait()
	}
}

// askForVote asks one server until it answers: either message may get lost (§5.5).
func (s *Server) askForVote(ctx context.Context, request *raft.RequestVote) {
	again := time.NewTicker(s.raft.Settings.HeartbeatInterval.Duration())
	defer again.Stop()
	for s.awaitsVote(request.To) {
		s.send(request)
		select {
		case <-again.C:
		case <-ctx.Done():
			return
		}
	}
}

// lead serves as leader until the server steps down.
func (s *Server) lead(ctx context.Context) {
	leadership, end := context.WithCancel(ctx)
	defer end()
	if !s.beginLeadership(end) {
		return
	}
	var tasks sync.WaitGroup
	tasks.Go(func() { s.writeLog(leadership) })
	for _, peer := range s.raft.Peers() {
		tasks.Go(func() { s.replicateTo(leadership, peer) })
	}
	tasks.Wait()
}

// replicateTo keeps one follower's log like the leader's: sends what is new as soon as it may, and a heartbeat now and
// then (§5.3).
func (s *Server) replicateTo(ctx context.Context, peer raft.ServerID) {
	heartbeat := time.NewTicker(s.raft.Settings.HeartbeatInterval.Duration())
	defer heartbeat.Stop()
	for {
		for request := s.appendEntriesTo(peer); request != nil; request = s.appendEntriesTo(peer) {
			s.send(request)
		}
		select {
		case <-s.news[peer]:
		case <-heartbeat.C:
			if request := s.heartbeatTo(peer); request != nil {
				s.send(request)
			}
		case <-ctx.Done():
			return
		}
	}
}

// writeLog makes the leader's own log stable while its replicators already send it.
func (s *Server) writeLog(ctx context.Context) {
	for {
		s.persist()
		select {
		case <-s.news[s.raft.ID]:
		case <-ctx.Done():
			return
		}
	}
}

// applyCommitted applies what is committed, in order, and answers the clients that wait for it (Figure 2, "All Servers").
func (s *Server) applyCommitted(ctx context.Context) {
	var answers []raft.Answer
	for ctx.Err() == nil {
		first, entries := s.committedEntries()
		if len(entries) == 0 {
			select {
			case <-s.committed:
			case <-ctx.Done():
			}
			continue
		}
		answers = s.apply(entries, answers[:0])
		s.markApplied(first + raft.LogIndex(len(entries)) - 1)
		s.proposals.resolveAll(int(first), answers)
	}
}

// receiveMessages takes what arrives, one message after the other. In Go to receive is a task of its own.
func (s *Server) receiveMessages(ctx context.Context, messages iter.Seq[raft.Message]) {
	for message := range messages {
		s.receive(ctx, message)
	}
}

func (s *Server) receive(ctx context.Context, message raft.Message) {
	switch message := message.(type) {
	case *raft.ClientRequest:
		s.tasks.Go(func() { s.serve(ctx, message) })
	case *raft.ClientReply:
		s.answered(message)
	case raft.RaftMessage:
		if reply := s.handle(message); reply != nil {
			s.send(reply)
		}
		if reply, ok := message.(*raft.AppendEntriesReply); ok {
			s.news[reply.From].notify()
		}
	}
}

// send: nothing leaves before what it reveals is stable, and nothing leaves a server that has ended.
func (s *Server) send(message raft.Message) {
	if raft.MustBeStableBefore(message) {
		s.persist()
	}
	if s.running.Load() {
		s.network.send(message)
	}
}

func (s *Server) persist() {
	s.writing.Lock()
	defer s.writing.Unlock()
	if unstable, any := s.unstableState(); any {
		s.storage.Write(unstable)
		s.markStable(unstable)
	}
}

// react is for who holds mu, after every step of the rules: it does what their new state asks for. Doing it twice does
// nothing.
func (s *Server) react() {
	if s.raft.Heard != s.heard {
		s.heard = s.raft.Heard
		s.restartElectionTimer()
	}
	if s.raft.Role != raft.Candidate {
		s.endElection()
	}
	if s.raft.Role == raft.Leader {
		s.leads.Store(int64(s.raft.CurrentTerm))
	} else {
		s.stepDown()
	}
	if s.raft.Leader != s.leader {
		s.leader = s.raft.Leader
		s.forwarded.rejectAll(&raft.UnavailableError{Reason: "the leader has changed"})
	}
	if s.raft.CommitIndex > s.raft.LastApplied {
		s.committed.notify()
	}
}

// stepDown ends the leadership. Its clients learn that they must ask again: their commands may or may not survive.
func (s *Server) stepDown() {
	if s.leads.Load() == 0 {
		return
	}
	s.leads.Store(0)
	s.endLeadership()
	s.proposals.rejectAll(&raft.UnavailableError{
		Reason: fmt.Sprintf("server %d lost its leadership", s.raft.ID),
	})
	s.restartElectionTimer()
}
