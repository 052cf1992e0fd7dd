package raft

// Leader election (§5.2, §5.4.1): the box "RequestVote RPC" of Figure 2, sender and receiver. PreVote, which changes no
// state, comes first (dissertation §9.6), so that a server back from a partition does not disrupt the leader.

// RandomElectionTimeout returns a random timeout for an election timer that starts now, uniform in the range, so that split votes
// are rare (§5.2).
func (r *State) RandomElectionTimeout(random func() float64) Millis {
	lowest, highest := r.Settings.ElectionTimeout[0], r.Settings.ElectionTimeout[1]
	timeout := lowest + Millis(random())*(highest-lowest)
	if r.Emit != nil {
		r.Emit(TimerEvent{r.ID, r.CurrentTerm, timeout})
	}
	return timeout
}

// StartElection is Figure 2, "Followers" and "Candidates": the election timeout has elapsed.
func (r *State) StartElection() {
	switch {
	case r.Role == Leader:
	case !r.Promotable():
		r.becomeFollowerOfNone()
	case r.Settings.PreVote == On:
		r.preCampaign()
	default:
		r.campaign()
	}
}

func (r *State) preCampaign() {
	r.becomePreCandidate()
	r.countVote(r.ID, true)
}

// campaign is Figure 2, "Candidates": on conversion to candidate, start election.
func (r *State) campaign() {
	r.becomeCandidate()
	r.countVote(r.ID, true)
}

// handleTimeoutNow starts an election at once, without PreVote, at the leader's request (dissertation §3.10).
func (r *State) handleTimeoutNow(request *TimeoutNow) {
	if request.Term < r.CurrentTerm || r.Role == Leader || !r.Promotable() {
		return
	}
	r.becomeFollower(request.Term)
	r.becomeCandidate()
	r.LeadershipTransfer = true
	r.countVote(r.ID, true)
}

// VoteRequestTo returns the vote request due to another server; nil if none is, or it has answered.
func (r *State) VoteRequestTo(to ServerID) RaftMessage {
	if !ConfigurationOf(r).IsVoter(to) || r.VotesGranted[to] || r.VotesRefused[to] {
		return nil
	}
	switch r.Role {
	case PreCandidate:
		return &PreVote{r.ID, to, r.CurrentTerm + 1, r.Log.LastIndex(), r.Log.LastTerm()}
	case Candidate:
		return &RequestVote{r.ID, to, r.CurrentTerm, r.Log.LastIndex(), r.Log.LastTerm(), r.LeadershipTransfer}
	default:
		return nil
	}
}

// handlePreVote answers whether this server would vote for the candidate in the term to come.
func (r *State) handlePreVote(request *PreVote) *PreVoteReply {
	voteGranted := request.Term > r.CurrentTerm &&
		!r.hearsLeader() &&
		r.Log.IsUpToDate(request.LastLogIndex, request.LastLogTerm)
	term := r.CurrentTerm
	if voteGranted {
		term = request.Term
	}
	return &PreVoteReply{r.ID, request.From, term, voteGranted}
}

func (r *State) handlePreVoteReply(reply *PreVoteReply) {
	if !reply.VoteGranted && reply.Term > r.CurrentTerm {
		r.becomeFollower(reply.Term)
	}
	if r.Role != PreCandidate {
		return
	}
	asked := r.CurrentTerm
	if reply.VoteGranted {
		asked++
	}
	if reply.Term == asked {
		r.countVote(reply.From, reply.VoteGranted)
	}
}

// handleRequestVote is Figure 2, "RequestVote RPC", receiver implementation 1 and 2.
func (r *State) handleRequestVote(request *RequestVote) *RequestVoteReply {
	if r.isDisturbing(request) {
		return r.voteReply(request, false)
	}
	if request.Term > r.CurrentTerm {
		r.becomeFollower(request.Term)
	}
	voteGranted := r.mayVoteFor(request)
	if voteGranted {
		r.VotedFor = request.From
		r.Heard++ // a refused vote must not postpone this server's own election
	}
	return r.voteReply(request, voteGranted)
}

func (r *State) voteReply(request *RequestVote, voteGranted bool) *RequestVoteReply {
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

// isDisturbing is §6: a server with a live leader grants no vote and adopts no newer term, so that a removed server cannot
// disrupt.
func (r *State) isDisturbing(request *RequestVote) bool {
	return r.Settings.CheckQuorum == On && !request.LeadershipTransfer && r.hearsLeader()
}

// hearsLeader reports whether a message from a leader came in this election timeout. A leader with CheckQuorum hears itself.
func (r *State) hearsLeader() bool {
	if r.Role == Leader {
		return r.Settings.CheckQuorum == On
	}
	return r.LeaderIsFresh
}

// LeaderIsSilent must be called once the minimum election timeout has passed since the leader was last heard.
func (r *State) LeaderIsSilent() { r.LeaderIsFresh = false }

// handleRequestVoteReply is Figure 2, "Candidates": if votes received from majority of servers, become leader.
func (r *State) handleRequestVoteReply(reply *RequestVoteReply) {
	if reply.Term > r.CurrentTerm {
		r.becomeFollower(reply.Term)
	}
	if reply.Term < r.CurrentTerm || r.Role != Candidate {
		return // an answer to an earlier election
	}
	r.countVote(reply.From, reply.VoteGranted)
}

// countVote counts each voter once, copies ignored. A new leader appends an entry of its own term (§8).
func (r *State) countVote(voter ServerID, voteGranted bool) {
	if !ConfigurationOf(r).IsVoter(voter) {
		return
	}
	if voteGranted {
		r.VotesGranted[voter] = true
	} else {
		r.VotesRefused[voter] = true
	}
	if len(r.VotesGranted) < r.Majority() {
		return
	}
	if r.Role == PreCandidate {
		r.campaign()
		return
	}
	r.becomeLeader()
	r.appendAsLeader(Command{Type: Noop})
}

// CheckQuorum steps a leader down if no majority has answered since the last call: it could commit nothing, and its clients
// should ask elsewhere (dissertation §6.2). It must be called once per election timeout.
func (r *State) CheckQuorum() {
	if r.Role != Leader {
		return
	}
	heard := 0
	for id, progress := range r.Progress {
		if progress.Voter && (progress.Active || id == r.ID) {
			heard++
		}
		progress.WasActive, progress.Active = progress.Active, false
	}
	if r.Settings.CheckQuorum != On || heard >= r.Majority() {
		return
	}
	r.becomeFollower(r.CurrentTerm)
	r.Leader = 0
}
