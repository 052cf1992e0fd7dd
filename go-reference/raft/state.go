package raft

import "slices"

// What a server knows: Figure 2 of the Raft paper, its box "State", with the names to the letter. The rules in the files
// beside this one are methods that change it; nothing else may.

// Role is one of the three roles of Figure 4, or that of a server that asks whether it would win before it stands (§9.6 of
// the dissertation).
type Role uint8

const (
	Follower Role = iota
	PreCandidate
	Candidate
	Leader
)

// StableState is what must outlive a crash (Figure 2, "Persistent state on all servers", and Figure 13's snapshot).
type StableState struct {
	CurrentTerm Term      `json:"currentTerm"`
	VotedFor    ServerID  `json:"votedFor"`
	Snapshot    *Snapshot `json:"snapshot"`
	// Entries are the log after the snapshot.
	Entries []*Entry `json:"entries"`
}

// State is all that one server knows. It is for one goroutine at a time.
type State struct {
	ID       ServerID
	Settings Settings

	// Persistent state on all servers; VotedFor is 0 if the vote has not been given.
	CurrentTerm Term
	VotedFor    ServerID
	Log         *Log
	// Snapshot is what replaced the beginning of the log (§7), or nil.
	Snapshot *Snapshot

	// Volatile state on all servers
	CommitIndex LogIndex
	LastApplied LogIndex
	Role        Role
	// Leader is that of CurrentTerm, or 0 where it is not known.
	Leader ServerID
	// Heard grows each time Figure 2 asks for the election timer to be started again: the runtime watches it.
	Heard int
	// LeaderIsFresh: the leader was heard within the minimum election timeout: whoever asks for votes now disturbs (§6).
	LeaderIsFresh bool
	// Configurations are those in the log, the newest last: a server uses the newest, committed or not (§6).
	Configurations []Adopted
	// Incoming is what has arrived so far of a snapshot, or nil.
	Incoming *IncomingSnapshot

	// Volatile state on candidates: who has answered, and how
	VotesGranted map[ServerID]bool
	VotesRefused map[ServerID]bool
	// LeadershipTransfer: the election was asked for by the leader: nobody is disturbed by it.
	LeadershipTransfer bool

	// Volatile state on leaders: one for each member, this one among them
	Progress map[ServerID]*Progress
	// Matched are the voters' matchIndexes, Answered the rounds that they have answered.
	Matched  *Majority[LogIndex]
	Answered *Majority[int]
	// FirstOfTerm is the index of the leader's first entry of its own term (§8).
	FirstOfTerm LogIndex
	// UncommittedBytes is how much the uncommitted entries take.
	UncommittedBytes int
	// Round is the newest question "am I still the leader?", and Reads those that wait for its answer.
	Round int
	Reads []PendingRead
	// Transferee is to whom the leadership is to go (dissertation §3.10), or 0.
	Transferee ServerID

	// Stable is what the stable storage is known to hold: see durability.go.
	Stable Stable
	// Emit hears what happens, unless it is nil.
	Emit func(Event)
}

// Stable is the term, the vote, the last index and the snapshot that the stable storage is known to hold.
type Stable struct {
	CurrentTerm   Term
	VotedFor      ServerID
	LastIndex     LogIndex
	SnapshotIndex LogIndex
	// Truncations is how often the log has lost entries: what was being written then does not count.
	Truncations int
}

// New makes a server as it starts, for the first time or again: a follower with what its stable storage holds (§5.2).
// The settings must be complete.
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

// IsStanding tells whether the server asks for votes.
func (r *State) IsStanding() bool {
	return r.Role == PreCandidate || r.Role == Candidate
}

// ConfigurationOf is the configuration in force: the newest in the log, committed or not (§6).
func ConfigurationOf(r *State) Configuration { return r.newestConfiguration().Configuration }

// lastIncludedIndex is the index of the last entry that the newest snapshot covers, or 0.
func (r *State) lastIncludedIndex() LogIndex {
	if r.Snapshot == nil {
		return 0
	}
	return r.Snapshot.LastIncludedIndex
}

// Majority is how many servers make a majority.
func (r *State) Majority() int { return majorityOf(ConfigurationOf(r)) }

// Peers are all members but this server.
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

// MayStand tells whether this server may stand for election: a voter may, and so may one whose removal is not committed,
// because without it nobody might have a log that wins the votes (dissertation §4.2.2, Figure 4.6). Its own vote then does
// not count.
func (r *State) MayStand() bool {
	for _, adopted := range slices.Backward(r.Configurations) {
		if adopted.Configuration.IsVoter(r.ID) {
			return true
		}
		if adopted.Index <= r.CommitIndex {
			return false
		}
	}
	return false
}

// mayLead: a leader that won by its own vote alone is silent until that vote is stable: after a crash it may lead the same
// term anew.
func (r *State) mayLead() bool { return r.Stable.CurrentTerm == r.CurrentTerm }
