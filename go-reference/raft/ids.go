package raft

// Identifiers of servers, terms and entries, and the roles of a server.

// A ServerID identifies a server: an integer from 1. The zero value, null in JSON, is no server.
type ServerID int

// A Term is Raft's logical clock (§5.1): 0 before the first election, then increasing.
type Term int

// A LogIndex is a position in the log: the first entry has index 1; 0 is before the first entry.
type LogIndex int

// Role is one of the three roles of Figure 4, or PreCandidate: a server that runs PreVote before an election (dissertation
// §9.6).
type Role uint8

const (
	Follower Role = iota
	PreCandidate
	Candidate
	Leader
)
