package goroutines

import (
	"context"
	"errors"
	"runtime"
	"time"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

// What clients ask of a server, and how they wait for it (§8; dissertation chapters 3, 4 and 6). A client is a goroutine of
// its own: it takes one step under the server's lock (requests.go), then waits for its channel or its context. Read it
// beside packages/raft-async/src/clients.ts.

// propose returns the state machine's answer to the command. It fails with NotLeaderError, OverloadedError,
// SessionExpiredError, SequenceTooOldError, UnavailableError, AbortedError or StoppedError.
func (s *server) propose(ctx context.Context, command raft.Command) (raft.Answer, error) {
	if s.leads.Load() == 0 {
		return s.forward(ctx, command)
	}
	answer, err := s.proposals.wait(ctx, s.enqueue(command))
	if _, isDeposed := errors.AsType[*raft.NotLeaderError](err); isDeposed {
		return s.forward(ctx, command)
	}
	return answer, err
}

// forward sends a client's command to the leader, and returns the leader's answer (§8).
func (s *server) forward(ctx context.Context, command raft.Command) (raft.Answer, error) {
	request, client, err := s.beginRequest(command)
	if err != nil {
		return raft.Answer{}, err
	}
	s.sendForClient(request)
	defer s.forwarded.take(request.RequestID)
	return s.forwarded.wait(ctx, client)
}

// serve proposes a command of another server's client. A server that does not lead answers so, and does not forward it
// again.
func (s *server) serve(ctx context.Context, request *cluster.ClientRequest) {
	reply := &cluster.ClientReply{From: s.raft.ID, To: request.From, RequestID: request.RequestID}
	if answer, err := s.proposals.wait(ctx, s.enqueue(request.Command)); err == nil {
		reply.Outcome = cluster.Outcome{OK: true, Answer: answer}
	} else {
		reply.Outcome = cluster.Outcome{Failure: cluster.FailureOf(err)}
	}
	s.send(reply)
}

// answered handles the leader's answer to a forwarded command.
func (s *server) answered(reply *cluster.ClientReply) {
	if reply.Outcome.OK {
		s.forwarded.resolve(reply.RequestID, reply.Outcome.Answer)
	} else {
		s.forwarded.reject(reply.RequestID, cluster.ErrorOf(reply.Outcome.Failure))
	}
}

// read returns the name of an id, linearizably and without a log entry (dissertation §6.4). It fails with NotLeaderError,
// UnavailableError, AbortedError or StoppedError.
func (s *server) read(ctx context.Context, id string) (raft.Answer, error) {
	batch := s.nextReads.Load()
	s.asked.notify()
	if err := batch.wait(ctx); err != nil {
		return raft.Answer{}, err
	}
	return s.get(id), nil
}

// serveReads asks for one read index after another. Each is for all reads that wait by then; those that begin meanwhile wait
// for the next one.
func (s *server) serveReads(ctx context.Context) {
	defer func() { s.nextReads.Load().end(s.notRunning()) }()
	for {
		select {
		case <-s.asked:
			runtime.Gosched() // clients that were answered together ask together
		case <-ctx.Done():
			return
		}
		batch := s.nextReads.Swap(newReadBatch())
		batch.end(s.awaitReadIndex())
	}
}

// awaitReadIndex returns when reads that began before the call may be answered.
func (s *server) awaitReadIndex() error {
	readID, answerable, leads, err := s.beginRead()
	if err != nil {
		return err
	}
	if !leads {
		return s.askForReadIndex(readID, answerable)
	}
	_, err = s.reads.wait(context.Background(), answerable)
	return err
}

// askForReadIndex asks the leader until it answers: either message may be lost. It returns when the reads may be answered.
func (s *server) askForReadIndex(readID int, answerable *waiter) error {
	again := time.NewTicker(s.raft.Settings.HeartbeatInterval.Duration())
	defer again.Stop()
	for {
		request := s.readIndexFrom(readID)
		if request == nil {
			s.reads.take(readID)
			return &raft.NotLeaderError{ID: s.raft.ID}
		}
		s.send(request)
		select {
		case outcome := <-answerable.result:
			return outcome.err
		case <-again.C:
		}
	}
}

// readConfirmed answers a read whose leadership is confirmed. The caller holds mu; a task sends the reply, since nothing is
// sent under mu.
func (s *server) readConfirmed(read raft.PendingRead) {
	if read.From == s.raft.ID {
		s.readOnceApplied(read)
		return
	}
	reply := s.raft.ReadReply(read)
	s.tasks.Go(func() { s.send(reply) })
}

// readAnswered handles the leader's read index. The caller holds mu.
func (s *server) readAnswered(reply *raft.ReadIndexReply) {
	if reply.ReadIndex > 0 {
		s.readOnceApplied(raft.PendingRead{ReadID: reply.ReadID, ReadIndex: reply.ReadIndex})
	} else {
		s.reads.reject(reply.ReadID, &raft.NotLeaderError{ID: s.raft.ID})
	}
}

// readOnceApplied answers a read once its index is applied. The caller holds mu.
func (s *server) readOnceApplied(read raft.PendingRead) {
	isApplied := read.ReadIndex <= s.raft.LastApplied
	if !isApplied && s.reads.has(read.ReadID) {
		s.unapplied[read.ReadID] = read.ReadIndex
	} else {
		delete(s.unapplied, read.ReadID)
	}
	if isApplied {
		s.reads.resolve(read.ReadID, raft.Answer{})
	}
}

// answerReads answers the reads whose index is applied now. The caller holds mu.
func (s *server) answerReads() {
	for readID, readIndex := range s.unapplied {
		s.readOnceApplied(raft.PendingRead{ReadID: readID, ReadIndex: readIndex})
	}
}

// transfer transfers the leadership, and returns when the successor leads (dissertation §3.10). It fails with
// TransferRefusedError, NotLeaderError, UnavailableError, AbortedError or StoppedError.
func (s *server) transfer(ctx context.Context, to raft.ServerID) error {
	client, err := s.beginTransfer(to)
	if err != nil {
		return err
	}
	defer s.endTransfer(to)
	tooLate := unavailable("server %d did not become leader within an election timeout", to)
	timeoutCtx, cancel := context.WithTimeoutCause(ctx, s.raft.Settings.ElectionTimeout[1].Duration(), tooLate)
	defer cancel()
	_, err = s.transfers.wait(timeoutCtx, client)
	if errors.Is(err, tooLate) {
		return tooLate
	}
	return err
}

// change changes the configuration by one server, and returns when the change is committed (dissertation, chapter 4). It
// fails with ChangeRefusedError, NotLeaderError, UnavailableError, AbortedError or StoppedError.
func (s *server) change(ctx context.Context, change raft.ConfigurationChange) error {
	client, err := s.beginChange(change)
	if err != nil {
		return err
	}
	_, err = s.proposals.wait(ctx, client)
	return err
}

// leaderChanged rejects what was asked of the former leader: the outcome is unknown. The caller holds mu.
func (s *server) leaderChanged(leader raft.ServerID) {
	changed := unavailable("the leader has changed")
	s.forwarded.rejectAll(changed)
	s.reads.rejectAll(changed)
	clear(s.unapplied)
	if leader == 0 {
		return
	}
	s.transfers.resolve(int(leader), raft.Answer{})
	s.transfers.rejectAll(unavailable("server %d has become leader instead", leader))
}

// deposed rejects the uncommitted proposals of a lost leadership: they may or may not survive. Committed ones will be
// answered. The caller holds mu.
func (s *server) deposed(term raft.Term) {
	isOpen := func(index int) bool {
		at := raft.LogIndex(index)
		return at > s.raft.CommitIndex || !s.raft.Log.Matches(at, term)
	}
	s.proposals.rejectThose(isOpen, unavailable("server %d lost its leadership", s.raft.ID))
}

// expireRequests ends overdue requests once per election timeout: messages get lost, and a leader may have no majority.
func (s *server) expireRequests(ctx context.Context) {
	again := time.NewTicker(s.raft.Settings.ElectionTimeout[1].Duration())
	defer again.Stop()
	for {
		select {
		case <-again.C:
			s.expire()
		case <-ctx.Done():
			return
		}
	}
}

// rejectAll rejects every waiting client.
func (s *server) rejectAll(err error) {
	s.proposals.rejectAll(err)
	s.forwarded.rejectAll(err)
	s.reads.rejectAll(err)
	s.transfers.rejectAll(err)
}
