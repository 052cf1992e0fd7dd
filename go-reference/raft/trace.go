package raft

// What a cluster can tell about its run: one stream of events, the same in every implementation and language, one JSON
// object a line when written out. Nothing is built unless somebody listens.

// An Event is what happened inside one server, told by the rules (RoleEvent, VoteEvent, AppendEvent,
// InstallEvent, CommitEvent, ApplyEvent), or between servers, to one, or to their network, told by the runtime (StartEvent,
// ServerEvent, MessageEvent, PartitionEvent, HealEvent, FaultsEvent).
type Event interface {
	// EventType is the event's name in the stream.
	EventType() string
}

// RoleEvent: a server has entered a role.
type RoleEvent struct {
	Server ServerID `json:"server"`
	Term   Term     `json:"term"`
	Role   Role     `json:"role"`
}

// VoteEvent: a server has answered a candidate.
type VoteEvent struct {
	Server      ServerID `json:"server"`
	Term        Term     `json:"term"`
	Candidate   ServerID `json:"candidate"`
	VoteGranted bool     `json:"voteGranted"`
}

// AppendEvent: a server has appended entries, the first and last index given; what its log held from FirstIndex on is
// gone.
type AppendEvent struct {
	Server     ServerID `json:"server"`
	Term       Term     `json:"term"`
	FirstIndex LogIndex `json:"firstIndex"`
	LastIndex  LogIndex `json:"lastIndex"`
	// Terms are those of these entries: index and term together say which entry it is (§5.3).
	Terms []Term `json:"terms"`
}

// InstallEvent: a snapshot has taken the place of what the log held up to there, and perhaps of all (§7).
type InstallEvent struct {
	Server            ServerID `json:"server"`
	Term              Term     `json:"term"`
	LastIncludedIndex LogIndex `json:"lastIncludedIndex"`
	LastIncludedTerm  Term     `json:"lastIncludedTerm"`
	// LastIndex is where the log ends now.
	LastIndex LogIndex `json:"lastIndex"`
}

// CommitEvent: a server's commit index has grown.
type CommitEvent struct {
	Server      ServerID `json:"server"`
	Term        Term     `json:"term"`
	CommitIndex LogIndex `json:"commitIndex"`
}

// ApplyEvent: a server's state machine has applied its entries up to LastApplied.
type ApplyEvent struct {
	Server      ServerID `json:"server"`
	Term        Term     `json:"term"`
	LastApplied LogIndex `json:"lastApplied"`
}

// StartEvent: a server starts, with what its stable storage holds.
type StartEvent struct {
	Server       ServerID `json:"server"`
	CurrentTerm  Term     `json:"currentTerm"`
	VotedFor     ServerID `json:"votedFor"`
	LastLogIndex LogIndex `json:"lastLogIndex"`
	LastLogTerm  Term     `json:"lastLogTerm"`
}

// ServerEvent: a server's "crash".
type ServerEvent struct {
	Type   string   `json:"-"`
	Server ServerID `json:"server"`
}

// MessageEvent: the "send", "deliver" or "drop" of a message.
type MessageEvent struct {
	Type    string  `json:"-"`
	Message Message `json:"message"`
}

// PartitionEvent: the network is cut into groups. It is told before the first message is lost for it.
type PartitionEvent struct {
	Groups [][]ServerID `json:"groups"`
}

// HealEvent: the network is whole again. It is told before the first message passes.
type HealEvent struct{}

// FaultsEvent: what the network does to messages from now on.
type FaultsEvent struct {
	Rules FaultRules `json:"rules"`
}

func (RoleEvent) EventType() string      { return "role" }
func (VoteEvent) EventType() string      { return "vote" }
func (AppendEvent) EventType() string    { return "append" }
func (InstallEvent) EventType() string   { return "install" }
func (StartEvent) EventType() string     { return "start" }
func (CommitEvent) EventType() string    { return "commit" }
func (ApplyEvent) EventType() string     { return "apply" }
func (PartitionEvent) EventType() string { return "partition" }
func (HealEvent) EventType() string      { return "heal" }
func (FaultsEvent) EventType() string    { return "faults" }
func (e ServerEvent) EventType() string  { return e.Type }
func (e MessageEvent) EventType() string { return e.Type }

// A TraceEvent is an event, and when it was, counted from the cluster's start; 0 before it.
type TraceEvent struct {
	Event Event
	At    Millis
}

// A TraceListener hears every event, one at a time. What it may do is said at Cluster.Trace.
type TraceListener func(TraceEvent)
