package raft

import "slices"

// Commitment and application (§5.3, §5.4.2): Figure 2, "Leaders" (last rule) and "All Servers" (first rule).

// advanceCommitIndex is Figure 2, "Leaders": if there exists an N > commitIndex, a majority of matchIndex[i] ≥ N, and
// log[N].term == currentTerm, set commitIndex = N. An entry of an older term is never committed by counting: only by way
// of a later one (§5.4.2, Figure 8).
func (r *State) advanceCommitIndex() {
	index := r.majorityMatchIndex()
	if index > r.CommitIndex && r.Log.TermAt(index) == r.CurrentTerm {
		r.commitUpTo(index)
	}
}

// majorityMatchIndex is the highest index that a majority has: with the matchIndexes in falling order, the one at which
// the majority is full.
func (r *State) majorityMatchIndex() LogIndex {
	if len(r.Progress) == 0 {
		return 0
	}
	var small [9]LogIndex // keeps the slice off the heap for clusters of usual size
	matchIndexes := small[:0]
	for _, progress := range r.Progress {
		matchIndexes = append(matchIndexes, progress.MatchIndex)
	}
	slices.Sort(matchIndexes)
	return matchIndexes[len(matchIndexes)-r.Majority()]
}

// commitUpTo: the commit index only ever grows.
func (r *State) commitUpTo(index LogIndex) {
	if index <= r.CommitIndex {
		return
	}
	r.CommitIndex = index
	if r.Emit != nil {
		r.Emit(CommitEvent{r.ID, r.CurrentTerm, index})
	}
}

// CommittedEntries is Figure 2, "All Servers": what is committed and not yet applied, in the order in which it must be;
// at most limit.
func (r *State) CommittedEntries(limit int) []*Entry {
	return r.Log.Slice(r.LastApplied+1, min(r.CommitIndex, r.LastApplied+LogIndex(limit)))
}

// MarkApplied is to be called when the state machine has applied the entries up to this index.
func (r *State) MarkApplied(lastApplied LogIndex) {
	r.LastApplied = lastApplied
	if r.Emit != nil {
		r.Emit(ApplyEvent{r.ID, r.CurrentTerm, lastApplied})
	}
}
