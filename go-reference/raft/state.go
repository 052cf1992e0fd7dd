package raft

// What a server knows: Figure 2 of the Raft paper, its box "State", with the names to the letter. The rules in the files
// beside this one are methods that change it; nothing else may.

// Role is one of the three roles of Figure 4.
type Role uint8

const (
	Follower Role = iota
	Candidate
	Leader
)

// StableState is what must outlive a crash (Figure 2, "Persistent state on all servers").
type StableState struct {
	CurrentTerm Term     `json:"currentTerm"`
	VotedFor    ServerID `json:"votedFor"`
	Entries     []*Entry `json:"entries"`
}

// Progress is what a leader knows of one server (Figure 2, "Volatile state on leaders").
type Progress struct {
	// NextIndex is the index of the next log entry to send to that server.
	NextIndex LogIndex `json:"nextIndex"`
	// MatchIndex is the index of the highest log entry known to be replicated on that server.
	MatchIndex LogIndex `json:"matchIndex"`
	// Pipelining is false while the leader looks for the point where the logs agree: it then asks one question at a time.
	// True once it knows: entries are sent ahead of their acknowledgements.
	Pipelining bool `json:"pipelining"`
	// Asking, while not pipelining: a question is under way.
	Asking bool `json:"asking"`
}

// State is all that one server knows. It is for one goroutine at a time.
type State struct {
	ID ServerID
	// Servers are all servers of the cluster, this one among them.
	Servers  []ServerID
	Settings Settings

	// Persistent state on all servers; VotedFor is 0 if the vote has not been given.
	CurrentTerm Term
	VotedFor    ServerID
	Log         *Log

	// Volatile state on all servers
	CommitIndex LogIndex
	LastApplied LogIndex
	Role        Role
	// Leader is that of CurrentTerm, or 0 where it is not known.
	Leader ServerID
	// Heard grows each time Figure 2 asks for the election timer to be started again: the runtime watches it.
	Heard int

	// Volatile state on candidates: who has answered, and how
	VotesGranted map[ServerID]bool
	VotesRefused map[ServerID]bool

	// Volatile state on leaders: one for each server, this one among them
	Progress map[ServerID]*Progress

	// Stable is what the stable storage is known to hold: see durability.go.
	Stable Stable
	// Emit hears what happens, unless it is nil.
	Emit func(Event)
}

// Stable is the term, the vote and the last index that the stable storage is known to hold.
type Stable struct {
	CurrentTerm Term     `json:"currentTerm"`
	VotedFor    ServerID `json:"votedFor"`
	LastIndex   LogIndex `json:"lastIndex"`
}

// New makes a server as it starts, for the first time or again: a follower with what its stable storage holds (§5.2).
// The settings must be complete.
func New(id ServerID, settings Settings, stored StableState) *State {
	log := NewLog(stored.Entries, 0, 0)
	servers := make([]ServerID, settings.Servers)
	for i := range servers {
		servers[i] = ServerID(i + 1)
	}
	return &State{
		ID:           id,
		Servers:      servers,
		Settings:     settings,
		CurrentTerm:  stored.CurrentTerm,
		VotedFor:     stored.VotedFor,
		Log:          log,
		VotesGranted: make(map[ServerID]bool),
		VotesRefused: make(map[ServerID]bool),
		Progress:     make(map[ServerID]*Progress),
		Stable:       Stable{stored.CurrentTerm, stored.VotedFor, log.LastIndex()},
	}
}

// Majority is how many servers make a majority.
func (r *State) Majority() int { return len(r.Servers)/2 + 1 }

// Peers are all servers but this one.
func (r *State) Peers() []ServerID {
	peers := make([]ServerID, 0, len(r.Servers))
	for _, id := range r.Servers {
		if id != r.ID {
			peers = append(peers, id)
		}
	}
	return peers
}
