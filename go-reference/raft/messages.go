package raft

// What servers say to each other, and what a log holds: Figure 2 of the Raft paper, its boxes "RequestVote RPC" and
// "AppendEntries RPC", with the field names to the letter. A message is plain data, so it survives any codec, and it is
// never changed once sent: within a process it may be shared.

// A ServerID is a server's name: an integer from 1 up. 0 is nobody, and null in JSON.
type ServerID int

// A Term is Raft's logical clock (§5.1): 0 before the first election, then only growing.
type Term int

// A LogIndex is a place in the log. The first entry has index 1; 0 means "before the first entry".
type LogIndex int

// PreVote asks whether a vote would be granted, before the term is raised for it (dissertation §9.6). It changes nothing.
type PreVote struct {
	From ServerID `json:"from"`
	To   ServerID `json:"to"`
	// Term is that in which the election would be held: one more than the sender's.
	Term         Term     `json:"term"`
	LastLogIndex LogIndex `json:"lastLogIndex"`
	LastLogTerm  Term     `json:"lastLogTerm"`
}

// PreVoteReply is the answer to PreVote.
type PreVoteReply struct {
	From ServerID `json:"from"`
	To   ServerID `json:"to"`
	// Term is the one that was asked for if the vote would be granted, else that of the server that refuses.
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
	// LeadershipTransfer: the leader itself asked for this election, so nobody refuses for its sake (dissertation §3.10).
	LeadershipTransfer bool `json:"leadershipTransfer"`
}

// RequestVoteReply is the answer to RequestVote.
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
	// Round counts the leader's questions "am I still the leader?" for ReadIndex (dissertation §6.4); the reply gives it
	// back.
	Round int `json:"round"`
}

// AppendEntriesReply is the follower's answer to AppendEntries. It names the request that it answers by that request's
// PrevLogIndex, so that a leader with several requests under way can tell a stale answer.
type AppendEntriesReply struct {
	From         ServerID `json:"from"`
	To           ServerID `json:"to"`
	Term         Term     `json:"term"`
	Success      bool     `json:"success"`
	PrevLogIndex LogIndex `json:"prevLogIndex"`
	// MatchIndex, on success: up to here the follower's log is known to be the leader's. Otherwise 0.
	MatchIndex LogIndex `json:"matchIndex"`
	// ConflictTerm, on refusal: the term of the follower's entry at PrevLogIndex, or 0 if its log ends before (§5.3,
	// fast backup).
	ConflictTerm Term `json:"conflictTerm"`
	// ConflictIndex, on refusal: the first index of ConflictTerm, or one past the end of the follower's log.
	ConflictIndex LogIndex `json:"conflictIndex"`
	Round         int      `json:"round"`
}

// InstallSnapshot is invoked by the leader to send a chunk of a snapshot to a follower whose log ends before the leader's
// begins (§7, Figure 13).
type InstallSnapshot struct {
	From ServerID `json:"from"`
	To   ServerID `json:"to"`
	Term Term     `json:"term"`
	// LastIncludedIndex: the snapshot replaces all entries up through and including this index.
	LastIncludedIndex LogIndex `json:"lastIncludedIndex"`
	LastIncludedTerm  Term     `json:"lastIncludedTerm"`
	// Configuration is the cluster's at LastIncludedIndex.
	Configuration Configuration `json:"configuration"`
	// Offset is where the chunk stands in the snapshot (bytes).
	Offset int    `json:"offset"`
	Data   []byte `json:"data"`
	// Done tells whether this is the last chunk.
	Done  bool `json:"done"`
	Round int  `json:"round"`
}

// InstallSnapshotReply is the follower's answer to InstallSnapshot.
type InstallSnapshotReply struct {
	From              ServerID `json:"from"`
	To                ServerID `json:"to"`
	Term              Term     `json:"term"`
	LastIncludedIndex LogIndex `json:"lastIncludedIndex"`
	// Offset is where the next chunk should begin (bytes).
	Offset int `json:"offset"`
	// Installed: the follower has all that the snapshot covers.
	Installed bool `json:"installed"`
	Round     int  `json:"round"`
}

// TimeoutNow is how the leader asks its chosen successor to stand for election at once (dissertation §3.10).
type TimeoutNow struct {
	From ServerID `json:"from"`
	To   ServerID `json:"to"`
	Term Term     `json:"term"`
}

// ReadIndex is how a follower asks the leader for an index at which a read is linearizable (dissertation §6.4).
type ReadIndex struct {
	From ServerID `json:"from"`
	To   ServerID `json:"to"`
	Term Term     `json:"term"`
	// ReadID tells the reads of one sender apart.
	ReadID int `json:"readId"`
}

// ReadIndexReply is the answer to ReadIndex.
type ReadIndexReply struct {
	From   ServerID `json:"from"`
	To     ServerID `json:"to"`
	Term   Term     `json:"term"`
	ReadID int      `json:"readId"`
	// ReadIndex: the read sees all that it must once this index is applied; 0 if the server asked cannot tell.
	ReadIndex LogIndex `json:"readIndex"`
}

// ClientRequest is a client's command, passed by the server that the client reached to the leader (§8).
type ClientRequest struct {
	From ServerID `json:"from"`
	To   ServerID `json:"to"`
	// RequestID tells the requests of one sender apart.
	RequestID int     `json:"requestId"`
	Command   Command `json:"command"`
}

// ClientReply is the leader's answer to ClientRequest.
type ClientReply struct {
	From      ServerID `json:"from"`
	To        ServerID `json:"to"`
	RequestID int      `json:"requestId"`
	Outcome   Outcome  `json:"outcome"`
}

// An Outcome is the state machine's answer if OK, or else why there is none.
type Outcome struct {
	OK     bool   `json:"ok"`
	Answer Answer `json:"answer"`
	Failure
}

// A RaftMessage is one of the rules' messages.
type RaftMessage interface {
	Message
	raftMessage()
}

// A Message is all that travels between servers: the rules' messages, and the clients' on their way to the leader.
type Message interface {
	// Route tells who sent the message to whom.
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
func (m *ClientRequest) Route() (from, to ServerID)        { return m.From, m.To }
func (m *ClientReply) Route() (from, to ServerID)          { return m.From, m.To }

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
