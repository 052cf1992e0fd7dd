package raft

// The role transitions of Figure 4. The rules of election and replication decide when they happen.

// becomeFollower is Figure 2, "All Servers": a newer term converts to follower. The vote belongs to its term and is cleared
// with it.
func (r *State) becomeFollower(term Term) {
	if term > r.CurrentTerm {
		r.CurrentTerm = term
		r.VotedFor = 0 // kept within a term: a vote cannot be withdrawn
		r.Leader = 0
		r.LeaderIsFresh = false
	}
	if r.Role != Follower {
		r.enterRole(Follower)
	}
}

// becomePreCandidate changes neither the term nor the vote (dissertation §9.6).
func (r *State) becomePreCandidate() {
	r.forgetLeader()
	r.enterRole(PreCandidate)
}

// becomeCandidate is Figure 2, "Candidates": increment currentTerm, vote for self.
func (r *State) becomeCandidate() {
	r.CurrentTerm++
	r.VotedFor = r.ID
	r.forgetLeader()
	r.enterRole(Candidate)
}

// becomeFollowerOfNone makes a server that is not promotable forget a leader that it has not heard for an election timeout.
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
