package goroutines

import (
	"context"
	"iter"
	"runtime"
	"sync"
	"time"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

// One Raft server as goroutines: how it waits and communicates. Each concern is a goroutine of its own, and the server's
// role is the line that run has reached. The rules are in package raft; the steps that share its state are in locked.go.
// Read it beside packages/raft-async/src/server.ts.

// run is Figure 4 as a program: follower, candidate, leader, and again.
func (s *server) run(ctx context.Context) {
	for ctx.Err() == nil {
		s.runElectionTimer(ctx, s.endOf(raft.Follower))
		s.campaign(ctx)
		s.lead(ctx)
	}
}

// runElectionTimer returns when the server has heard nothing for an election timeout (§5.2), when its role has ended, or
// when the context ends.
func (s *server) runElectionTimer(ctx context.Context, roleEnded <-chan struct{}) {
	shortest := s.raft.Settings.ElectionTimeout[0].Duration() // a deadline set during the wait is not earlier
	timer := time.NewTimer(min(s.untilElection(), shortest))
	defer timer.Stop()
	for {
		select {
		case <-timer.C:
			runtime.Gosched() // after a stall, queued messages are handled first
			remaining := s.untilElection()
			if remaining <= 0 {
				return
			}
			timer.Reset(min(remaining, shortest))
		case <-roleEnded:
			return
		case <-ctx.Done():
			return
		}
	}
}

// campaign requests votes from all peers in parallel, after PreVote, and again until the election is decided (§5.2).
func (s *server) campaign(ctx context.Context) {
	for ctx.Err() == nil {
		peers, decided := s.startElection()
		if decided == nil {
			return
		}
		electionCtx, cancel := context.WithCancel(ctx)
		var asking sync.WaitGroup
		for _, peer := range peers {
			asking.Go(func() { s.askForVote(electionCtx, peer) })
		}
		s.runElectionTimer(ctx, decided)
		cancel()
		asking.Wait()
	}
}

// askForVote asks one server until it answers: either message may be lost (§5.5).
func (s *server) askForVote(ctx context.Context, peer raft.ServerID) {
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
func (s *server) lead(ctx context.Context) {
	wake, deposed := s.beginLeadership()
	if deposed == nil {
		return
	}
	leaderCtx, cancel := context.WithCancel(ctx)
	var tasks sync.WaitGroup
	defer tasks.Wait()
	defer cancel()
	tasks.Go(func() { s.writeLog(leaderCtx, wake) })
	tasks.Go(func() { s.checkQuorum(leaderCtx) })
	tasks.Go(func() { s.verifyLeader(leaderCtx) })
	for {
		s.replicateToMembers(leaderCtx, &tasks)
		select {
		case <-s.membersChanged:
		case <-deposed:
			return
		case <-ctx.Done():
			return
		}
	}
}

// replicateToMembers starts a replicator for each other member that has none.
func (s *server) replicateToMembers(ctx context.Context, tasks *sync.WaitGroup) {
	for peer, wake := range s.newMembers() {
		tasks.Go(func() { s.replicateTo(ctx, peer, wake) })
	}
}

// replicateTo replicates the log to one follower while it is a member: new entries at once, or else a heartbeat (§5.3).
func (s *server) replicateTo(ctx context.Context, peer raft.ServerID, wake <-chan struct{}) {
	heartbeat := time.NewTicker(s.raft.Settings.HeartbeatInterval.Duration())
	defer heartbeat.Stop()
	for {
		for request := s.nextMessageTo(peer); request != nil; request = s.nextMessageTo(peer) {
			s.send(request)
		}
		select {
		case _, isMember := <-wake:
			if !isMember {
				return
			}
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
func (s *server) writeLog(ctx context.Context, wake <-chan struct{}) {
	for {
		s.persist()
		select {
		case <-wake:
		case <-ctx.Done():
			return
		}
	}
}

// appendProposals appends clients' proposals, in batches.
func (s *server) appendProposals(ctx context.Context) {
	for proposals := range s.proposed.batches(ctx) {
		s.appendAll(proposals)
	}
}

// verifyLeader confirms the leadership to all pending reads by one round of heartbeats (dissertation §6.4).
func (s *server) verifyLeader(ctx context.Context) {
	for {
		for _, heartbeat := range s.heartbeatsForReads() {
			s.send(heartbeat)
		}
		select {
		case <-s.reading:
			runtime.Gosched() // concurrent reads share the round
		case <-ctx.Done():
			return
		}
	}
}

// checkQuorum steps down when no majority has answered for an election timeout (dissertation §6.2).
func (s *server) checkQuorum(ctx context.Context) {
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

// applyCommitted applies committed entries in order, and answers their clients (Figure 2, "All Servers").
func (s *server) applyCommitted(ctx context.Context) {
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
		wantsSnapshot := s.markApplied(first + raft.LogIndex(len(entries)) - 1)
		s.proposals.resolveAll(int(first), outcomes)
		if wantsSnapshot {
			s.compact()
		}
	}
}

// receiveMessages handles incoming messages in order. In Go receiving is a goroutine of its own.
func (s *server) receiveMessages(ctx context.Context, messages iter.Seq[raft.Message]) {
	for message := range messages {
		s.receive(ctx, message)
	}
}

func (s *server) receive(ctx context.Context, message raft.Message) {
	if !cluster.IsWellFormed(s.raft, message) {
		return
	}
	switch message := message.(type) {
	case *cluster.ClientRequest:
		s.tasks.Go(func() { s.serve(ctx, message) })
	case *cluster.ClientReply:
		s.answered(message)
	case raft.RaftMessage:
		if reply := s.handle(message); reply != nil {
			s.send(reply)
		}
	}
}

// send sends a message once the state that it reveals is stable, unless the server has ended.
func (s *server) send(message raft.Message) {
	if raft.MustBeStableBefore(message) {
		s.persist()
	}
	if s.running.Load() {
		s.network.send(message)
	}
}

func (s *server) persist() {
	s.writing <- struct{}{}
	defer func() { <-s.writing }()
	if unstable, ok := s.unstableState(); ok {
		s.storage.Write(unstable)
		s.storage.Sync()
		s.markStable(unstable)
	}
}

// react does what the state of the rules asks for, after every step. It is idempotent. The caller holds mu.
func (s *server) react() {
	if s.raft.Heard != s.heard {
		s.heard = s.raft.Heard
		s.restartElectionTimer()
	}
	if s.raft.Role != s.role {
		s.changeRole()
	}
	if s.raft.Leader != s.leader {
		s.leader = s.raft.Leader
		s.leaderChanged(s.leader)
	}
	if len(s.raft.Reads) > 0 {
		for _, read := range s.raft.ConfirmedReads() {
			s.readConfirmed(read)
		}
	}
	if s.raft.CommitIndex > s.raft.LastApplied {
		s.committed.notify()
	}
}

// changeRole ends the tasks of the former role.
func (s *server) changeRole() {
	s.role = s.raft.Role
	close(s.roleEnded)
	s.roleEnded = make(chan struct{})
	if s.role == raft.Leader {
		s.leads.Store(int64(s.raft.CurrentTerm))
	} else {
		s.stepDown()
	}
}

// stepDown ends the leadership. Its clients must retry: their commands may or may not survive.
func (s *server) stepDown() {
	term := raft.Term(s.leads.Swap(0))
	if term == 0 {
		return
	}
	s.wakeups = nil
	s.deposed(term)
	s.restartElectionTimer()
}
