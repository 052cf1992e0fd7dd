package goroutines

import (
	"context"
	"errors"
	"iter"
	"runtime"
	"sync"
	"time"

	"github.com/raft-three-ways/go-reference/raft"
)

// One Raft server as goroutines: how it waits and talks. Each concern is a goroutine of its own, and the server's role is
// the line at which run stands. What the server decides is in package raft; how its goroutines share what it knows is in
// shared.go. Read it beside packages/raft-async/src/server.ts.

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
			runtime.Gosched()              // after a stall, messages that have come are read first
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

// campaign asks all others for their votes at once, first whether they would give them; again for as long as nobody wins
// (§5.2).
func (s *Server) campaign(ctx context.Context) {
	for ctx.Err() == nil {
		election, end := context.WithCancel(ctx)
		peers, standing := s.startElection(end)
		if !standing {
			end()
			return
		}
		var asking sync.WaitGroup
		for _, peer := range peers {
			asking.Go(func() { s.askForVote(election, peer) })
		}
		s.runElectionTimer(election) // until the time is up, or the election decided
		end()
		asking.Wait()
	}
}

// askForVote asks one server until it answers: either message may get lost (§5.5).
func (s *Server) askForVote(ctx context.Context, peer raft.ServerID) {
	again := time.NewTicker(s.raft.Settings.HeartbeatInterval.Duration())
	defer again.Stop()
	for request := s.voteRequestTo(peer); request != nil; request = s.voteRequestTo(peer) {
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
	news := s.beginLeadership(end)
	if news == nil {
		return
	}
	var tasks sync.WaitGroup
	tasks.Go(func() { s.writeLog(leadership, news[s.raft.ID]) })
	tasks.Go(func() { s.checkQuorum(leadership) })
	for peer, news := range news {
		if peer != s.raft.ID {
			tasks.Go(func() { s.replicateTo(leadership, peer, news) })
		}
	}
	tasks.Wait()
}

// replicateTo keeps one follower's log like the leader's: sends what is new as soon as it may, or else a heartbeat (§5.3).
func (s *Server) replicateTo(ctx context.Context, peer raft.ServerID, news <-chan struct{}) {
	heartbeat := time.NewTicker(s.raft.Settings.HeartbeatInterval.Duration())
	defer heartbeat.Stop()
	for {
		for request := s.nextMessageTo(peer); request != nil; request = s.nextMessageTo(peer) {
			s.send(request)
		}
		select {
		case <-news:
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
func (s *Server) writeLog(ctx context.Context, news <-chan struct{}) {
	for {
		s.persist()
		select {
		case <-news:
		case <-ctx.Done():
			return
		}
	}
}

// appendProposals appends what clients have proposed, all at once what has come at once.
func (s *Server) appendProposals(ctx context.Context) {
	for proposals := range s.proposed.batches(ctx) {
		s.appendAll(proposals)
	}
}

// checkQuorum steps down when no majority has answered for an election timeout (dissertation §6.2).
func (s *Server) checkQuorum(ctx context.Context) {
	again := time.NewTicker(s.raft.Settings.ElectionTimeout[1].Duration())
	defer again.Stop()
	for {
		select {
		case <-again.C:
			s.countQuorum()
		case <-ctx.Done():
			return
		}
	}
}

// applyCommitted applies what is committed, in order, and answers the clients that wait for it (Figure 2, "All Servers").
func (s *Server) applyCommitted(ctx context.Context) {
	var outcomes []outcome
	for ctx.Err() == nil {
		first, entries := s.committedEntries()
		if len(entries) == 0 {
			if s.restoreSnapshot() {
				continue
			}
			select {
			case <-s.committed:
			case <-ctx.Done():
			}
			continue
		}
		outcomes = s.apply(first, entries, outcomes[:0])
		if wantsSnapshot := s.markApplied(first + raft.LogIndex(len(entries)) - 1); wantsSnapshot {
			s.compact()
		}
		s.proposals.resolveAll(int(first), outcomes)
	}
}

// Propose returns the state machine's answer to the command. It fails with NotLeaderError, OverloadedError,
// SessionExpiredError, UnavailableError, AbortedError or StoppedError.
func (s *Server) Propose(ctx context.Context, command raft.Command) (raft.Answer, error) {
	if ctx.Err() != nil {
		return raft.Answer{}, aborted(ctx, "the context had ended before the command was sent")
	}
	if s.leads.Load() == 0 {
		return s.forward(ctx, command)
	}
	answer, err := s.proposals.wait(ctx, s.propose(command))
	if notLeader := (*raft.NotLeaderError)(nil); errors.As(err, &notLeader) {
		return s.forward(ctx, command) // it was deposed in between
	}
	return answer, err
}

// forward passes a client's command to the leader, and the leader's answer to the client (§8).
func (s *Server) forward(ctx context.Context, command raft.Command) (raft.Answer, error) {
	request, client, err := s.beginRequest(command)
	if err != nil {
		return raft.Answer{}, err
	}
	s.send(request)
	s.tasks.Done() // from here on the server may stop without its client
	defer s.forwarded.take(request.RequestID)
	return s.forwarded.wait(ctx, client)
}

// serve proposes what another server's client asks for. Whoever is not the leader says so, and passes it no further.
func (s *Server) serve(ctx context.Context, request *raft.ClientRequest) {
	answer, err := s.proposals.wait(ctx, s.propose(request.Command))
	s.send(&raft.ClientReply{
		From:      s.raft.ID,
		To:        request.From,
		RequestID: request.RequestID,
		Outcome:   s.outcomeOf(answer, err),
	})
}

func (s *Server) answered(reply *raft.ClientReply) {
	switch {
	case reply.Outcome.OK:
		s.forwarded.resolve(reply.RequestID, reply.Outcome.Answer)
	case reply.Outcome.Error == "NotLeader":
		s.forwarded.reject(reply.RequestID, &raft.NotLeaderError{ID: reply.From, Leader: reply.Outcome.Leader})
	default:
		s.forwarded.reject(reply.RequestID, unavailable("server %d lost its leadership under way", reply.From))
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
	s.writing <- struct{}{}
	defer func() { <-s.writing }()
	if unstable, any := s.unstableState(); any {
		s.storage.Write(unstable)
		s.storage.Sync()
		s.markStable(unstable)
	}
}

// react is for who holds mu, after every step of the rules: it does what their state asks for. Twice does no more.
func (s *Server) react() {
	if s.raft.Heard != s.heard {
		s.heard = s.raft.Heard
		s.restartElectionTimer()
	}
	if s.raft.Role != s.standsAs {
		s.endElection()
	}
	if s.raft.Role == raft.Leader {
		s.leads.Store(int64(s.raft.CurrentTerm))
	} else {
		s.stepDown()
	}
	if s.raft.Leader != s.leader {
		s.leader = s.raft.Leader
		s.forwarded.rejectAll(unavailable("the leader has changed"))
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
	s.news = nil
	s.endLeadership()
	s.proposals.rejectAll(unavailable("server %d lost its leadership", s.raft.ID))
	s.restartElectionTimer()
}
