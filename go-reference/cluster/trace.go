package cluster

import "github.com/raft-three-ways/go-reference/raft"

// Trace events of a cluster: one stream, the same in every runtime and language, written as JSON lines. No event is built
// unless there is a listener.

// StartEvent reports that a server starts with the state of its stable storage.
type StartEvent struct {
	Server       raft.ServerID `json:"server"`
	CurrentTerm  raft.Term     `json:"currentTerm"`
	VotedFor     raft.ServerID `json:"votedFor"`
	LastLogIndex raft.LogIndex `json:"lastLogIndex"`
	LastLogTerm  raft.Term     `json:"lastLogTerm"`
}

// ServerEvent reports a "crash".
type ServerEvent struct {
	Type   string        `json:"-"`
	Server raft.ServerID `json:"server"`
}

// MessageEvent reports the "send", "deliver" or "drop" of a message.
type MessageEvent struct {
	Type    string       `json:"-"`
	Message raft.Message `json:"message"`
}

// PartitionEvent reports a partition; it precedes the first message dropped for it.
type PartitionEvent struct {
	Groups [][]raft.ServerID `json:"groups"`
}

// HealEvent reports the end of a partition; it precedes the first message delivered for it.
type HealEvent struct{}

// FaultsEvent reports the fault rules in force from now on.
type FaultsEvent struct {
	Rules FaultRules `json:"rules"`
}

func (StartEvent) EventType() string     { return "start" }
func (PartitionEvent) EventType() string { return "partition" }
func (HealEvent) EventType() string      { return "heal" }
func (FaultsEvent) EventType() string    { return "faults" }
func (e ServerEvent) EventType() string  { return e.Type }
func (e MessageEvent) EventType() string { return e.Type }

// A TraceEvent is an event and its time since the cluster's start; 0 before it.
type TraceEvent struct {
	Event raft.Event
	At    raft.Millis
}

// A TraceListener receives every event, one at a time. Cluster.Trace says what it may do.
type TraceListener func(TraceEvent)
