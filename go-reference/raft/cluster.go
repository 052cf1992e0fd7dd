package raft

import "context"

// The contract that every runtime keeps. Tests, the workloads and the reading pages know a cluster only by this.

// Status is what a server shows of itself. A crashed server shows what it had when it crashed, with Running false.
type Status struct {
	ID          ServerID `json:"id"`
	Running     bool     `json:"running"`
	Role        Role     `json:"role"`
	CurrentTerm Term     `json:"currentTerm"`
	VotedFor    ServerID `json:"votedFor"`
	// Leader is that of CurrentTerm, or 0 where it is not known.
	Leader        ServerID `json:"leader"`
	CommitIndex   LogIndex `json:"commitIndex"`
	LastApplied   LogIndex `json:"lastApplied"`
	FirstLogIndex LogIndex `json:"firstLogIndex"`
	LastLogIndex  LogIndex `json:"lastLogIndex"`
}

// Digest is the proof of work of a state machine: two that applied the same commands in the same order show the same.
type Digest struct {
	// Digest is hexadecimal, over every pair in the map, in the order of their ids.
	Digest string `json:"digest"`
	// Applied is how many commands it has applied, a leader's no-ops not counted.
	Applied int `json:"applied"`
}

// Consistency is what a read promises.
type Consistency string

// Stale: what this server has applied so far, with no promise that it is the newest.
const Stale Consistency = "stale"

// ReadOptions of a read.
type ReadOptions struct {
	// Via is the server to read from; the cluster's present leader if 0.
	Via         ServerID
	Consistency Consistency
}

// A Cluster is a number of servers that agree. Its methods may be called from any goroutine.
type Cluster interface {
	IDs() []ServerID
	// Start starts every server.
	Start()
	// Stop stops every server and waits until nothing of the cluster runs any more. Whatever is under way fails with a
	// StoppedError.
	Stop()
	// Status fails with an InvalidArgumentError on an unknown server, as do all below.
	Status(id ServerID) (Status, error)
	Digest(id ServerID) (Digest, error)
	// Propose returns the state machine's answer once the command is committed and applied. The client talks to the
	// server via, or to the cluster's present leader if that is 0; a follower passes the command to the leader. It fails
	// with NotLeaderError or OverloadedError (not appended: may be sent again), SessionExpiredError (not applied),
	// UnavailableError, AbortedError (the context ended the wait) or StoppedError (it may still be applied).
	Propose(ctx context.Context, command Command, via ServerID) (Answer, error)
	// Read returns the name stored under an id. It fails with a StoppedError if the server is not running.
	Read(id string, options ReadOptions) (Answer, error)
	// Crash ends a server at once. What was not on its stable storage is lost.
	Crash(id ServerID) error
	// Restart starts a crashed server again on its stable storage.
	Restart(id ServerID) error
	// Partition lets messages pass only within each group. A server that no group names is alone.
	Partition(groups [][]ServerID) error
	// Heal ends the partition. The fault rules stay.
	Heal()
	// Faults sets what the network does to messages from now on; whatever is not named does not happen.
	Faults(rules FaultRules) error
	// Trace calls the listener with every event from now on; nil turns the trace off, and it then costs nothing.
	Trace(listener TraceListener)
}
