package goroutines

import (
	"context"
	"time"

	"github.com/raft-three-ways/go-reference/raft"
)

// How a server's goroutines share its state: each of these is one step, taken under the lock and never interrupted. Where
// a step changes the state, react sees to what follows before the next one is taken.

func (s *Server) begin() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.running.Store(true)
	s.react()
}

func (s *Server) finish() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.running.Store(false)
}

func (s *Server) untilElection() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return time.Until(s.electionDeadline)
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

// beginLeadership returns false if the server was not elected, or has been deposed already.
func (s *Server) beginLeadership(end context.CancelFunc) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.endLeadership = end
	return s.raft.Role == raft.Leader
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
