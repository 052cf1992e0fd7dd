package raft

// Trace events of the rules: a role entered, an election timeout drawn, a vote, entries appended, committed and applied.

// An Event happens within one server and is emitted by the rules (RoleEvent, TimerEvent, VoteEvent, AppendEvent,
// InstallEvent, CommitEvent, ApplyEvent), or between servers, and is emitted by the runtime.
type Event interface {
	// EventType returns the event's name in the stream.
	EventType() string
}

// RoleEvent reports that a server has entered a role.
type RoleEvent struct {
	Server ServerID `json:"server"`
	Term   Term     `json:"term"`
	Role   Role     `json:"role"`
}

// TimerEvent reports that a server's election timer has started again.
type TimerEvent struct {
	Server ServerID `json:"server"`
	Term   Term     `json:"term"`
	// ElectionTimeout is the timeout drawn.
	ElectionTimeout Millis `json:"electionTimeout"`
}

// VoteEvent reports a server's answer to a candidate.
type VoteEvent struct {
	Server      ServerID `json:"server"`
	Term        Term     `json:"term"`
	Candidate   ServerID `json:"candidate"`
	VoteGranted bool     `json:"voteGranted"`
}

// AppendEvent reports the first and last index appended; earlier entries from FirstIndex on were truncated.
type AppendEvent struct {
	Server     ServerID `json:"server"`
	Term       Term     `json:"term"`
	FirstIndex LogIndex `json:"firstIndex"`
	LastIndex  LogIndex `json:"lastIndex"`
	// Terms are those of the entries: index and term identify an entry (§5.3).
	Terms []Term `json:"terms"`
}

// InstallEvent reports that a received snapshot has replaced the log up to LastIncludedIndex, or all of it (§7).
type InstallEvent struct {
	Server            ServerID `json:"server"`
	Term              Term     `json:"term"`
	LastIncludedIndex LogIndex `json:"lastIncludedIndex"`
	LastIncludedTerm  Term     `json:"lastIncludedTerm"`
	// LastIndex is the log's last index afterwards.
	LastIndex LogIndex `json:"lastIndex"`
}

// CommitEvent reports that a server's commit index has increased.
type CommitEvent struct {
	Server      ServerID `json:"server"`
	Term        Term     `json:"term"`
	CommitIndex LogIndex `json:"commitIndex"`
}

// ApplyEvent reports that a server's state machine has applied the entries up to LastApplied.
type ApplyEvent struct {
	Server      ServerID `json:"server"`
	Term        Term     `json:"term"`
	LastApplied LogIndex `json:"lastApplied"`
}

func (RoleEvent) EventType() string    { return "role" }
func (TimerEvent) EventType() string   { return "timer" }
func (VoteEvent) EventType() string    { return "vote" }
func (AppendEvent) EventType() string  { return "append" }
func (InstallEvent) EventType() string { return "install" }
func (CommitEvent) EventType() string  { return "commit" }
func (ApplyEvent) EventType() string   { return "apply" }
