package raft

// Linearizable reads without a log entry (§8; dissertation §6.4): the leader records its commitIndex, confirms its
// leadership by a round of heartbeats that a majority answers, and the read then waits until that index is applied.

// StartRead starts a read on the leader. The runtime then sends a round of heartbeats, and takes ConfirmedReads after each
// reply. It fails with a NotLeaderError.
func (r *State) StartRead(from ServerID, readID int) error {
	if r.Role != Leader {
		return &NotLeaderError{ID: r.ID, Leader: r.Leader}
	}
	// A new leader does not know which entries are committed until its first own entry is (§8).
	readIndex := max(r.CommitIndex, r.FirstOfTerm)
	r.Round++
	r.Reads = append(r.Reads, PendingRead{from, readID, readIndex, r.Round})
	if member := r.Progress[from]; member != nil {
		if member.pendingReads == nil {
			member.pendingReads = make(map[int]bool)
		}
		member.pendingReads[readID] = true
	}
	if own := r.Progress[r.ID]; own != nil {
		r.answerRound(own, r.Round)
	}
	return nil
}

// answerRound records a reply to this round: the member knew no newer leader.
func (r *State) answerRound(progress *Progress, round int) {
	if round <= progress.Round {
		return
	}
	if progress.Voter {
		r.Answered.raise(progress.Round, round)
	}
	progress.Round = round
}

// ConfirmedReads removes and returns the reads whose round a majority has answered.
func (r *State) ConfirmedReads() []PendingRead {
	if !r.mayLead() {
		return []PendingRead{}
	}
	return r.takeReads(r.Answered.Value())
}

// takeReads removes and returns the reads of this round and earlier.
func (r *State) takeReads(round int) []PendingRead {
	count := 0
	for count < len(r.Reads) && r.Reads[count].Round <= round {
		count++
	}
	taken := append([]PendingRead{}, r.Reads[:count]...)
	r.Reads = r.Reads[count:]
	for _, read := range taken {
		if member := r.Progress[read.From]; member != nil {
			delete(member.pendingReads, read.ReadID)
		}
	}
	return taken
}

// abandonReads drops the reads of this round and earlier that no majority has answered. A follower that still waits asks
// again. An aborted read stays until its round ends, when the runtime finds no client for it: removing it at once would
// search all reads.
func (r *State) abandonReads(round int) {
	_ = r.takeReads(round)
}

// ReadIndexFrom returns a follower's request for a read index; nil if it knows no leader.
func (r *State) ReadIndexFrom(readID int) *ReadIndex {
	if r.Leader == 0 || r.Leader == r.ID {
		return nil
	}
	return &ReadIndex{r.ID, r.Leader, r.CurrentTerm, readID}
}

// handleReadIndex starts a member's read; duplicates are ignored. A server that does not lead answers with index 0 at once,
// and so does a leader to a non-member, which might never apply the index.
func (r *State) handleReadIndex(request *ReadIndex) RaftMessage {
	if r.Role != Leader || !ConfigurationOf(r).IsMember(request.From) {
		return r.ReadReply(PendingRead{From: request.From, ReadID: request.ReadID})
	}
	if member := r.Progress[request.From]; member == nil || !member.pendingReads[request.ReadID] {
		_ = r.StartRead(request.From, request.ReadID) // fails only on a server that does not lead
	}
	return nil
}

// ReadReply returns the answer to the server that asked.
func (r *State) ReadReply(read PendingRead) *ReadIndexReply {
	return &ReadIndexReply{r.ID, read.From, r.CurrentTerm, read.ReadID, read.ReadIndex}
}
