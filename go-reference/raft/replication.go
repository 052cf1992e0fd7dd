package raft

// Log replication (§5.3): Figure 2, its box "AppendEntries RPC" on both sides, and the leader's rules. Entries are sent in
// batches and ahead of their acknowledgements; a follower that refuses says where its log stands (fast backup).

// Propose is Figure 2, "Leaders": a command from a client is appended to the local log. It fails with a NotLeaderError on
// any other server.
func (r *State) Propose(command Command) (LogIndex, error) {
	if r.Role != Leader {
		return 0, &NotLeaderError{r.ID, r.Leader}
	}
	return r.appendCommand(command), nil
}

func (r *State) appendCommand(command Command) LogIndex {
	index := r.Log.Append(&Entry{r.CurrentTerm, command})
	if r.Emit != nil {
		r.Emit(AppendEvent{r.ID, r.CurrentTerm, index, index})
	}
	return index
}

// AppendEntriesTo is Figure 2, "Leaders": if last log index ≥ nextIndex for a follower, send AppendEntries from nextIndex
// on. It returns nil when there is nothing to send, or the follower owes too many answers.
func (r *State) AppendEntriesTo(peer ServerID) *AppendEntries {
	progress := r.Progress[peer]
	if progress == nil || !r.maySend(progress) {
		return nil
	}
	nextIndex := progress.NextIndex
	last := min(r.Log.LastIndex(), r.lastAllowed(progress))
	if progress.Pipelining {
		progress.NextIndex = last + 1
	} else {
		progress.Asking = true
	}
	return r.appendEntries(peer, nextIndex, r.Log.Slice(nextIndex, last))
}

func (r *State) maySend(progress *Progress) bool {
	if r.Log.LastIndex() < progress.NextIndex {
		return false
	}
	if !progress.Pipelining {
		return !progress.Asking
	}
	return progress.NextIndex <= r.lastAllowed(progress)
}

// lastAllowed is the last index that may go with the next message: so much fits in one, and so much may be under way.
func (r *State) lastAllowed(progress *Progress) LogIndex {
	fits := progress.NextIndex - 1 + LogIndex(r.Settings.MaxEntriesPerMessage)
	if !progress.Pipelining {
		return fits
	}
	return min(fits, progress.MatchIndex+LogIndex(r.Settings.MaxEntriesInFlight))
}

// HeartbeatTo is Figure 2, "Leaders": an AppendEntries without entries, sent in idle periods too, so that no election
// starts (§5.2). It returns nil on any other server.
func (r *State) HeartbeatTo(peer ServerID) *AppendEntries {
	progress := r.Progress[peer]
	if progress == nil {
		return nil
	}
	return r.appendEntries(peer, progress.NextIndex, []*Entry{})
}

func (r *State) appendEntries(to ServerID, nextIndex LogIndex, entries []*Entry) *AppendEntries {
	return &AppendEntries{
		From:         r.ID,
		To:           to,
		Term:         r.CurrentTerm,
		PrevLogIndex: nextIndex - 1,
		PrevLogTerm:  r.Log.TermAt(nextIndex - 1),
		Entries:      entries,
		LeaderCommit: r.CommitIndex,
	}
}

// handleAppendEntries is Figure 2, "AppendEntries RPC", receiver implementation 1 to 5.
func (r *State) handleAppendEntries(request *AppendEntries) *AppendEntriesReply {
	if request.Term < r.CurrentTerm {
		return r.refuse(request) // 1. §5.1
	}
	r.becomeFollower(request.Term)
	r.Leader = request.From
	r.Heard++
	if !r.Log.Matches(request.PrevLogIndex, request.PrevLogTerm) {
		return r.refuse(request) // 2. §5.3
	}
	r.storeEntries(request) // 3. and 4.
	matchIndex := request.PrevLogIndex + LogIndex(len(request.Entries))
	r.commitUpTo(min(request.LeaderCommit, matchIndex)) // 5. no further than what is known to match
	reply := r.reply(request)
	reply.Success, reply.MatchIndex = true, matchIndex
	return reply
}

// storeEntries: 3. An existing entry that conflicts goes with all that follow it. 4. Append what is not already there.
// §5.3
func (r *State) storeEntries(request *AppendEntries) {
	known := 0
	for known < len(request.Entries) &&
		r.Log.Matches(request.PrevLogIndex+LogIndex(known)+1, request.Entries[known].Term) {
		known++
	}
	if known == len(request.Entries) {
		return // nothing new: what follows in the log may be newer than this request
	}
	firstIndex := request.PrevLogIndex + LogIndex(known) + 1
	if firstIndex <= r.Log.LastIndex() {
		r.Log.TruncateFrom(firstIndex)
		r.Stable.LastIndex = min(r.Stable.LastIndex, firstIndex-1)
	}
	lastIndex := r.Log.Append(request.Entries[known:]...)
	if r.Emit != nil {
		r.Emit(AppendEvent{r.ID, r.CurrentTerm, firstIndex, lastIndex})
	}
}

// refuse says where the logs may agree: the first index of the term in conflict, or the end of the log (§5.3).
func (r *State) refuse(request *AppendEntries) *AppendEntriesReply {
	reply := r.reply(request)
	if request.PrevLogIndex > r.Log.LastIndex() {
		reply.ConflictIndex = r.Log.LastIndex() + 1
		return reply
	}
	reply.ConflictTerm = r.Log.TermAt(request.PrevLogIndex)
	reply.ConflictIndex = r.Log.FirstIndexOf(reply.ConflictTerm)
	return reply
}

// reply begins the answer to a request: a refusal that names no conflict yet.
func (r *State) reply(request *AppendEntries) *AppendEntriesReply {
	return &AppendEntriesReply{From: r.ID, To: request.From, Term: r.CurrentTerm, PrevLogIndex: request.PrevLogIndex}
}

// handleAppendEntriesReply is Figure 2, "Leaders": after success, move nextIndex and matchIndex on; after a refusal,
// nextIndex back and try again.
func (r *State) handleAppendEntriesReply(reply *AppendEntriesReply) {
	if reply.Term > r.CurrentTerm {
		r.becomeFollower(reply.Term)
	}
	progress := r.Progress[reply.From]
	if reply.Term < r.CurrentTerm || progress == nil {
		return // the answer to a leader that is no more
	}
	if reply.Success {
		r.acknowledged(progress, reply.MatchIndex)
	} else if !isStale(progress, reply) {
		r.refused(progress, reply)
	}
}

// acknowledged: answers can overtake each other, and what is known to match never shrinks.
func (r *State) acknowledged(progress *Progress, matchIndex LogIndex) {
	progress.Pipelining = true
	progress.Asking = false
	progress.NextIndex = max(progress.NextIndex, matchIndex+1)
	if matchIndex <= progress.MatchIndex {
		return
	}
	progress.MatchIndex = matchIndex
	if matchIndex > r.CommitIndex {
		r.advanceCommitIndex()
	}
}

// isStale: a refusal tells nothing new if it answers another question than the last, or one that has been answered since.
func isStale(progress *Progress, reply *AppendEntriesReply) bool {
	if progress.Pipelining {
		return reply.PrevLogIndex <= progress.MatchIndex
	}
	return reply.PrevLogIndex != progress.NextIndex-1
}

// refused goes back to where the logs may agree: past the leader's own entries of the term in conflict, or before all of
// that term.
func (r *State) refused(progress *Progress, reply *AppendEntriesReply) {
	agree := reply.ConflictIndex
	if reply.ConflictTerm != 0 {
		lastOfTerm := r.Log.LastIndexOf(reply.ConflictTerm)
		if lastOfTerm > 0 && lastOfTerm < reply.PrevLogIndex {
			agree = lastOfTerm + 1
		}
	}
	progress.Pipelining = false
	progress.Asking = false
	progress.NextIndex = max(progress.MatchIndex+1, agree)
}
