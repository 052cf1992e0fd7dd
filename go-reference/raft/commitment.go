package raft

// Commitment and application (§5.3, §5.4.2): Figure 2, "Leaders" (last rule) and "All Servers" (first rule).

// advanceCommitIndex is Figure 2, "Leaders": if there exists an N > commitIndex, a majority of matchIndex[i] ≥ N, and
// log[N].term == currentTerm, set commitIndex = N. An entry of an older term is never committed by counting, only through a
// later one (§5.4.2, Figure 8).
func (r *State) advanceCommitIndex() {
	index := r.Matched.Value()
	if index > r.CommitIndex && r.Log.TermAt(index) == r.CurrentTerm {
		r.commitUpTo(index)
	}
}

// commitUpTo raises commitIndex, which increases monotonically.
func (r *State) commitUpTo(index LogIndex) {
	if index <= r.CommitIndex {
		return
	}
	if r.Role == Leader {
		r.UncommittedBytes -= bytesIn(r.Log.Slice(r.CommitIndex+1, index))
	}
	r.CommitIndex = index
	if r.Emit != nil {
		r.Emit(CommitEvent{r.ID, r.CurrentTerm, index})
	}
	if r.Role == Leader {
		r.stepDownIfRemoved()
	}
}

// stepDownIfRemoved ends a removed leader's service once its removal is committed (§6).
func (r *State) stepDownIfRemoved() {
	newest := r.newestConfiguration()
	if newest.Index > r.CommitIndex || newest.Configuration.IsVoter(r.ID) {
		return
	}
	r.becomeFollower(r.CurrentTerm)
	r.Leader = 0
}

// CommittedEntries is Figure 2, "All Servers": committed entries not yet applied, in log order, at most limit.
func (r *State) CommittedEntries(limit int) []*Entry {
	if r.LastApplied < r.Log.SnapshotIndex {
		return []*Entry{} // a snapshot must be restored first
	}
	return r.Log.Slice(r.LastApplied+1, min(r.CommitIndex, r.LastApplied+LogIndex(limit)))
}

// MarkApplied must be called once the state machine has applied the entries up to this index.
func (r *State) MarkApplied(lastApplied LogIndex) {
	r.LastApplied = lastApplied
	if r.Emit != nil {
		r.Emit(ApplyEvent{r.ID, r.CurrentTerm, lastApplied})
	}
}
