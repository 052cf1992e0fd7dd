package raft

import "fmt"

// Leadership transfer (dissertation §3.10): the leader takes no more proposals, brings its successor's log up to its own,
// and tells it to stand at once. If that takes too long the leader goes on as before.

// StartTransfer begins to hand the leadership over. It fails with a NotLeaderError; or with a TransferRefusedError for a
// server that is no voter, or while another is under way.
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

// timeoutNowTo is the last word to the successor, once it has all that the leader has; the runtime sends it again until it
// has effect.
func (r *State) timeoutNowTo(to ServerID, progress *Progress) *TimeoutNow {
	if r.Transferee != to || progress.MatchIndex < r.Log.LastIndex() || progress.Asking {
		return nil
	}
	progress.Asking = true // said once; an answer to a heartbeat lets it be said again
	return &TimeoutNow{r.ID, to, r.CurrentTerm}
}

// AbandonTransfer is to be called when an election timeout has passed since the transfer began: the leader serves again.
func (r *State) AbandonTransfer() { r.Transferee = 0 }

func transferRefused(format string, args ...any) error {
	return &TransferRefusedError{fmt.Sprintf(format, args...)}
}
