package codec

import (
	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

// Encoding of messages: a tag for the type, then the fields.

// First byte of a message.
const (
	tagPreVote = iota + 1
	tagPreVoteReply
	tagRequestVote
	tagRequestVoteReply
	tagAppendEntries
	tagAppendEntriesReply
	tagInstallSnapshot
	tagInstallSnapshotReply
	tagTimeoutNow
	tagReadIndex
	tagReadIndexReply
	tagClientRequest
	tagClientReply
)

func (w *writer) message(message raft.Message) {
	switch message := message.(type) {
	case *raft.PreVote:
		w.byte(tagPreVote)
		w.preVote(message)
	case *raft.PreVoteReply:
		w.byte(tagPreVoteReply)
		w.preVoteReply(message)
	case *raft.RequestVote:
		w.byte(tagRequestVote)
		w.requestVote(message)
	case *raft.RequestVoteReply:
		w.byte(tagRequestVoteReply)
		w.requestVoteReply(message)
	case *raft.AppendEntries:
		w.byte(tagAppendEntries)
		w.appendEntries(message)
	case *raft.AppendEntriesReply:
		w.byte(tagAppendEntriesReply)
		w.appendEntriesReply(message)
	case *raft.InstallSnapshot:
		w.byte(tagInstallSnapshot)
		w.installSnapshot(message)
	case *raft.InstallSnapshotReply:
		w.byte(tagInstallSnapshotReply)
		w.installSnapshotReply(message)
	case *raft.TimeoutNow:
		w.byte(tagTimeoutNow)
		w.timeoutNow(message)
	case *raft.ReadIndex:
		w.byte(tagReadIndex)
		w.readIndex(message)
	case *raft.ReadIndexReply:
		w.byte(tagReadIndexReply)
		w.readIndexReply(message)
	case *cluster.ClientRequest:
		w.byte(tagClientRequest)
		w.clientRequest(message)
	case *cluster.ClientReply:
		w.byte(tagClientReply)
		w.clientReply(message)
	default:
		w.refuse("%T cannot be encoded: give a message of package raft", message)
	}
}

func (r *reader) message() raft.Message {
	code := r.byte()
	switch code {
	case tagPreVote:
		return r.preVote()
	case tagPreVoteReply:
		return r.preVoteReply()
	case tagRequestVote:
		return r.requestVote()
	case tagRequestVoteReply:
		return r.requestVoteReply()
	case tagAppendEntries:
		return r.appendEntries()
	case tagAppendEntriesReply:
		return r.appendEntriesReply()
	case tagInstallSnapshot:
		return r.installSnapshot()
	case tagInstallSnapshotReply:
		return r.installSnapshotReply()
	case tagTimeoutNow:
		return r.timeoutNow()
	case tagReadIndex:
		return r.readIndex()
	case tagReadIndexReply:
		return r.readIndexReply()
	case tagClientRequest:
		return r.clientRequest()
	case tagClientReply:
		return r.clientReply()
	default:
		r.refuse("unknown message tag %d", code)
		return nil
	}
}
