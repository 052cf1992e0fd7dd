package goroutines

import (
	"context"
	"errors"
	"fmt"

	"github.com/raft-three-ways/go-reference/raft"
)

// What a server does for its clients (§8), and for those that reached another server.

// Propose returns the state machine's answer to the command. It fails with NotLeaderError, UnavailableError, AbortedError
// or StoppedError.
func (s *Server) Propose(ctx context.Context, command raft.Command) (raft.Answer, error) {
	if ctx.Err() != nil {
		return raft.Answer{}, aborted(ctx, "the context had ended before the command was sent")
	}
	index, client, err := s.propose(command)
	if notLeader := (*raft.NotLeaderError)(nil); errors.As(err, &notLeader) {
		return s.forward(ctx, command)
	} else if err != nil {
		return raft.Answer{}, err
	}
	return s.proposals.wait(ctx, index, client)
}

// forward passes a client's command to the leader, and the leader's answer to the client (§8).
func (s *Server) forward(ctx context.Context, command raft.Command) (raft.Answer, error) {
	request, client, err := s.beginRequest(command)
	if err != nil {
		return raft.Answer{}, err
	}
	s.send(request)
	s.tasks.Done() // from here on the server may stop without its client
	return s.forwarded.wait(ctx, request.RequestID, client)
}

// serve proposes what another server's client asks for. Whoever is not the leader says so, and passes it no further.
func (s *Server) serve(ctx context.Context, request *raft.ClientRequest) {
	index, client, err := s.propose(request.Command)
	var answer raft.Answer
	if err == nil {
		answer, err = s.proposals.wait(ctx, index, client)
	}
	reply := &raft.ClientReply{From: s.raft.ID, To: request.From, RequestID: request.RequestID}
	var notLeader *raft.NotLeaderError
	switch {
	case err == nil:
		reply.Outcome = raft.Outcome{OK: true, Answer: answer}
	case errors.As(err, &notLeader):
		reply.Outcome = raft.Outcome{Error: notLeader.Kind(), Leader: notLeader.Leader}
	default:
		reply.Outcome = raft.Outcome{Error: "Unavailable", Leader: s.status().Leader}
	}
	s.send(reply)
}

func (s *Server) answered(reply *raft.ClientReply) {
	switch {
	case reply.Outcome.OK:
		s.forwarded.resolve(reply.RequestID, reply.Outcome.Answer)
	case reply.Outcome.Error == "NotLeader":
		s.forwarded.reject(reply.RequestID, &raft.NotLeaderError{ID: reply.From, Leader: reply.Outcome.Leader})
	default:
		s.forwarded.reject(reply.RequestID, &raft.UnavailableError{
			Reason: fmt.Sprintf("server %d lost its leadership under way", reply.From),
		})
	}
}

// propose has the client wait before the lock is free: the answer may come at once.
func (s *Server) propose(command raft.Command) (key int, client waiter, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.running.Load() {
		return 0, nil, s.notRunning()
	}
	index, err := s.raft.Propose(command)
	if err != nil {
		return 0, nil, err
	}
	for _, news := range s.news {
		news.notify()
	}
	return int(index), s.proposals.add(int(index)), nil
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
	return request, s.forwarded.add(s.requestID), nil
}

func (s *Server) notRunning() error {
	return &raft.StoppedError{Reason: fmt.Sprintf("server %d is not running", s.raft.ID)}
}
