package raft

// Leader election (§5.2, §5.4.1): Figure 2, its box "RequestVote RPC" on both sides.

// StartElection is Figure 2, "Candidates": on conversion to candidate, start election. It returns what to ask of every
// other server.
func (r *State) StartElection() []*RequestVote {
	r.becomeCandidate()
	peers := r.Peers()
	requests := make([]*RequestVote, len(peers))
	for i, peer := range peers {
		requests[i] = &RequestVote{r.ID, peer, r.CurrentTerm, r.Log.LastIndex(), r.Log.LastTerm()}
	}
	r.countVote(r.ID, true)
	return requests
}

// handleRequestVote is Figure 2, "RequestVote RPC", receiver implementation 1 and 2.
func (r *State) handleRequestVote(request *RequestVote) *RequestVoteReply {
	if request.Term > r.CurrentTerm {
		r.becomeFollower(request.Term)
	}
	voteGranted := r.mayVoteFor(request)
	if voteGranted {
		r.VotedFor = request.From
		r.Heard++ // a vote that was refused must not keep a server from standing itself
	}
	if r.Emit != nil {
		r.Emit(VoteEvent{r.ID, r.CurrentTerm, request.From, voteGranted})
	}
	return &RequestVoteReply{r.ID, request.From, r.CurrentTerm, voteGranted}
}

func (r *State) mayVoteFor(request *RequestVote) bool {
	if request.Term < r.CurrentTerm {
		return false // 1. §5.1
	}
	free := r.VotedFor == 0 || r.VotedFor == request.From
	return free && r.Log.IsUpToDate(request.LastLogIndex, request.LastLogTerm) // 2. §5.2, §5.4
}

// handleRequestVoteReply is Figure 2, "Candidates": if votes received from majority of servers, become leader.
func (r *State) handleRequestVoteReply(reply *RequestVoteReply) {
	if reply.Term > r.CurrentTerm {
		r.becomeFollower(reply.Term)
	}
	if reply.Term < r.CurrentTerm || r.Role != Candidate {
		return // the answer to an election that is over
	}
	r.countVote(reply.From, reply.VoteGranted)
}

// countVote counts each server once, however often its answer arrives. A new leader begins with an entry of its term
// (§8).
func (r *State) countVote(voter ServerID, voteGranted bool) {
	if voteGranted {
		r.VotesGranted[voter] = true
	} else {
		r.VotesRefused[voter] = true
	}
	if len(r.VotesGranted) < r.Majority() {
		return
	}
	r.becomeLeader()
	r.appendCommand(Command{Type: Noop})
}

// AwaitsVote tells whether a candidate still waits for this server's answer, and so has reason to ask again.
func (r *State) AwaitsVote(peer ServerID) bool {
	return r.Role == Candidate && !r.VotesGranted[peer] && !r.VotesRefused[peer]
}
