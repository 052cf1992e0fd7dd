package raft

// The messages between servers: the boxes "RequestVote RPC" and "AppendEntries RPC" of Figure 2, with the field names to
// the letter, and those of the later sections. A message is plain data for any codec, and immutable once sent: within a
// process it may be shared.

// PreVote asks whether a vote would be granted (dissertation §9.6). It changes no state.
type PreVote struct {
	From ServerID `json:"from"`
	To   ServerID `json:"to"`
	// Term is that of the election to come: the sender's CurrentTerm + 1.
	Term         Term     `json:"term"`
	LastLogIndex LogIndex `json:"lastLogIndex"`
	LastLogTerm  Term     `json:"lastLogTerm"`
}

// PreVoteReply is the reply to PreVote.
type PreVoteReply struct {
	From ServerID `json:"from"`
	To   ServerID `json:"to"`
	// Term is the requested one if the vote would be granted, else the receiver's CurrentTerm.
	Term        Term `json:"term"`
	VoteGranted bool `json:"voteGranted"`
}

// RequestVote is invoked by candidates to gather votes (§5.2).
type RequestVote struct {
	From         ServerID `json:"from"`
	To           ServerID `json:"to"`
	Term         Term     `json:"term"`
	LastLogIndex LogIndex `json:"lastLogIndex"`
	LastLogTerm  Term     `json:"lastLogTerm"`
	// LeadershipTransfer reports that the leader asked for this election, so it is not refused as disruptive (dissertation
	// §3.10).
	LeadershipTransfer bool `json:"leadershipTransfer"`
}

// RequestVoteReply is the reply to RequestVote.
type RequestVoteReply struct {
	From        ServerID `json:"from"`
	To          ServerID `json:"to"`
	Term        Term     `json:"term"`
	VoteGranted bool     `json:"voteGranted"`
}

// AppendEntries is invoked by the leader to replicate log entries (§5.3); without entries it is a heartbeat (§5.2).
type AppendEntries struct {
	From         ServerID `json:"from"`
	To           ServerID `json:"to"`
	Term         Term     `json:"term"`
	PrevLogIndex LogIndex `json:"prevLogIndex"`
	PrevLogTerm  Term     `json:"prevLogTerm"`
	Entries      []*Entry `json:"entries"`
	LeaderCommit LogIndex `json:"leaderCommit"`
	// Round is the round of leadership confirmation for ReadIndex (dissertation §6.4), echoed by the reply; 0 for none.
	Round int `json:"round"`
}

// AppendEntriesReply is the reply to AppendEntries. The request's PrevLogIndex identifies it among several in flight.
type AppendEntriesReply struct {
	From         ServerID `json:"from"`
	To           ServerID `json:"to"`
	Term         Term     `json:"term"`
	Success      bool     `json:"success"`
	PrevLogIndex LogIndex `json:"prevLogIndex"`
	// MatchIndex is, on success, the last index known to match the leader's log; otherwise 0.
	MatchIndex LogIndex `json:"matchIndex"`
	// ConflictTerm is, on refusal, the term of the follower's entry at PrevLogIndex; 0 if its log ends before (§5.3, fast
	// backup).
	ConflictTerm Term `json:"conflictTerm"`
	// ConflictIndex is, on refusal, the first index of ConflictTerm, or one past the end of the follower's log.
	ConflictIndex LogIndex `json:"conflictIndex"`
	Round         int      `json:"round"`
}

// InstallSnapshot is invoked by the leader to send chunks of a snapshot to a follower that needs compacted entries (§7,
// Figure 13).
type InstallSnapshot struct {
	From ServerID `json:"from"`
	To   ServerID `json:"to"`
	Term Term     `json:"term"`
	// LastIncludedIndex is the last index that the snapshot replaces.
	LastIncludedIndex LogIndex `json:"lastIncludedIndex"`
	LastIncludedTerm  Term     `json:"lastIncludedTerm"`
	// Configuration is the cluster's at LastIncludedIndex.
	Configuration Configuration `json:"configuration"`
	// Offset is the position of the chunk in the snapshot (bytes).
	Offset int    `json:"offset"`
	Data   []byte `json:"data"`
	// Done reports whether this is the last chunk.
	Done  bool `json:"done"`
	Round int  `json:"round"`
}

// InstallSnapshotReply is the reply to InstallSnapshot.
type InstallSnapshotReply struct {
	From              ServerID `json:"from"`
	To                ServerID `json:"to"`
	Term              Term     `json:"term"`
	LastIncludedIndex LogIndex `json:"lastIncludedIndex"`
	// Offset is that of the next chunk needed (bytes).
	Offset int `json:"offset"`
	// Installed reports that the snapshot is installed, or that the log covers it already.
	Installed bool `json:"installed"`
	Round     int  `json:"round"`
}

// TimeoutNow asks the transferee to start an election at once (dissertation §3.10).
type TimeoutNow struct {
	From ServerID `json:"from"`
	To   ServerID `json:"to"`
	Term Term     `json:"term"`
}

// ReadIndex is a follower's request for an index at which a read is linearizable (dissertation §6.4).
type ReadIndex struct {
	From ServerID `json:"from"`
	To   ServerID `json:"to"`
	Term Term     `json:"term"`
	// ReadID identifies the read at its sender.
	ReadID int `json:"readId"`
}

// ReadIndexReply is the reply to ReadIndex.
type ReadIndexReply struct {
	From   ServerID `json:"from"`
	To     ServerID `json:"to"`
	Term   Term     `json:"term"`
	ReadID int      `json:"readId"`
	// ReadIndex is to be applied before the read is answered; 0 if the receiver does not lead.
	ReadIndex LogIndex `json:"readIndex"`
}

// A RaftMessage is a message that the rules handle.
type RaftMessage interface {
	Message
	raftMessage()
}

// A Message is any message between servers: one of the rules, or a forwarded client request or its reply.
type Message interface {
	// Route returns the sender and the receiver.
	Route() (from, to ServerID)
}

func (m *PreVote) Route() (from, to ServerID)              { return m.From, m.To }
func (m *PreVoteReply) Route() (from, to ServerID)         { return m.From, m.To }
func (m *RequestVote) Route() (from, to ServerID)          { return m.From, m.To }
func (m *RequestVoteReply) Route() (from, to ServerID)     { return m.From, m.To }
func (m *AppendEntries) Route() (from, to ServerID)        { return m.From, m.To }
func (m *AppendEntriesReply) Route() (from, to ServerID)   { return m.From, m.To }
func (m *InstallSnapshot) Route() (from, to ServerID)      { return m.From, m.To }
func (m *InstallSnapshotReply) Route() (from, to ServerID) { return m.From, m.To }
func (m *TimeoutNow) Route() (from, to ServerID)           { return m.From, m.To }
func (m *ReadIndex) Route() (from, to ServerID)            { return m.From, m.To }
func (m *ReadIndexReply) Route() (from, to ServerID)       { return m.From, m.To }

func (*PreVote) raftMessage()              {}
func (*PreVoteReply) raftMessage()         {}
func (*RequestVote) raftMessage()          {}
func (*RequestVoteReply) raftMessage()     {}
func (*AppendEntries) raftMessage()        {}
func (*AppendEntriesReply) raftMessage()   {}
func (*InstallSnapshot) raftMessage()      {}
func (*InstallSnapshotReply) raftMessage() {}
func (*TimeoutNow) raftMessage()           {}
func (*ReadIndex) raftMessage()            {}
func (*ReadIndexReply) raftMessage()       {}
