package raft

// What must be on stable storage before what may be said (Figure 2, "Persistent state on all servers": updated on stable
// storage before responding to RPCs). The rules say what is not stable yet and which messages wait for it; the runtime
// writes. A leader may send entries while it still writes them: its own copy counts only once it is stable.

// Unstable is what has changed since the last write: the term, the vote, and the log from FirstIndex on.
type Unstable struct {
	CurrentTerm Term     `json:"currentTerm"`
	VotedFor    ServerID `json:"votedFor"`
	FirstIndex  LogIndex `json:"firstIndex"`
	Entries     []*Entry `json:"entries"`
}

// Storage is where a server keeps what must outlive a crash.
type Storage interface {
	Load() StableState
	// Write replaces the term, the vote and the log from FirstIndex on. All of it is stable when this returns.
	Write(unstable Unstable)
}

// UnstableState is what the runtime has to write now; false if the storage holds it all.
func (r *State) UnstableState() (Unstable, bool) {
	firstIndex := r.Stable.LastIndex + 1
	written := r.Stable.CurrentTerm == r.CurrentTerm && r.Stable.VotedFor == r.VotedFor
	if written && firstIndex > r.Log.LastIndex() {
		return Unstable{}, false
	}
	return Unstable{r.CurrentTerm, r.VotedFor, firstIndex, r.Log.Slice(firstIndex, r.Log.LastIndex())}, true
}

// MarkStable is to be called when it is written. What the log has replaced in the meantime stays unstable.
func (r *State) MarkStable(unstable Unstable) {
	r.Stable.CurrentTerm = unstable.CurrentTerm
	r.Stable.VotedFor = unstable.VotedFor
	if count := len(unstable.Entries); count > 0 {
		lastIndex := unstable.FirstIndex + LogIndex(count) - 1
		if lastIndex > r.Stable.LastIndex && r.Log.Matches(lastIndex, unstable.Entries[count-1].Term) {
			r.Stable.LastIndex = lastIndex
		}
	}
	r.acknowledgeOwn()
}

// acknowledgeOwn: a leader is one of the majority that commits an entry, once its own copy is stable.
func (r *State) acknowledgeOwn() {
	own := r.Progress[r.ID]
	if own == nil || own.MatchIndex >= r.Stable.LastIndex {
		return
	}
	own.MatchIndex = r.Stable.LastIndex
	r.advanceCommitIndex()
}

// MustBeStableBefore tells whether a message reveals what must be stable first: a vote, a candidacy, an acknowledgement.
func MustBeStableBefore(message Message) bool {
	switch message.(type) {
	case *RequestVote, *RequestVoteReply, *AppendEntriesReply:
		return true
	default:
		return false
	}
}

// MemoryStorage is stable storage in memory: it outlives a server's crash, not the process. It is for one goroutine at a
// time; its zero value is empty.
type MemoryStorage struct {
	currentTerm Term
	votedFor    ServerID
	log         Log
}

func (s *MemoryStorage) Load() StableState {
	return StableState{s.currentTerm, s.votedFor, s.log.Slice(1, s.log.LastIndex())}
}

func (s *MemoryStorage) Write(unstable Unstable) {
	s.currentTerm = unstable.CurrentTerm
	s.votedFor = unstable.VotedFor
	if unstable.FirstIndex <= s.log.LastIndex() {
		s.log.TruncateFrom(unstable.FirstIndex)
	}
	s.log.Append(unstable.Entries...)
}
