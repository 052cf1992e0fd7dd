package raft

// What a leader sends to one server, and when it may: entries, a snapshot where the log no longer reaches back, a
// heartbeat, the last word to a successor.

// NextMessageTo is what to send to another server now: entries, a snapshot where the log no longer reaches back, a last
// word; or nil.
func (r *State) NextMessageTo(peer ServerID) RaftMessage {
	progress := r.followerProgress(peer)
	if progress == nil {
		return nil
	}
	if progress.NextIndex <= r.Log.SnapshotIndex {
		if progress.Asking {
			return nil
		}
		return r.snapshotTo(peer, progress)
	}
	if request := r.appendEntriesTo(peer, progress); request != nil {
		return request
	}
	if lastWord := r.timeoutNowTo(peer, progress); lastWord != nil {
		return lastWord
	}
	return nil
}

// HeartbeatTo is Figure 2, "Leaders": an AppendEntries without entries, sent in idle periods too, so that no election
// starts (§5.2). It returns nil on any other server.
func (r *State) HeartbeatTo(peer ServerID) RaftMessage {
	progress := r.followerProgress(peer)
	if progress == nil {
		return nil
	}
	if progress.NextIndex <= r.Log.SnapshotIndex {
		return r.snapshotAgainTo(peer, progress)
	}
	return r.appendEntries(peer, progress.NextIndex, []*Entry{})
}

// RoundTo is the leader's question whether it still leads (dissertation §6.4): a heartbeat that never carries a chunk of a
// snapshot. It returns nil on any other server.
func (r *State) RoundTo(peer ServerID) RaftMessage {
	progress := r.followerProgress(peer)
	if progress == nil {
		return nil
	}
	return r.appendEntries(peer, max(progress.NextIndex, r.Log.FirstIndex()), []*Entry{})
}

// followerProgress is what a leader that may speak knows of another member; nil otherwise.
func (r *State) followerProgress(peer ServerID) *Progress {
	if peer == r.ID || !r.mayLead() {
		return nil
	}
	return r.Progress[peer]
}
