package raft

// The transitions of Figure 4: what changes in a server when its role does. When they happen is decided by the rules of
// election and replication.

// becomeFollower is Figure 2, "All Servers": whoever sees a newer term follows in it. The vote belongs to its term and
// goes with it.
func (r *State) becomeFollower(term Term) {
	if term > r.CurrentTerm {
		r.CurrentTerm = term
		r.VotedFor = 0 // in the same term the vote stays: it has been given
		r.Leader = 0
		r.LeaderIsFresh = false
	}
	if r.Role != Follower {
		r.enterRole(Follower)
	}
}

// becomePreCandidate asks before it stands: neither the term nor the vote change for it (dissertation §9.6).
func (r *State) becomePreCandidate() {
	r.forgetLeader()
	r.enterRole(PreCandidate)
}

// becomeCandidate is Figure 2, "Candidates": a new term, and the vote for oneself.
func (r *State) becomeCandidate() {
	r.CurrentTerm++
	r.VotedFor = r.ID
	r.forgetLeader()
	r.enterRole(Candidate)
}

// becomeFollowerOfNone is for a server that may not stand and has heard nothing for an election timeout: its leader is unknown,
// and its clients are told.
func (r *State) becomeFollowerOfNone() {
	r.becomeFollower(r.CurrentTerm)
	r.forgetLeader()
}

func (r *State) forgetLeader() {
	r.Leader = 0
	r.LeaderIsFresh = false
	r.Heard++
}

// becomeLeader is Figure 2, "Volatile state on leaders": reinitialized after election.
func (r *State) becomeLeader() {
	r.Leader = r.ID
	r.enterRole(Leader)
	r.FirstOfTerm = r.Log.LastIndex() + 1
	r.UncommittedBytes = bytesIn(r.Log.Slice(r.CommitIndex+1, r.Log.LastIndex()))
	r.Round = 0
	r.followMembers()
}

func (r *State) enterRole(role Role) {
	r.Role = role
	clear(r.VotesGranted)
	clear(r.VotesRefused)
	clear(r.Progress)
	r.Reads = nil
	r.Transferee = 0
	r.LeadershipTransfer = false
	if r.Emit != nil {
		r.Emit(RoleEvent{r.ID, r.CurrentTerm, role})
	}
}
