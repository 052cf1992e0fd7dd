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

// CommandType tells what a command asks for.
type CommandType uint8

// A new leader's Noop asks nothing (§8).
const (
	Noop CommandType = iota
	Set
	Delete
)

// A Command is what an entry asks of the state machine. Noop uses neither field, Delete no Name.
type Command struct {
	Type CommandType
	ID   string
	Name string
}

// An Entry is what the log holds: the command, and the term in which the leader received it (§5.3). Nobody changes an
// entry, so every log and message of a process may point at the same one.
type Entry struct {
	Term    Term    `json:"term"`
	Command Command `json:"command"`
}

// RequestVote is invoked by candidates to gather votes (§5.2).
type RequestVote struct {
	From         ServerID `json:"from"`
	To           ServerID `json:"to"`
	Term         Term     `json:"term"`
	LastLogIndex LogIndex `json:"lastLogIndex"`
	LastLogTerm  Term     `json:"lastLogTerm"`
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

// An Outcome is the state machine's answer if OK, or else the name of the error and the leader that its server knows of.
type Outcome struct {
	OK     bool
	Answer Answer
	Error  string
	Leader ServerID
}

// An Answer is what the state machine answers to a command: the name that the id had before, if it had one.
type Answer struct {
	Name  string
	Found bool
}

// A RaftMessage is one that the rules answer.
type RaftMessage interface {
	Message
	raftMessage()
}

// A Message is all that travels between servers: the rules' messages, and the clients' on their way to the leader.
type Message interface {
	// Route tells who sent the message to whom.
	Route() (from, to ServerID)
}

func (m *RequestVote) Route() (from, to ServerID)        { return m.From, m.To }
func (m *RequestVoteReply) Route() (from, to ServerID)   { return m.From, m.To }
func (m *AppendEntries) Route() (from, to ServerID)      { return m.From, m.To }
func (m *AppendEntriesReply) Route() (from, to ServerID) { return m.From, m.To }
func (m *ClientRequest) Route() (from, to ServerID)      { return m.From, m.To }
func (m *ClientReply) Route() (from, to ServerID)        { return m.From, m.To }

func (*RequestVote) raftMessage()        {}
func (*RequestVoteReply) raftMessage()   {}
func (*AppendEntries) raftMessage()      {}
func (*AppendEntriesReply) raftMessage() {}
