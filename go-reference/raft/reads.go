package raft

import "slices"

// Linearizable reads without a log entry (§8; dissertation §6.4): the leader notes its commitIndex, makes sure that it
// still leads by a round of messages that a majority answers, and the read then waits until that index is applied.

// A PendingRead waits for the leader to know that it still leads.
type PendingRead struct {
	// From is the server whose client reads, and ReadID that server's name for the read.
	From   ServerID `json:"from"`
	ReadID int      `json:"readId"`
	// ReadIndex is what must be applied before the read may be answered.
	ReadIndex LogIndex `json:"readIndex"`
	// Round is the one that a majority must have answered.
	Round int `json:"round"`
}

// StartRead begins a read on the leader. The runtime then sends heartbeats, and asks for ConfirmedReads after each answer.
// It fails with a NotLeaderError.
func (r *State) StartRead(from ServerID, readID int) error {
	if r.Role != Leader {
		return &NotLeaderError{ID: r.ID, Leader: r.Leader}
	}
	// A new leader does not know yet how far its predecessors had committed: its first own entry tells (§8).
	readIndex := max(r.CommitIndex, r.FirstOfTerm)
	r.Round++
	r.Reads = append(r.Reads, PendingRead{from, readID, readIndex, r.Round})
	if own := r.Progress[r.ID]; own != nil {
		r.answerRound(own, r.Round)
	}
	return nil
}

// answerRound: a server has answered a message of this round: when it did, it knew no newer leader.
func (r *State) answerRound(progress *Progress, round int) {
	if round <= progress.Round {
		return
	}
	if progress.Voter {
		r.Answered.raise(progress.Round, round)
	}
	progress.Round = round
}

// ConfirmedReads takes the reads out that are safe: since each began, a majority has confirmed that this server leads.
func (r *State) ConfirmedReads() []PendingRead {
	if !r.mayLead() {
		return []PendingRead{}
	}
	round, count := r.Answered.Value(), 0
	for count < len(r.Reads) && r.Reads[count].Round <= round {
		count++
	}
	confirmed := append([]PendingRead{}, r.Reads[:count]...)
	r.Reads = r.Reads[count:]
	return confirmed
}

// AbandonRead drops one of this server's own reads: its client has given up.
func (r *State) AbandonRead(readID int) {
	isIt := func(read PendingRead) bool { return read.From == r.ID && read.ReadID == readID }
	if place := slices.IndexFunc(r.Reads, isIt); place >= 0 {
		r.Reads = slices.Delete(r.Reads, place, place+1)
	}
}

// abandonReads drops the reads of this round and before: no majority has answered them. A follower that still waits asks
// again.
func (r *State) abandonReads(round int) {
	for len(r.Reads) > 0 && r.Reads[0].Round <= round {
		r.Reads = r.Reads[1:]
	}
}

// ReadIndexFrom is how a follower asks for the index on behalf of its client. It returns nil if it knows no leader.
func (r *State) ReadIndexFrom(readID int) *ReadIndex {
	if r.Leader == 0 || r.Leader == r.ID {
		return nil
	}
	return &ReadIndex{r.ID, r.Leader, r.CurrentTerm, readID}
}

// handleReadIndex begins a member's read on the leader; copies of the request are ignored. The answer is 0 (no index) at once
// from a server that does not lead, and to a server outside the configuration, which would never apply the index.
func (r *State) handleReadIndex(request *ReadIndex) RaftMessage {
	if r.Role != Leader || !ConfigurationOf(r).IsMember(request.From) {
		return r.ReadReply(PendingRead{From: request.From, ReadID: request.ReadID})
	}
	isPending := slices.ContainsFunc(r.Reads, func(read PendingRead) bool {
		return read.From == request.From && read.ReadID == request.ReadID
	})
	if !isPending {
		_ = r.StartRead(request.From, request.ReadID) // which only a server that does not lead refuses
	}
	return nil
}

// ReadReply tells the server that asked.
func (r *State) ReadReply(read PendingRead) *ReadIndexReply {
	return &ReadIndexReply{r.ID, read.From, r.CurrentTerm, read.ReadID, read.ReadIndex}
}
