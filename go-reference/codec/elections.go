package codec

import "github.com/raft-three-ways/go-reference/raft"

// Encoding of the messages of elections (§5.2; dissertation §9.6, §3.10): the fields in the order of package raft's
// messages.go.

func (w *writer) preVote(message *raft.PreVote) {
	w.number(int(message.From))
	w.number(int(message.To))
	w.number(int(message.Term))
	w.number(int(message.LastLogIndex))
	w.number(int(message.LastLogTerm))
}

func (r *reader) preVote() *raft.PreVote {
	return &raft.PreVote{
		From:         raft.ServerID(r.number()),
		To:           raft.ServerID(r.number()),
		Term:         raft.Term(r.number()),
		LastLogIndex: raft.LogIndex(r.number()),
		LastLogTerm:  raft.Term(r.number()),
	}
}

func (w *writer) preVoteReply(message *raft.PreVoteReply) {
	w.number(int(message.From))
	w.number(int(message.To))
	w.number(int(message.Term))
	w.flag(message.VoteGranted)
}

func (r *reader) preVoteReply() *raft.PreVoteReply {
	return &raft.PreVoteReply{
		From:        raft.ServerID(r.number()),
		To:          raft.ServerID(r.number()),
		Term:        raft.Term(r.number()),
		VoteGranted: r.flag(),
	}
}

func (w *writer) requestVote(message *raft.RequestVote) {
	w.number(int(message.From))
	w.number(int(message.To))
	w.number(int(message.Term))
	w.number(int(message.LastLogIndex))
	w.number(int(message.LastLogTerm))
	w.flag(message.LeadershipTransfer)
}

func (r *reader) requestVote() *raft.RequestVote {
	return &raft.RequestVote{
		From:               raft.ServerID(r.number()),
		To:                 raft.ServerID(r.number()),
		Term:               raft.Term(r.number()),
		LastLogIndex:       raft.LogIndex(r.number()),
		LastLogTerm:        raft.Term(r.number()),
		LeadershipTransfer: r.flag(),
	}
}

func (w *writer) requestVoteReply(message *raft.RequestVoteReply) {
	w.number(int(message.From))
	w.number(int(message.To))
	w.number(int(message.Term))
	w.flag(message.VoteGranted)
}

func (r *reader) requestVoteReply() *raft.RequestVoteReply {
	return &raft.RequestVoteReply{
		From:        raft.ServerID(r.number()),
		To:          raft.ServerID(r.number()),
		Term:        raft.Term(r.number()),
		VoteGranted: r.flag(),
	}
}

func (w *writer) timeoutNow(message *raft.TimeoutNow) {
	w.number(int(message.From))
	w.number(int(message.To))
	w.number(int(message.Term))
}

func (r *reader) timeoutNow() *raft.TimeoutNow {
	return &raft.TimeoutNow{
		From: raft.ServerID(r.number()),
		To:   raft.ServerID(r.number()),
		Term: raft.Term(r.number()),
	}
}
