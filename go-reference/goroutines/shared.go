package goroutines

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/raft-three-ways/go-reference/raft"
)

// What a server's goroutines share, and how: each function here is one step, taken under the lock and never interrupted.
// Where a step changes the state of the rules, react sees to what follows before the next one is taken.

// A Server is one Raft server, from a start to a crash. What its goroutines do is in server.go.
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
	// news, on a leader, wakes each follower's replicator, and the server's own the writer of the log. By server, 1 first.
	news []wakeup

	// Written under mu, read without it.
	running atomic.Bool
	leads   atomic.Int64 // the term that the server leads, or 0

	// writing holds a token from looking what to write until it is written, so that no two writes change places. It is a
	// channel because a write takes its time: a mutex is for what is over at once.
	writing chan struct{}

	applying sync.RWMutex // guards machine
	machine  raft.StateMachine

	committed wakeup

	proposed  *queue[proposal]
	proposals waiters
	forwarded waiters

	// tasks are the goroutines of the server, and end tells them to.
	tasks sync.WaitGroup
	end   context.CancelFunc
}

func newServer(id raft.ServerID, settings raft.Settings, given surroundings) *Server {
	return &Server{
		surroundings:  given,
		raft:          raft.New(id, settings, given.storage.Load()),
		heard:         -1,
		requestID:     int(given.random() * (1 << 52)), // no reply to a former life is taken for one to this
		endElection:   func() {},
		endLeadership: func() {},
		writing:       make(chan struct{}, 1),
		committed:     newWakeup(),
		proposed:      newQueue[proposal](true),
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
		proposal.client <- outcome{err: stopped}
	}
	s.proposals.rejectAll(stopped)
	s.forwarded.rejectAll(stopped)
}

func (s *Server) untilElection() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return time.Until(s.electionDeadline)
}

// restartElectionTimer is for who holds mu.
func (s *Server) restartElectionTimer() {
	s.electionDeadline = time.Now().Add(s.raft.Settings.RandomElectionTimeout(s.random).Duration())
}

// startElection returns false if there is no reason to any more: a message was quicker than the timer.
func (s *Server) startElection(end context.CancelFunc) (requests []*raft.RequestVote, started bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.raft.Role == raft.Leader || time.Now().Before(s.electionDeadline) {
		return nil, false
	}
	s.endElection = end
	requests = s.raft.StartElection()
	s.react()
	return requests, true
}

func (s *Server) awaitsVote(peer raft.ServerID) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.raft.AwaitsVote(peer)
}

// beginLeadership returns what wakes the leader's tasks; nil if the server was not elected, or has been deposed already.
func (s *Server) beginLeadership(end context.CancelFunc) (news []wakeup) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.raft.Role != raft.Leader {
		return nil
	}
	s.endLeadership = end
	s.news = make([]wakeup, len(s.raft.Servers))
	for i := range s.news {
		s.news[i] = newWakeup()
	}
	return s.news
}

func (s *Server) appendEntriesTo(peer raft.ServerID) *raft.AppendEntries {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.raft.AppendEntriesTo(peer)
}

func (s *Server) heartbeatTo(peer raft.ServerID) *raft.AppendEntries {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.raft.HeartbeatTo(peer)
}

func (s *Server) handle(message raft.RaftMessage) (reply raft.RaftMessage) {
	s.mu.Lock()
	defer s.mu.Unlock()
	reply = s.raft.Receive(message)
	s.react()
	if answer, ok := message.(*raft.AppendEntriesReply); ok && s.news != nil {
		s.news[answer.From-1].notify()
	}
	return reply
}

func (s *Server) unstableState() (raft.Unstable, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.raft.UnstableState()
}

func (s *Server) markStable(unstable raft.Unstable) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.raft.MarkStable(unstable)
	s.react()
}

func (s *Server) committedEntries() (first raft.LogIndex, entries []*raft.Entry) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.raft.LastApplied + 1, s.raft.CommittedEntries(applyBatch)
}

func (s *Server) markApplied(last raft.LogIndex) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.raft.MarkApplied(last)
}

// A proposal is a command on its way to the log, and the client that waits for the answer.
type proposal struct {
	command raft.Command
	client  waiter
}

// propose returns at once. Many clients propose, and one goroutine appends for all of them: there is one fight for the
// lock instead of many, what came together travels together, and clients leave no work to the garbage collector, which
// would make each of them do its share.
func (s *Server) propose(command raft.Command) waiter {
	client := s.proposals.newWaiter()
	if !s.proposed.put(proposal{command, client}) {
		client <- outcome{err: s.notRunning()}
	}
	return client
}

// appendAll has the clients wait before the lock is free: the answers may come at once.
func (s *Server) appendAll(proposals []proposal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, proposal := range proposals {
		if !s.running.Load() {
			proposal.client <- outcome{err: s.notRunning()}
		} else if index, err := s.raft.Propose(proposal.command); err != nil {
			proposal.client <- outcome{err: err}
		} else {
			s.proposals.add(int(index), proposal.client)
		}
	}
	for _, news := range s.news {
		news.notify()
	}
}

// beginRequest counts the client among the server's tasks until it has sent the request: a server that has stopped sends
// nothing.
func (s *Server) beginRequest(command raft.Command) (*raft.ClientRequest, waiter, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.running.Load() {
		return nil, nil, s.notRunning()
	}
	if s.raft.Leader == 0 {
		return nil, nil, &raft.NotLeaderError{ID: s.raft.ID}
	}
	s.tasks.Add(1)
	s.requestID++
	request := &raft.ClientRequest{From: s.raft.ID, To: s.raft.Leader, RequestID: s.requestID, Command: command}
	client := s.forwarded.newWaiter()
	s.forwarded.add(s.requestID, client)
	return request, client, nil
}

func (s *Server) notRunning() error {
	return &raft.StoppedError{Reason: fmt.Sprintf("server %d is not running", s.raft.ID)}
}

func unavailable(format string, args ...any) error {
	return &raft.UnavailableError{Reason: fmt.Sprintf(format, args...)}
}

func (s *Server) trace(emit func(raft.Event)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.raft.Emit = emit
}

func (s *Server) status() raft.Status {
	s.mu.Lock()
	defer s.mu.Unlock()
	return raft.Status{
		ID:            s.raft.ID,
		Running:       s.running.Load(),
		Role:          s.raft.Role,
		CurrentTerm:   s.raft.CurrentTerm,
		VotedFor:      s.raft.VotedFor,
		Leader:        s.raft.Leader,
		CommitIndex:   s.raft.CommitIndex,
		LastApplied:   s.raft.LastApplied,
		FirstLogIndex: s.raft.Log.FirstIndex(),
		LastLogIndex:  s.raft.Log.LastIndex(),
	}
}

// applyBatch: so many entries are applied in one go; then whoever wants to read the state machine has a turn.
const applyBatch = 4096

// The state machine has a lock of its own: whoever applies or reads holds up no rule.

func (s *Server) apply(entries []*raft.Entry, answers []raft.Answer) []raft.Answer {
	s.applying.Lock()
	defer s.applying.Unlock()
	for _, entry := range entries {
		answers = append(answers, s.machine.Apply(entry.Command))
	}
	return answers
}

func (s *Server) read(id string) (raft.Answer, error) {
	if !s.running.Load() {
		return raft.Answer{}, s.notRunning()
	}
	s.applying.RLock()
	defer s.applying.RUnlock()
	return s.machine.Get(id), nil
}

func (s *Server) digest() raft.Digest {
	s.applying.RLock()
	defer s.applying.RUnlock()
	return s.machine.Digest()
}
