package cluster

import (
	"context"

	"github.com/raft-three-ways/go-reference/kv"
	"github.com/raft-three-ways/go-reference/raft"
)

// The API of a cluster. Tests, workloads and the reading pages use a cluster only through it.

// ProposeOptions of a proposal. A zero field is not set.
type ProposeOptions struct {
	// Via is the server that receives the command; the cluster's leader if 0.
	Via raft.ServerID
	// Session has a Set or Delete applied at most once (dissertation §6.3). Without it a retry by the client, or a duplicate
	// in the network, may be applied again. Its numbers are from 1 to 2^53 - 1. Register takes none.
	Session *raft.SessionMark
}

// Consistency is the guarantee of a read.
type Consistency string

const (
	// Linearizable reads see every write answered before the read began, by any server (ReadIndex, dissertation §6.4).
	Linearizable Consistency = "linearizable"
	// Stale reads return what this server has applied so far, at once.
	Stale Consistency = "stale"
)

// ReadOptions of a read.
type ReadOptions struct {
	// Via is the server to read from; the cluster's leader if 0.
	Via         raft.ServerID
	Consistency Consistency
}

// A Cluster is a cluster of servers. Its methods are safe for concurrent use. Those that wait take a context, and fail with an
// AbortedError if it ends first. Arguments are checked and copied at the call (arguments.go). An argument out of range is
// refused with an InvalidArgumentError that names the field and the value; nothing has changed then.
//
// A cluster is made, started once and stopped once. Errors take precedence in this order: InvalidArgumentError (also for a
// nil context), AbortedError, StoppedError, then those of the call. Before the start, a call that needs a server fails with a
// StoppedError, while Partition, Heal, Faults and Trace take effect from the start. A second Start does nothing: a crashed
// server stays crashed. Launches, crashes and restarts run one after the other; crashing a crashed server or restarting a
// running one does nothing. After the stop every call but Stop and Trace(nil) fails with a StoppedError.
//
// Raft is not safe with a server that returns with its id but without its stable storage: remove such a server, then add it
// again.
type Cluster interface {
	// IDs returns all servers ever started, members or not.
	IDs() []raft.ServerID
	// Start starts every server. It fails with a StoppedError after the stop.
	Start() error
	// Stop stops every server and waits until all of the cluster's goroutines have ended. Requests under way fail with a
	// StoppedError. Stop does not wait for a listener that calls it.
	Stop()
	// Status returns, for a crashed server, its last status. It fails with an InvalidArgumentError for an unknown server, as do
	// all below.
	Status(id raft.ServerID) (Status, error)
	// Digest fails with a StoppedError for a crashed server, whose state machine is lost.
	Digest(id raft.ServerID) (kv.Digest, error)
	// Propose returns the state machine's answer once the command is committed and applied. A follower forwards it to
	// the leader. ID and Name are UTF-8 of at most MaxCommandBytes (1 MiB) together; Mark is not for clients to set. It fails with
	// InvalidArgumentError, NotLeaderError or OverloadedError (not appended: may be sent again), SessionExpiredError (not
	// applied), SequenceTooOldError (it may have been applied and its answer is gone: not to be sent again),
	// UnavailableError, AbortedError or StoppedError (it may still be applied).
	Propose(ctx context.Context, command raft.Command, options ProposeOptions) (raft.Answer, error)
	// Read returns the name stored under an id. For a linearizable read a follower asks the leader for an index, and
	// answers from its own state. The id is UTF-8 of at most MaxCommandBytes. It fails with InvalidArgumentError, NotLeaderError, UnavailableError, AbortedError or StoppedError. A
	// read may always be sent again.
	Read(ctx context.Context, id string, options ReadOptions) (raft.Answer, error)
	// Transfer transfers the leadership to a server, and returns when that server leads (dissertation §3.10).
	// It fails with TransferRefusedError, NotLeaderError, UnavailableError (not within an election timeout: the leader
	// resumes), AbortedError or StoppedError.
	Transfer(ctx context.Context, to raft.ServerID) error
	// Change changes the configuration by one server, and returns when the change is committed (dissertation, chapter 4). A
	// server to be added must be launched first. It fails with ChangeRefusedError (may be sent again), NotLeaderError,
	// UnavailableError, AbortedError or StoppedError (it may still be committed).
	Change(ctx context.Context, change raft.ConfigurationChange) error
	// Launch starts one more server, with the next free id and an empty log. It is not a member until it is added.
	Launch() (raft.ServerID, error)
	// Crash ends a server at once. State not on its stable storage is lost.
	Crash(id raft.ServerID) error
	// Restart restarts a crashed server from its stable storage.
	Restart(id raft.ServerID) error
	// Block keeps a server's state machine busy for a time from 0 to 60,000 ms, as applying a slow command would, and returns at
	// the end of it. Nothing else waits but what is to be applied and the stale reads of that server. It takes real time: in
	// virtual time it would never end. It fails with a StoppedError if the server is crashed, or crashes meanwhile.
	Block(id raft.ServerID, ms raft.Millis) error
	// Partition lets messages pass only within each group. A server in no group is alone; none may occur twice.
	Partition(groups [][]raft.ServerID) error
	// Heal ends the partition. The fault rules stay.
	Heal() error
	// Faults replaces the fault rules of the network.
	Faults(rules FaultRules) error
	// Trace passes every event from now on to the listener; nil turns the trace off, which then costs nothing. When Trace
	// returns, the former listener has received all earlier events. The listener is called in a goroutine of its own, one event
	// at a time, in order. It may call any method of the cluster, also Trace: a listener that it ends or replaces gets no more
	// events. It must not wait for another goroutine that calls Trace or Stop. A panic ends its trace; the reason is printed on
	// standard error, and the cluster continues.
	Trace(listener TraceListener) error
}
