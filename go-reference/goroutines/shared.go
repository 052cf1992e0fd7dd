package goroutines

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/raft-three-ways/go-reference/raft"
)

// What a server's goroutines share, and how: each function here is one step, taken under the lock and never interrupted.
// Where a step changes the state of the rules, react sees to what follows before the next one is taken.

func (s *Server) untilElection() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return time.Until(s.electionDeadline)
}

// restartElectionTimer is for who holds mu.
func (s *Server) restartElectionTimer() {
	s.lastHeard = time.Now()
	s.electionDeadline = s.lastHeard.Add(s.raft.Settings.RandomElectionTimeout(s.random).Duration())
}

// startElection starts an election if its time has come: a message may be quicker than the timer. It returns whom to ask if
// the server stands for one.
func (s *Server) startElection(end context.CancelFunc) (peers []raft.ServerID, standing bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !time.Now().Before(s.electionDeadline) {
		s.raft.StartElection()
	}
	s.standsAs, s.endElection = s.raft.Role, end
	s.react()
	return s.raft.Peers(), s.standsAs == raft.PreCandidate || s.standsAs == raft.Candidate
}

func (s *Server) voteRequestTo(peer raft.ServerID) raft.RaftMessage {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.raft.VoteRequestTo(peer)
}

// beginLeadership returns what wakes the leader's tasks; nil if the server was not elected, or has been deposed already.
func (s *Server) beginLeadership(end context.CancelFunc) (news map[raft.ServerID]wakeup) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.raft.Role != raft.Leader {
		return nil
	}
	s.endLeadership = end
	s.news = map[raft.ServerID]wakeup{s.raft.ID: newWakeup()}
	for _, peer := range s.raft.Peers() {
		s.news[peer] = newWakeup()
	}
	return s.news
}

func (s *Server) nextMessageTo(peer raft.ServerID) raft.RaftMessage {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.raft.NextMessageTo(peer)
}

func (s *Server) heartbeatTo(peer raft.ServerID) raft.RaftMessage {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.raft.HeartbeatTo(peer)
}

func (s *Server) countQuorum() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.raft.CheckQuorum()
	s.react()
}

// handle returns the reply to send, if any. A message that no server following the rules can have sent changes nothing and
// gets none.
func (s *Server) handle(message raft.RaftMessage) raft.RaftMessage {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.raft.LeaderIsFresh && time.Since(s.lastHeard) > s.raft.Settings.ElectionTimeout[0].Duration() {
		s.raft.LeaderIsSilent()
	}
	reply, err := s.raft.Receive(message)
	if err != nil {
		return nil
	}
	s.react()
	if from, _ := message.Route(); s.news != nil {
		if news, member := s.news[from]; member {
			news.notify()
		}
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

func (s *Server) markApplied(last raft.LogIndex) (wantsSnapshot bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.raft.MarkApplied(last)
	return s.raft.WantsSnapshot()
}

func (s *Server) snapshotToRestore() *raft.Snapshot {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.raft.SnapshotToRestore()
}

// compact is for the goroutine that applies: nobody else changes the state machine, so its snapshot is that of what is
// applied.
func (s *Server) compact() {
	data := s.takeSnapshot()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.raft.Compact(data)
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
	if s.raft.Leader == 0 || s.raft.Leader == s.raft.ID { // it may lead and hand that over
		return nil, nil, &raft.NotLeaderError{ID: s.raft.ID, Leader: s.raft.Transferee}
	}
	s.tasks.Add(1)
	s.requestID++
	request := &raft.ClientRequest{From: s.raft.ID, To: s.raft.Leader, RequestID: s.requestID, Command: command}
	client := s.forwarded.newWaiter()
	s.forwarded.add(s.requestID, client)
	return request, client, nil
}

// outcomeOf is what another server's client is told.
func (s *Server) outcomeOf(answer raft.Answer, err error) raft.Outcome {
	var notLeader *raft.NotLeaderError
	switch {
	case err == nil:
		return raft.Outcome{OK: true, Answer: answer}
	case errors.As(err, &notLeader):
		return raft.Outcome{Error: notLeader.Kind(), Leader: notLeader.Leader}
	default:
		return raft.Outcome{Error: "Unavailable", Leader: s.status().Leader}
	}
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

func (s *Server) apply(first raft.LogIndex, entries []*raft.Entry, outcomes []outcome) []outcome {
	s.applying.Lock()
	defer s.applying.Unlock()
	for i, entry := range entries {
		answer, err := s.machine.Apply(&entry.Command, first+raft.LogIndex(i))
		if err != nil {
			err = &raft.SessionExpiredError{Reason: fmt.Sprintf("%v: open a new session", err)}
		}
		outcomes = append(outcomes, outcome{answer, err})
	}
	return outcomes
}

// restoreSnapshot: a snapshot that the leader sent, or that the storage held, comes before all entries (§7). It returns
// false if there is none.
func (s *Server) restoreSnapshot() bool {
	snapshot := s.snapshotToRestore()
	if snapshot == nil {
		return false
	}
	s.applying.Lock()
	err := s.machine.Restore(snapshot.Data)
	s.applying.Unlock()
	if err != nil {
		panic(fmt.Sprintf("server %d cannot go on from its snapshot of entry %d: %v", s.raft.ID, snapshot.LastIncludedIndex, err))
	}
	s.markApplied(snapshot.LastIncludedIndex)
	return true
}

func (s *Server) takeSnapshot() []byte {
	s.applying.RLock()
	defer s.applying.RUnlock()
	return s.machine.Snapshot()
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
