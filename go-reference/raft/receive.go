package raft

// Receive hands a message to its rule: one entry for all messages of the rules, each goes to the function that the paper
// gives it, after a look at whether a server that follows the rules can have sent it. It returns the answer to send, once
// what it reveals is stable; nil if none is due. It fails with a MalformedMessageError if no server that follows the rules
// can have sent it; the state is then unchanged.
func (r *State) Receive(message RaftMessage) (RaftMessage, error) {
	if err := r.checkMessage(message); err != nil {
		return nil, err
	}
	switch message := message.(type) {
	case *PreVote:
		return r.handlePreVote(message), nil
	case *RequestVote:
		return r.handleRequestVote(message), nil
	case *AppendEntries:
		return r.handleAppendEntries(message), nil
	case *InstallSnapshot:
		return r.handleInstallSnapshot(message), nil
	case *ReadIndex:
		return r.handleReadIndex(message), nil
	default:
		r.receiveReply(message)
		return nil, nil
	}
}

func (r *State) receiveReply(message RaftMessage) {
	switch message := message.(type) {
	case *PreVoteReply:
		r.handlePreVoteReply(message)
	case *RequestVoteReply:
		r.handleRequestVoteReply(message)
	case *AppendEntriesReply:
		r.handleAppendEntriesReply(message)
	case *InstallSnapshotReply:
		r.handleInstallSnapshotReply(message)
	case *TimeoutNow:
		r.handleTimeoutNow(message)
	case *ReadIndexReply: // the runtime's: it knows the client that waits
	}
}
