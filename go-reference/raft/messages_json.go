package raft

import "encoding/json"

// Messages in JSON: an object with the field `type` first.

func (m *PreVote) MarshalJSON() ([]byte, error) {
	type plain PreVote
	return tagged("PreVote", (*plain)(m))
}

func (m *PreVoteReply) MarshalJSON() ([]byte, error) {
	type plain PreVoteReply
	return tagged("PreVoteReply", (*plain)(m))
}

func (m *RequestVote) MarshalJSON() ([]byte, error) {
	type plain RequestVote
	return tagged("RequestVote", (*plain)(m))
}

func (m *RequestVoteReply) MarshalJSON() ([]byte, error) {
	type plain RequestVoteReply
	return tagged("RequestVoteReply", (*plain)(m))
}

func (m *AppendEntries) MarshalJSON() ([]byte, error) {
	type plain AppendEntries
	return tagged("AppendEntries", (*plain)(m))
}

func (m *AppendEntriesReply) MarshalJSON() ([]byte, error) {
	type plain AppendEntriesReply
	return tagged("AppendEntriesReply", (*plain)(m))
}

func (m *InstallSnapshot) MarshalJSON() ([]byte, error) {
	type plain InstallSnapshot
	return tagged("InstallSnapshot", (*plain)(m))
}

func (m *InstallSnapshotReply) MarshalJSON() ([]byte, error) {
	type plain InstallSnapshotReply
	return tagged("InstallSnapshotReply", (*plain)(m))
}

func (m *TimeoutNow) MarshalJSON() ([]byte, error) {
	type plain TimeoutNow
	return tagged("TimeoutNow", (*plain)(m))
}

func (m *ReadIndex) MarshalJSON() ([]byte, error) {
	type plain ReadIndex
	return tagged("ReadIndex", (*plain)(m))
}

func (m *ReadIndexReply) MarshalJSON() ([]byte, error) {
	type plain ReadIndexReply
	return tagged("ReadIndexReply", (*plain)(m))
}

func (m *ClientRequest) MarshalJSON() ([]byte, error) {
	type plain ClientRequest
	return tagged("ClientRequest", (*plain)(m))
}

func (m *ClientReply) MarshalJSON() ([]byte, error) {
	type plain ClientReply
	return tagged("ClientReply", (*plain)(m))
}

// UnmarshalMessage decodes a message of any type. It fails with a MalformedMessageError.
func UnmarshalMessage(data []byte) (Message, error) {
	var tag struct {
		Type string `json:"type"`
	}
	if err := json.Unmarshal(data, &tag); err != nil {
		return nil, malformed("invalid message: %v", err)
	}
	create := newMessage[tag.Type]
	if create == nil {
		return nil, malformed("unknown message type %q", tag.Type)
	}
	message := create()
	if err := json.Unmarshal(data, message); err != nil {
		return nil, malformed("invalid %s: %v", tag.Type, err)
	}
	return message, nil
}

var newMessage = map[string]func() Message{
	"PreVote":              func() Message { return new(PreVote) },
	"PreVoteReply":         func() Message { return new(PreVoteReply) },
	"RequestVote":          func() Message { return new(RequestVote) },
	"RequestVoteReply":     func() Message { return new(RequestVoteReply) },
	"AppendEntries":        func() Message { return new(AppendEntries) },
	"AppendEntriesReply":   func() Message { return new(AppendEntriesReply) },
	"InstallSnapshot":      func() Message { return new(InstallSnapshot) },
	"InstallSnapshotReply": func() Message { return new(InstallSnapshotReply) },
	"TimeoutNow":           func() Message { return new(TimeoutNow) },
	"ReadIndex":            func() Message { return new(ReadIndex) },
	"ReadIndexReply":       func() Message { return new(ReadIndexReply) },
	"ClientRequest":        func() Message { return new(ClientRequest) },
	"ClientReply":          func() Message { return new(ClientReply) },
}
