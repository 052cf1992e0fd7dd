package codec

import (
	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

// Encoding of the messages that forward clients' reads and commands to the leader (dissertation §6.4, §8): the fields in
// the order of their declaration.

func (w *writer) readIndex(message *raft.ReadIndex) {
	w.number(int(message.From))
	w.number(int(message.To))
	w.number(int(message.Term))
	w.number(message.ReadID)
}

func (r *reader) readIndex() *raft.ReadIndex {
	return &raft.ReadIndex{
		From:   raft.ServerID(r.number()),
		To:     raft.ServerID(r.number()),
		Term:   raft.Term(r.number()),
		ReadID: r.number(),
	}
}

func (w *writer) readIndexReply(message *raft.ReadIndexReply) {
	w.number(int(message.From))
	w.number(int(message.To))
	w.number(int(message.Term))
	w.number(message.ReadID)
	w.number(int(message.ReadIndex))
}

func (r *reader) readIndexReply() *raft.ReadIndexReply {
	return &raft.ReadIndexReply{
		From:      raft.ServerID(r.number()),
		To:        raft.ServerID(r.number()),
		Term:      raft.Term(r.number()),
		ReadID:    r.number(),
		ReadIndex: raft.LogIndex(r.number()),
	}
}

func (w *writer) clientRequest(message *cluster.ClientRequest) {
	w.number(int(message.From))
	w.number(int(message.To))
	w.number(message.RequestID)
	w.clientCommand(&message.Command)
}

func (r *reader) clientRequest() *cluster.ClientRequest {
	return &cluster.ClientRequest{
		From:      raft.ServerID(r.number()),
		To:        raft.ServerID(r.number()),
		RequestID: r.number(),
		Command:   r.clientCommand(),
	}
}

func (w *writer) clientReply(message *cluster.ClientReply) {
	w.number(int(message.From))
	w.number(int(message.To))
	w.number(message.RequestID)
	w.outcome(&message.Outcome)
}

func (r *reader) clientReply() *cluster.ClientReply {
	return &cluster.ClientReply{
		From:      raft.ServerID(r.number()),
		To:        raft.ServerID(r.number()),
		RequestID: r.number(),
		Outcome:   r.outcome(),
	}
}
