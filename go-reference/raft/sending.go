package raft

// The messages from a leader to one member: entries, a snapshot where the log has been compacted, a heartbeat, TimeoutNow.

// NextMessageTo returns the message due to a member: a snapshot chunk if its entries are compacted, else entries, else
// TimeoutNow, else nil.
func (r *State) NextMessageTo(peer ServerID) RaftMessage {
	progress := r.followerProgress(peer)
	if progress == nil {
		return nil
	}
	if progress.NextIndex <= r.Log.SnapshotIndex {
		if progress.ProbeSent {
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

// RoundTo returns the heartbeat of a leadership confirmation round (dissertation §6.4); never a snapshot chunk. It returns
// nil on any other server.
func (r *State) RoundTo(peer ServerID) RaftMessage {
	progress := r.followerProgress(peer)
	if progress == nil {
		return nil
	}
	return r.appendEntries(peer, max(progress.NextIndex, r.Log.FirstIndex()), []*Entry{})
}

// followerProgress returns the progress of another member; nil unless this server leads and may send.
func (r *State) followerProgress(peer ServerID) *Progress {
	if peer == r.ID || !r.mayLead() {
		return nil
	}
	return r.Progress[peer]
}
