package cluster

import "github.com/raft-three-ways/go-reference/raft"

// Forwarded client requests and their replies (§8), beside the messages of the rules.

// ClientRequest is a client's command, forwarded to the leader (§8).
type ClientRequest struct {
	From raft.ServerID `json:"from"`
	To   raft.ServerID `json:"to"`
	// RequestID identifies the request at its sender.
	RequestID int          `json:"requestId"`
	Command   raft.Command `json:"command"`
}

// ClientReply is the leader's reply to ClientRequest.
type ClientReply struct {
	From      raft.ServerID `json:"from"`
	To        raft.ServerID `json:"to"`
	RequestID int           `json:"requestId"`
	Outcome   Outcome       `json:"outcome"`
}

// An Outcome is the state machine's answer if OK, else a failure.
type Outcome struct {
	OK     bool        `json:"ok"`
	Answer raft.Answer `json:"answer"`
	Failure
}

func (m *ClientRequest) Route() (from, to raft.ServerID) { return m.From, m.To }
func (m *ClientReply) Route() (from, to raft.ServerID)   { return m.From, m.To }
