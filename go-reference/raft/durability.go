package raft

// Durability (Figure 2, "Persistent state on all servers": updated on stable storage before responding to RPCs). The rules
// say what is not stable yet and which messages must wait for it; the runtime writes. A leader may send entries before its
// own write completes; its copy counts towards a majority only once it is stable.

// Unstable is the state changed since the last write: the term, the vote, a new snapshot, and the log from FirstIndex on.
type Unstable struct {
	CurrentTerm Term     `json:"currentTerm"`
	VotedFor    ServerID `json:"votedFor"`
	// Snapshot is a new one, or nil. It replaces all entries that it covers, and all that conflict with it.
	Snapshot *Snapshot `json:"snapshot"`
	// Truncations is that of Stable at the time of the write.
	Truncations int      `json:"truncations"`
	FirstIndex  LogIndex `json:"firstIndex"`
	Entries     []*Entry `json:"entries"`
}

// UnstableState returns the state to write now; false if everything is stable.
func (r *State) UnstableState() (Unstable, bool) {
	var snapshot *Snapshot
	if r.Stable.SnapshotIndex < r.lastIncludedIndex() {
		snapshot = r.Snapshot
	}
	firstIndex := max(r.Stable.LastIndex, r.lastIncludedIndex()) + 1 // entries that the snapshot covers are not stored
	isWritten := r.Stable.CurrentTerm == r.CurrentTerm && r.Stable.VotedFor == r.VotedFor && snapshot == nil
	if isWritten && firstIndex > r.Log.LastIndex() {
		return Unstable{}, false
	}
	entries := r.Log.Slice(firstIndex, r.Log.LastIndex())
	return Unstable{r.CurrentTerm, r.VotedFor, snapshot, r.Stable.Truncations, firstIndex, entries}, true
}

// MarkStable must be called once the write is synced. Several writes may be in flight, in order: if the log was truncated
// since this one was taken, a later write replaces some of its entries, and only that one makes them stable.
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

// acknowledgeOwn counts a leader towards the majority that commits an entry, once its own copy is stable.
func (r *State) acknowledgeOwn() {
	if own := r.Progress[r.ID]; own != nil {
		r.acknowledged(own, r.Stable.LastIndex)
	}
}

// MustBeStableBefore reports whether a message must wait for stable storage: it reveals a vote, a candidacy, an
// acknowledgement or the term.
func MustBeStableBefore(message Message) bool {
	switch message := message.(type) {
	case *RequestVote, *RequestVoteReply, *PreVoteReply, *AppendEntriesReply, *InstallSnapshotReply:
		return true
	case *ReadIndexReply:
		return message.ReadIndex == 0 // a leader's term is stable already
	default:
		return false
	}
}
