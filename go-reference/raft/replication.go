package raft

// Log replication (§5.3): the box "AppendEntries RPC" of Figure 2, sender and receiver, and the rules for leaders. Entries
// are batched and pipelined; a refusal carries the conflicting term and its first index (fast backup).

// appendEntriesTo is Figure 2, "Leaders": if last log index ≥ nextIndex for a follower, send AppendEntries from nextIndex
// on. It returns nil if there is nothing to send, or the window is full.
func (r *State) appendEntriesTo(peer ServerID, progress *Progress) *AppendEntries {
	if r.Log.LastIndex() < progress.NextIndex || !r.maySend(progress) {
		return nil
	}
	nextIndex := progress.NextIndex
	entries, bytes := r.batchFrom(nextIndex)
	if progress.Pipelining {
		progress.NextIndex += LogIndex(len(entries))
		progress.sent(progress.NextIndex-1, bytes)
	} else {
		progress.ProbeSent = true
	}
	return r.appendEntries(peer, nextIndex, entries)
}

func (r *State) maySend(progress *Progress) bool {
	if progress.Pipelining {
		return progress.windowIsOpen(&r.Settings)
	}
	return !progress.ProbeSent
}

// batchFrom returns the entries of one message: at most MaxEntriesPerMessage and MaxBytesInFlight, but at least one.
func (r *State) batchFrom(firstIndex LogIndex) (entries []*Entry, bytes int) {
	last := min(r.Log.LastIndex(), firstIndex-1+LogIndex(r.Settings.MaxEntriesPerMessage))
	entries = r.Log.Slice(firstIndex, last)
	for count, entry := range entries {
		size := sizeOf(entry)
		if count > 0 && bytes+size > r.Settings.MaxBytesInFlight {
			return entries[:count:count], bytes
		}
		bytes += size
	}
	return entries, bytes
}

// appendEntries builds an AppendEntries from nextIndex on; without entries it is a heartbeat.
func (r *State) appendEntries(to ServerID, nextIndex LogIndex, entries []*Entry) *AppendEntries {
	return &AppendEntries{
		From:         r.ID,
		To:           to,
		Term:         r.CurrentTerm,
		PrevLogIndex: nextIndex - 1,
		PrevLogTerm:  r.Log.TermAt(nextIndex - 1),
		Entries:      entries,
		LeaderCommit: r.CommitIndex,
		Round:        r.Round,
	}
}

// handleAppendEntries is Figure 2, "AppendEntries RPC", receiver implementation 1 to 5.
func (r *State) handleAppendEntries(request *AppendEntries) *AppendEntriesReply {
	if request.Term < r.CurrentTerm {
		return r.refusal(request, 0, 1) // 1. §5.1
	}
	r.followLeader(request.Term, request.From)
	if request.PrevLogIndex < r.Log.SnapshotIndex {
		return r.alreadyCovered(request)
	}
	if !r.Log.Matches(request.PrevLogIndex, request.PrevLogTerm) {
		return r.refuse(request) // 2. §5.3
	}
	r.storeEntries(request) // 3. and 4.
	matchIndex := request.PrevLogIndex + LogIndex(len(request.Entries))
	r.commitUpTo(min(request.LeaderCommit, matchIndex)) // 5. up to the last new entry
	return r.success(request, matchIndex)
}

// followLeader is Figure 2, "Followers" and "Candidates": a message from the leader of this term or a newer one.
func (r *State) followLeader(term Term, leader ServerID) {
	r.becomeFollower(term)
	r.Leader = leader
	r.LeaderIsFresh = true
	r.Heard++
}

// alreadyCovered acknowledges compacted entries, which are committed and therefore match; the leader continues after them
// (§7).
func (r *State) alreadyCovered(request *AppendEntries) *AppendEntriesReply {
	return r.success(request, r.Log.SnapshotIndex)
}

// storeEntries is Figure 2: 3. delete a conflicting entry and all that follow it; 4. append entries not already in the log
// (§5.3).
func (r *State) storeEntries(request *AppendEntries) {
	known := 0
	for known < len(request.Entries) &&
		r.Log.Matches(request.PrevLogIndex+LogIndex(known)+1, request.Entries[known].Term) {
		known++
	}
	if known == len(request.Entries) {
		return // nothing new: later entries in the log may come from a newer request
	}
	firstIndex := request.PrevLogIndex + LogIndex(known) + 1
	if firstIndex <= r.Log.LastIndex() {
		r.truncateFrom(firstIndex)
	}
	lastIndex := r.Log.Append(request.Entries[known:]...)
	for i, entry := range request.Entries[known:] {
		r.adoptConfiguration(firstIndex+LogIndex(i), entry)
	}
	if r.Emit != nil {
		terms := make([]Term, 0, len(request.Entries)-known)
		for _, entry := range request.Entries[known:] {
			terms = append(terms, entry.Term)
		}
		r.Emit(AppendEvent{r.ID, r.CurrentTerm, firstIndex, lastIndex, terms})
	}
}

func (r *State) truncateFrom(index LogIndex) {
	r.Log.TruncateFrom(index)
	r.Stable.LastIndex = min(r.Stable.LastIndex, index-1)
	r.Stable.Truncations++
	r.forgetConfigurations(index)
}

// refuse names the index where the logs may agree: the first index of the conflicting term, or the end of the log (§5.3).
func (r *State) refuse(request *AppendEntries) *AppendEntriesReply {
	if request.PrevLogIndex > r.Log.LastIndex() {
		return r.refusal(request, 0, r.Log.LastIndex()+1)
	}
	conflictTerm := r.Log.TermAt(request.PrevLogIndex)
	return r.refusal(request, conflictTerm, r.Log.FirstIndexOf(conflictTerm))
}

func (r *State) refusal(request *AppendEntries, conflictTerm Term, conflictIndex LogIndex) *AppendEntriesReply {
	reply := r.success(request, 0)
	reply.Success, reply.ConflictTerm, reply.ConflictIndex = false, conflictTerm, conflictIndex
	return reply
}

func (r *State) success(request *AppendEntries, matchIndex LogIndex) *AppendEntriesReply {
	return &AppendEntriesReply{
		From:         r.ID,
		To:           request.From,
		Term:         r.CurrentTerm,
		Success:      true,
		PrevLogIndex: request.PrevLogIndex,
		MatchIndex:   matchIndex,
		Round:        r.roundOf(request.Term, request.Round),
	}
}

// roundOf returns the round to echo: 0 outside its own term, since rounds are counted per term.
func (r *State) roundOf(term Term, round int) int {
	if term != r.CurrentTerm {
		return 0
	}
	return round
}

// handleAppendEntriesReply is Figure 2, "Leaders": on success, advance nextIndex and matchIndex; on refusal, move nextIndex
// back and retry.
func (r *State) handleAppendEntriesReply(reply *AppendEntriesReply) {
	progress := r.answered(reply.Term, reply.From, reply.Round)
	switch {
	case progress == nil:
	case reply.Success:
		r.acknowledged(progress, reply.MatchIndex)
	case !isStale(progress, reply):
		r.refused(progress, reply)
	}
}

// answered returns the progress of a member that answers this leader in this term; nil for any other answer.
func (r *State) answered(term Term, from ServerID, round int) *Progress {
	if term > r.CurrentTerm {
		r.becomeFollower(term)
	}
	progress := r.Progress[from]
	if term < r.CurrentTerm || progress == nil {
		return nil // an answer to an earlier leadership, or from a non-member
	}
	progress.Active = true
	r.answerRound(progress, round)
	return progress
}

// acknowledged records a matchIndex. Replies can be reordered, so MatchIndex never decreases, a snapshot transfer is not
// restarted, and only the answer to a probe ends it. If older acknowledgements ended it too, each refusal in flight would
// have the same entries sent again.
func (r *State) acknowledged(progress *Progress, matchIndex LogIndex) {
	if progress.PendingSnapshot != nil && matchIndex < r.goesOnFrom(progress.PendingSnapshot.Snapshot) {
		return
	}
	if progress.Pipelining || matchIndex >= progress.NextIndex-1 {
		progress.pipeline(matchIndex + 1)
	}
	if matchIndex <= progress.MatchIndex {
		return
	}
	progress.arrived(matchIndex)
	if progress.Pipelining {
		progress.widen(&r.Settings)
	}
	if progress.Voter {
		r.Matched.raise(progress.MatchIndex, matchIndex)
	}
	progress.MatchIndex = matchIndex
	if matchIndex > r.CommitIndex {
		r.advanceCommitIndex()
	}
}

// goesOnFrom returns the matchIndex at which a transfer ends: the log continues from there, or the snapshot is installed.
func (r *State) goesOnFrom(snapshot *Snapshot) LogIndex {
	return min(r.Log.SnapshotIndex, snapshot.LastIncludedIndex)
}

// isStale reports whether a refusal answers a probe other than the newest, or one that was acknowledged since. A server
// that has lost its disk refuses entries that it acknowledged: it is probed again with each heartbeat, not at full speed.
func isStale(progress *Progress, reply *AppendEntriesReply) bool {
	if reply.PrevLogIndex <= progress.MatchIndex {
		return true
	}
	return !progress.Pipelining && reply.PrevLogIndex != progress.NextIndex-1
}

// refused moves nextIndex back: past the leader's entries of the conflicting term, or before all of that term.
func (r *State) refused(progress *Progress, reply *AppendEntriesReply) {
	agree := reply.ConflictIndex
	if reply.ConflictTerm != 0 {
		lastOfTerm := r.Log.LastIndexOf(reply.ConflictTerm)
		if lastOfTerm > 0 && lastOfTerm < reply.PrevLogIndex {
			agree = lastOfTerm + 1
		}
	}
	progress.probe(max(progress.MatchIndex+1, agree))
}
