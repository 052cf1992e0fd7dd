package raft

import "fmt"

// Leadership transfer (dissertation §3.10): the leader stops taking proposals, brings the transferee's log up to date, and
// sends it TimeoutNow. If the transfer takes longer than an election timeout, the leader resumes.

// StartTransfer starts a transfer. It fails with a NotLeaderError; or with a TransferRefusedError for a non-voter, or while
// another transfer is under way.
func (r *State) StartTransfer(transferee ServerID) error {
	if r.Role != Leader {
		return &NotLeaderError{ID: r.ID, Leader: r.Leader}
	}
	if r.Transferee != 0 {
		return transferRefused("server %d is about to lead: ask again later", r.Transferee)
	}
	if progress := r.Progress[transferee]; progress == nil || !progress.Voter {
		return transferRefused("server %d is no voter: only a voter can lead", transferee)
	}
	if transferee != r.ID {
		r.Transferee = transferee
	}
	return nil
}

// timeoutNowTo returns TimeoutNow for a transferee whose log matches the leader's, or nil. It is sent again until it takes
// effect.
func (r *State) timeoutNowTo(to ServerID, progress *Progress) *TimeoutNow {
	if r.Transferee != to || progress.MatchIndex < r.Log.LastIndex() || progress.ProbeSent {
		return nil
	}
	progress.ProbeSent = true // a reply to a heartbeat allows the next one
	return &TimeoutNow{r.ID, to, r.CurrentTerm}
}

// AbandonTransfer must be called once an election timeout has passed since the transfer began: the leader takes proposals
// again.
func (r *State) AbandonTransfer() { r.Transferee = 0 }

func transferRefused(format string, args ...any) error {
	return &TransferRefusedError{fmt.Sprintf(format, args...)}
}
