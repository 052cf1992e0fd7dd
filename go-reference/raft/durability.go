package raft

// What must be on stable storage before what may be said (Figure 2, "Persistent state on all servers": updated on stable
// storage before responding to RPCs). The rules say what is not stable yet and which messages wait for it; the runtime
// writes. A leader may send entries while it still writes them: its own copy counts only once it is stable.

// Unstable is what has changed since the last write: the term, the vote, perhaps the snapshot, and the log from FirstIndex
// on.
type Unstable struct {
	CurrentTerm Term     `json:"currentTerm"`
	VotedFor    ServerID `json:"votedFor"`
	// Snapshot is a new one, or nil. It takes the place of all entries that it covers, and of all that do not fit to it.
	Snapshot *Snapshot `json:"snapshot"`
	// Truncations is how often the log had lost entries when this was taken.
	Truncations int      `json:"truncations"`
	FirstIndex  LogIndex `json:"firstIndex"`
	Entries     []*Entry `json:"entries"`
}

// UnstableState is what the runtime has to write now; false if the storage holds it all.
func (r *State) UnstableState() (Unstable, bool) {
	var snapshot *Snapshot
	if r.Stable.SnapshotIndex < r.lastIncludedIndex() {
		snapshot = r.Snapshot
	}
	firstIndex := max(r.Stable.LastIndex, r.lastIncludedIndex()) + 1 // the tail behind a snapshot is not stored
	isWritten := r.Stable.CurrentTerm == r.CurrentTerm && r.Stable.VotedFor == r.VotedFor && snapshot == nil
	if isWritten && firstIndex > r.Log.LastIndex() {
		return Unstable{}, false
	}
	entries := r.Log.Slice(firstIndex, r.Log.LastIndex())
	return Unstable{r.CurrentTerm, r.VotedFor, snapshot, r.Stable.Truncations, firstIndex, entries}, true
}

// MarkStable is to be called when it is written. Several writes may be under way, one behind the other: if the log has lost
// entries since this one was taken, a later one replaces some of its entries, and only that one makes them stable.
func (r *State) MarkStable(unstable Unstable) {
	r.Stable.CurrentTerm = unstable.CurrentTerm
	r.Stable.VotedFor = unstable.VotedFor
	if unstable.Snapshot != nil {
		r.Stable.SnapshotIndex = max(r.Stable.SnapshotIndex, unstable.Snapshot.LastIncludedIndex)
	}
	lastIndex := unstable.FirstIndex + LogIndex(len(unstable.Entries)) - 1
	if unstable.Truncations == r.Stable.Truncations {
		r.Stable.LastIndex = max(r.Stable.LastIndex, lastIndex)
	}
	r.acknowledgeOwn()
}

// acknowledgeOwn: a leader is one of the majority that commits an entry, once its own copy is stable.
func (r *State) acknowledgeOwn() {
	if own := r.Progress[r.ID]; own != nil {
		r.acknowledged(own, r.Stable.LastIndex)
	}
}

// MustBeStableBefore tells whether a message reveals what must be stable first: a vote, a candidacy, an acknowledgement, the
// term in an answer.
func MustBeStableBefore(message Message) bool {
	switch message := message.(type) {
	case *RequestVote, *RequestVoteReply, *PreVoteReply, *AppendEntriesReply, *InstallSnapshotReply:
		return true
	case *ReadIndexReply:
		return message.ReadIndex == 0 // whoever leads has made its term stable to be elected
	default:
		return false
	}
}
