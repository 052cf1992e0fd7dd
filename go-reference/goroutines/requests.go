package goroutines

import (
	"fmt"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

// The steps by which clients' requests begin and end: each is one step under the lock, and returns a waiter.

// A proposal is a command to append, and the waiting client.
type proposal struct {
	command raft.Command
	client  *waiter
}

// enqueue returns at once. One goroutine appends for all clients: there is one contender for the lock, concurrent proposals
// are replicated in one batch, and clients allocate nothing, so they don't assist the garbage collector. A client that
// appended by itself on an idle server would save a sixth of the work while alone, and cost half as much again with four
// clients, since batches would be split.
func (s *server) enqueue(command raft.Command) *waiter {
	client := s.proposals.newWaiter()
	if !s.proposed.put(proposal{command, client}) {
		client.result <- outcome{err: s.notRunning()}
	}
	return client
}

// appendAll registers the clients before the lock is released: answers may come at once.
func (s *server) appendAll(proposals []proposal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, proposal := range proposals {
		if !s.running.Load() {
			proposal.client.result <- outcome{err: s.notRunning()}
		} else if index, err := s.raft.Propose(proposal.command); err != nil {
			proposal.client.result <- outcome{err: err}
		} else {
			s.proposals.add(int(index), proposal.client)
		}
	}
	s.replicate()
}

// beginRequest returns a request to the leader.
func (s *server) beginRequest(command raft.Command) (*cluster.ClientRequest, *waiter, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.running.Load() {
		return nil, nil, s.notRunning()
	}
	if s.raft.Leader == 0 || s.raft.Leader == s.raft.ID { // a leader may be transferring its leadership
		return nil, nil, &raft.NotLeaderError{ID: s.raft.ID, Leader: s.raft.Transferee}
	}
	s.requestID++
	request := &cluster.ClientRequest{From: s.raft.ID, To: s.raft.Leader, RequestID: s.requestID, Command: command}
	client := s.forwarded.newWaiter()
	s.forwarded.add(s.requestID, client)
	s.tasks.Add(1)
	return request, client, nil
}

// beginRead starts the read if this server leads; else the leader must be asked.
func (s *server) beginRead() (readID int, client *waiter, leads bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.running.Load() {
		return 0, nil, false, s.notRunning()
	}
	s.requestID++
	client = s.reads.newWaiter()
	s.reads.add(s.requestID, client)
	if leads = s.raft.Role == raft.Leader; leads {
		_ = s.raft.StartRead(s.raft.ID, s.requestID) // fails only on a server that does not lead
		s.reading.notify()
		s.react()
	}
	return s.requestID, client, leads, nil
}

// readIndexFrom returns the request for the leader, or nil if none is known.
func (s *server) readIndexFrom(readID int) *raft.ReadIndex {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.raft.ReadIndexFrom(readID)
}

// sendForClient sends a step's message for its client. The step has counted the client among the server's tasks, so that a
// stopped server sends nothing; from here on the server may stop without its client.
func (s *server) sendForClient(message raft.Message) {
	defer s.tasks.Done()
	s.send(message)
}

// beginTransfer answers at once if the transferee leads already.
func (s *server) beginTransfer(to raft.ServerID) (*waiter, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.running.Load() {
		return nil, s.notRunning()
	}
	if err := s.raft.StartTransfer(to); err != nil {
		return nil, err
	}
	client := s.transfers.newWaiter()
	s.transfers.add(int(to), client)
	if to == s.raft.ID {
		s.transfers.resolve(int(to), raft.Answer{})
	}
	s.replicate()
	return client, nil
}

// endTransfer lets a server that still leads take proposals again.
func (s *server) endTransfer(to raft.ServerID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.raft.Transferee == to {
		s.raft.AbandonTransfer()
	}
}

func (s *server) beginChange(change raft.ConfigurationChange) (*waiter, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.running.Load() {
		return nil, s.notRunning()
	}
	index, err := s.raft.ProposeChange(change)
	if err != nil {
		return nil, err
	}
	client := s.proposals.newWaiter()
	s.proposals.add(int(index), client)
	s.dismissFormerMembers()
	s.membersChanged.notify()
	s.replicate()
	s.react()
	return client, nil
}

// expire ends overdue requests.
func (s *server) expire() {
	s.mu.Lock()
	defer s.mu.Unlock()
	overdue := s.expiry.Look(s.raft, s.requestID)
	noAnswer := unavailable("no answer has come for two election timeouts")
	s.proposals.rejectThose(func(index int) bool { return index <= int(overdue.Proposal) }, noAnswer)
	s.forwarded.rejectThose(func(id int) bool { return id <= overdue.Request }, noAnswer)
	s.reads.rejectThose(func(id int) bool {
		if _, isKnown := s.unapplied[id]; isKnown {
			return id <= overdue.Unapplied
		}
		return id <= overdue.Read
	}, noAnswer)
}

func (s *server) notRunning() error {
	return &cluster.StoppedError{Reason: fmt.Sprintf("server %d is not running", s.raft.ID)}
}

func unavailable(format string, args ...any) error {
	return &cluster.UnavailableError{Reason: fmt.Sprintf(format, args...)}
}
