package cluster

import (
	"encoding/json"

	"github.com/raft-three-ways/go-reference/internal/tagged"
	"github.com/raft-three-ways/go-reference/raft"
)

// Client messages in JSON: an object with the field `type` first.

func (m *ClientRequest) MarshalJSON() ([]byte, error) {
	type plain ClientRequest
	return tagged.Marshal("ClientRequest", (*plain)(m))
}

func (m *ClientReply) MarshalJSON() ([]byte, error) {
	type plain ClientReply
	return tagged.Marshal("ClientReply", (*plain)(m))
}

// UnmarshalMessage decodes a message of any type. It fails with a MalformedMessageError.
func UnmarshalMessage(data []byte) (raft.Message, error) {
	var tag struct {
		Type string `json:"type"`
	}
	_ = json.Unmarshal(data, &tag) // UnmarshalMessage reports an error
	var message raft.Message
	switch tag.Type {
	case "ClientRequest":
		message = new(ClientRequest)
	case "ClientReply":
		message = new(ClientReply)
	default:
		return raft.UnmarshalMessage(data)
	}
	if err := json.Unmarshal(data, message); err != nil {
		return nil, raft.Malformed("invalid %s: %v", tag.Type, err)
	}
	return message, nil
}
