package raft

import "slices"

// A server's state: the box "State" of Figure 2, with its names to the letter. Only the rules in the files beside this one
// change it.

// A ConfigurationEntry is a configuration and the index of its entry; index 0 for the cluster's initial one.
type ConfigurationEntry struct {
	Index         LogIndex
	Configuration Configuration
}

// A PendingRead is a read waiting for leadership to be confirmed.
type PendingRead struct {
	// From is the server that the client reads through; ReadID identifies the read there.
	From   ServerID `json:"from"`
	ReadID int      `json:"readId"`
	// ReadIndex is to be applied before the read is answered.
	ReadIndex LogIndex `json:"readIndex"`
	// Round is the one that a majority must answer.
	Round int `json:"round"`
}

// IncomingSnapshot is a snapshot being received.
type IncomingSnapshot struct {
	// Term is that of the leader that sent the last chunk.
	Term              Term
	LastIncludedIndex LogIndex
	LastIncludedTerm  Term
	Chunks            [][]byte
	// Offset is the number of bytes received.
	Offset int
}

// StableState survives a crash (Figure 2, "Persistent state on all servers", and Figure 13's snapshot).
type StableState struct {
	CurrentTerm Term      `json:"currentTerm"`
	VotedFor    ServerID  `json:"votedFor"`
	Snapshot    *Snapshot `json:"snapshot"`
	// Entries are the log entries after the snapshot.
	Entries []*Entry `json:"entries"`
}

// State is a server's state. It is not safe for concurrent use.
type State struct {
	ID       ServerID
	Settings Settings

	// Persistent state on all servers; VotedFor is 0 for none
	CurrentTerm Term
	VotedFor    ServerID
	Log         *Log
	// Snapshot is the newest snapshot (§7), or nil.
	Snapshot *Snapshot

	// Volatile state on all servers
	CommitIndex LogIndex
	LastApplied LogIndex
	Role        Role
	// Leader is the leader of CurrentTerm, or 0 if unknown.
	Leader ServerID
	// Heard counts the election timer resets that Figure 2 asks for; the runtime restarts its timer when it changes.
	Heard int
	// LeaderIsFresh reports that a leader was heard within the minimum election timeout, so a vote request is refused as
	// disruptive (§6).
	LeaderIsFresh bool
	// Configurations are those in the log, newest last. The newest is in force, committed or not (§6).
	Configurations []ConfigurationEntry
	// Incoming is a snapshot being received, or nil.
	Incoming *IncomingSnapshot

	// Volatile state on candidates: voters by their answer
	VotesGranted map[ServerID]bool
	VotesRefused map[ServerID]bool
	// LeadershipTransfer reports that the leader asked for this election (dissertation §3.10), so it is not disruptive.
	LeadershipTransfer bool

	// Volatile state on leaders: one for each member, this server included
	Progress map[ServerID]*Progress
	// Matched holds the voters' matchIndexes, Answered the newest read rounds that they have answered.
	Matched  *Majority[LogIndex]
	Answered *Majority[int]
	// FirstOfTerm is the index of the leader's first entry of its own term (§8).
	FirstOfTerm LogIndex
	// UncommittedBytes is the size of the uncommitted entries, approximately.
	UncommittedBytes int
	// Round is the newest round of leadership confirmation (dissertation §6.4), counted per term. Reads wait for their
	// round to be confirmed, oldest first.
	Round int
	Reads []PendingRead
	// Transferee is the target of a leadership transfer under way (dissertation §3.10), or 0.
	Transferee ServerID

	// Stable is the state known to be on stable storage (durability.go).
	Stable Stable
	// Emit is the trace listener, or nil.
	Emit func(Event)
}

// Stable is the state known to be on stable storage.
type Stable struct {
	CurrentTerm   Term
	VotedFor      ServerID
	LastIndex     LogIndex
	SnapshotIndex LogIndex
	// Truncations counts log truncations. A write that began before the newest one does not count.
	Truncations int
}

// New returns a server at start or restart: a follower with the state of its stable storage (§5.2). The settings must be
// complete.
func New(id ServerID, settings Settings, stored StableState) *State {
	var snapshotIndex LogIndex
	var snapshotTerm Term
	if stored.Snapshot != nil {
		snapshotIndex, snapshotTerm = stored.Snapshot.LastIncludedIndex, stored.Snapshot.LastIncludedTerm
	}
	log := NewLog(stored.Entries, snapshotIndex, snapshotTerm)
	return &State{
		ID:             id,
		Settings:       settings,
		CurrentTerm:    stored.CurrentTerm,
		VotedFor:       stored.VotedFor,
		Log:            log,
		Snapshot:       stored.Snapshot,
		CommitIndex:    snapshotIndex,
		Configurations: configurationsIn(log, stored.Snapshot, settings),
		VotesGranted:   make(map[ServerID]bool),
		VotesRefused:   make(map[ServerID]bool),
		Progress:       make(map[ServerID]*Progress),
		Matched:        NewMajority[LogIndex](nil),
		Answered:       NewMajority[int](nil),
		Stable:         Stable{stored.CurrentTerm, stored.VotedFor, log.LastIndex(), snapshotIndex, 0},
	}
}

// configurationsIn returns the configurations in a stored log, preceded by the snapshot's or the cluster's initial one.
func configurationsIn(log *Log, snapshot *Snapshot, settings Settings) []ConfigurationEntry {
	var configurations []ConfigurationEntry
	if snapshot != nil {
		configurations = []ConfigurationEntry{{log.SnapshotIndex, snapshot.Configuration}}
	} else {
		configurations = []ConfigurationEntry{{log.SnapshotIndex, initialConfiguration(settings.Servers)}}
	}
	for i, entry := range log.Slice(log.FirstIndex(), log.LastIndex()) {
		if configures(entry) {
			configurations = append(configurations, ConfigurationEntry{log.FirstIndex() + LogIndex(i), *entry.Command.Configuration})
		}
	}
	return configurations
}

// IsCampaigning reports whether the server asks for votes: it is a pre-candidate or a candidate.
func (r *State) IsCampaigning() bool {
	return r.Role == PreCandidate || r.Role == Candidate
}

// ConfigurationOf returns the configuration in force: the newest in the log, committed or not (§6).
func ConfigurationOf(r *State) Configuration { return r.newestConfiguration().Configuration }

// lastIncludedIndex is that of the newest snapshot, or 0.
func (r *State) lastIncludedIndex() LogIndex {
	if r.Snapshot == nil {
		return 0
	}
	return r.Snapshot.LastIncludedIndex
}

// Majority returns the number of voters in a majority.
func (r *State) Majority() int { return majorityOf(ConfigurationOf(r)) }

// Peers returns all members except this server.
func (r *State) Peers() []ServerID {
	members := membersOf(ConfigurationOf(r))
	peers := make([]ServerID, 0, len(members))
	for _, id := range members {
		if id != r.ID {
			peers = append(peers, id)
		}
	}
	return peers
}

// Promotable reports whether this server may campaign: it is a voter, or its removal is not committed yet. Without
// the latter no server might have a log that wins the votes (dissertation §4.2.2, Figure 4.6). A removed server's own vote
// does not count.
func (r *State) Promotable() bool {
	for _, entry := range slices.Backward(r.Configurations) {
		if entry.Configuration.IsVoter(r.ID) {
			return true
		}
		if entry.Index <= r.CommitIndex {
			return false
		}
	}
	return false
}

// mayLead reports whether a leader may send. A sole-vote leader sends nothing until its vote is durable: after a crash it
// could lead the same term again.
func (r *State) mayLead() bool { return r.Stable.CurrentTerm == r.CurrentTerm }
