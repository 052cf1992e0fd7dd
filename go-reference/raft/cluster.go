package raft

import "context"

// The contract that every runtime keeps. Tests, the workloads and the reading pages know a cluster only by this.

// Digest is the proof of work of a state machine: two that applied the same commands in the same order show the same.
type Digest struct {
	// Digest is hexadecimal, over every pair in the map, in the order of their ids.
	Digest string `json:"digest"`
	// Applied is how many commands it has applied, a leader's no-ops not counted.
	Applied int `json:"applied"`
}

// ProposeOptions of a proposal. Whatever is zero is not asked for.
type ProposeOptions struct {
	// Via is the server that the client talks to; the cluster's present leader if 0.
	Via ServerID
	// Session has a Set or Delete applied once, however often it is sent (dissertation §6.3). Without it a command that is
	// sent again, by its client or by a network that duplicates, may be applied again. Its numbers are from 1 to 2^53 - 1. A
	// Register bears none.
	Session *SessionMark
}

// Consistency is what a read promises.
type Consistency string

const (
	// Linearizable: it sees every write that was answered before the read began, wherever it was answered (ReadIndex,
	// dissertation §6.4).
	Linearizable Consistency = "linearizable"
	// Stale: what this server has applied so far, at once, with no promise that it is the newest.
	Stale Consistency = "stale"
)

// ReadOptions of a read.
type ReadOptions struct {
	// Via is the server to read from; the cluster's present leader if 0.
	Via         ServerID
	Consistency Consistency
}

// A Cluster is a number of servers that agree. Its methods may be called from any goroutine. Those that wait take a context,
// and fail with an AbortedError when it ends first. What a method is given it checks and copies at the call (arguments.go):
// whatever its caller changes afterwards changes nothing. A value out of its range is refused with an InvalidArgumentError,
// which names the field and the value; nothing has changed then.
//
// A cluster is made, started once, and stopped for good. A refusal is judged in this order: InvalidArgumentError (a nil context,
// too), AbortedError, StoppedError, then what the call itself may be refused for. Before the start, what needs a server fails
// with a StoppedError, while Partition, Heal, Faults and Trace hold from the start. A second Start does nothing: a crashed
// server stays crashed. Launches, crashes and restarts are done one after another; to crash a crashed server, or to restart a
// running one, does nothing. After the stop all fail with a StoppedError but Stop and Trace(nil).
//
// Raft promises nothing for a server that comes back with its id but without its stable storage: such a server is removed, and
// then added again.
type Cluster interface {
	// IDs are all servers that were ever started, members or not.
	IDs() []ServerID
	// Start starts every server. It fails with a StoppedError after the stop.
	Start() error
	// Stop stops every server and waits until nothing of the cluster runs any more. Whatever is under way fails with a
	// StoppedError. A listener that stops its cluster is not waited for.
	Stop()
	// Status is, of a crashed server, what it knew last. It fails with an InvalidArgumentError on an unknown server, as do all
	// below.
	Status(id ServerID) (Status, error)
	// Digest fails with a StoppedError of a crashed server: its state machine died with it.
	Digest(id ServerID) (Digest, error)
	// Propose returns the state machine's answer once the command is committed and applied. A follower passes it to the
	// leader. ID and Name are UTF-8 of at most MaxCommandBytes (1 MiB) together; Mark is not for clients to set. It fails with
	// InvalidArgumentError, NotLeaderError or OverloadedError (not appended: may be sent again), SessionExpiredError (not
	// applied), SequenceTooOldError (it may have been applied before, its answer is kept no more: not to be sent again),
	// UnavailableError, AbortedError or StoppedError (it may still be applied).
	Propose(ctx context.Context, command Command, options ProposeOptions) (Answer, error)
	// Read returns the name stored under an id. For a linearizable read a follower asks the leader for an index, and
	// answers from its own state. The id is UTF-8 of at most MaxCommandBytes. It fails with InvalidArgumentError, NotLeaderError, UnavailableError, AbortedError or StoppedError. None does
	// harm: a read may be sent again.
	Read(ctx context.Context, id string, options ReadOptions) (Answer, error)
	// Transfer has the present leader hand its leadership to this server, and returns when it leads (dissertation §3.10).
	// It fails with TransferRefusedError, NotLeaderError, UnavailableError (not within an election timeout: the leader goes
	// on), AbortedError or StoppedError.
	Transfer(ctx context.Context, to ServerID) error
	// Change has the present leader change the configuration by one server, and returns when that is committed
	// (dissertation, chapter 4). A server that is to be added is launched first. It fails with ChangeRefusedError (may be
	// asked again), NotLeaderError, UnavailableError, AbortedError or StoppedError (it may still come about).
	Change(ctx context.Context, change ConfigurationChange) error
	// Launch starts one more server, with the next free id and an empty log. It is no member, and stands for nothing, until
	// it is added.
	Launch() (ServerID, error)
	// Crash ends a server at once. What was not on its stable storage is lost.
	Crash(id ServerID) error
	// Restart starts a crashed server again on its stable storage.
	Restart(id ServerID) error
	// Partition lets messages pass only within each group. A server that no group names is alone; none is named twice.
	Partition(groups [][]ServerID) error
	// Heal ends the partition. The fault rules stay.
	Heal() error
	// Faults sets what the network does to messages from now on; whatever is not named does not happen.
	Faults(rules FaultRules) error
	// Trace calls the listener with every event from now on; nil turns the trace off, and it then costs nothing: the listener
	// has heard all that happened before when Trace returns. The listener is called in a goroutine of its own, one event at a
	// time, in their order. It may call any method of the cluster, this one too: what it ends or replaces from inside an event
	// hears nothing more. It must not wait for another goroutine that calls Trace or Stop. One that panics ends its trace; the
	// reason is printed on standard error, and the cluster goes on.
	Trace(listener TraceListener) error
}
