package raft

import (
	"encoding/json"

	"github.com/raft-three-ways/go-reference/internal/tagged"
)

// Messages in JSON: an object with the field `type` first.

func (m *PreVote) MarshalJSON() ([]byte, error) {
	type plain PreVote
	return tagged.Marshal("PreVote", (*plain)(m))
}

func (m *PreVoteReply) MarshalJSON() ([]byte, error) {
	type plain PreVoteReply
	return tagged.Marshal("PreVoteReply", (*plain)(m))
}

func (m *RequestVote) MarshalJSON() ([]byte, error) {
	type plain RequestVote
	return tagged.Marshal("RequestVote", (*plain)(m))
}

func (m *RequestVoteReply) MarshalJSON() ([]byte, error) {
	type plain RequestVoteReply
	return tagged.Marshal("RequestVoteReply", (*plain)(m))
}

func (m *AppendEntries) MarshalJSON() ([]byte, error) {
	type plain AppendEntries
	return tagged.Marshal("AppendEntries", (*plain)(m))
}

func (m *AppendEntriesReply) MarshalJSON() ([]byte, error) {
	type plain AppendEntriesReply
	return tagged.Marshal("AppendEntriesReply", (*plain)(m))
}

func (m *InstallSnapshot) MarshalJSON() ([]byte, error) {
	type plain InstallSnapshot
	return tagged.Marshal("InstallSnapshot", (*plain)(m))
}

func (m *InstallSnapshotReply) MarshalJSON() ([]byte, error) {
	type plain InstallSnapshotReply
	return tagged.Marshal("InstallSnapshotReply", (*plain)(m))
}

func (m *TimeoutNow) MarshalJSON() ([]byte, error) {
	type plain TimeoutNow
	return tagged.Marshal("TimeoutNow", (*plain)(m))
}

func (m *ReadIndex) MarshalJSON() ([]byte, error) {
	type plain ReadIndex
	return tagged.Marshal("ReadIndex", (*plain)(m))
}

func (m *ReadIndexReply) MarshalJSON() ([]byte, error) {
	type plain ReadIndexReply
	return tagged.Marshal("ReadIndexReply", (*plain)(m))
}

// UnmarshalMessage decodes a message of the rules. It fails with a MalformedMessageError.
func UnmarshalMessage(data []byte) (RaftMessage, error) {
	var tag struct {
		Type string `json:"type"`
	}
	if err := json.Unmarshal(data, &tag); err != nil {
		return nil, Malformed("invalid message: %v", err)
	}
	create := newMessage[tag.Type]
	if create == nil {
		return nil, Malformed("unknown message type %q", tag.Type)
	}
	message := create()
	if err := json.Unmarshal(data, message); err != nil {
		return nil, Malformed("invalid %s: %v", tag.Type, err)
	}
	return message, nil
}

var newMessage = map[string]func() RaftMessage{
	"PreVote":              func() RaftMessage { return new(PreVote) },
	"PreVoteReply":         func() RaftMessage { return new(PreVoteReply) },
	"RequestVote":          func() RaftMessage { return new(RequestVote) },
	"RequestVoteReply":     func() RaftMessage { return new(RequestVoteReply) },
	"AppendEntries":        func() RaftMessage { return new(AppendEntries) },
	"AppendEntriesReply":   func() RaftMessage { return new(AppendEntriesReply) },
	"InstallSnapshot":      func() RaftMessage { return new(InstallSnapshot) },
	"InstallSnapshotReply": func() RaftMessage { return new(InstallSnapshotReply) },
	"TimeoutNow":           func() RaftMessage { return new(TimeoutNow) },
	"ReadIndex":            func() RaftMessage { return new(ReadIndex) },
	"ReadIndexReply":       func() RaftMessage { return new(ReadIndexReply) },
}
