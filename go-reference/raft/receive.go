package raft

// Receive is the entry point for the messages of the rules: each is checked, then handed to its rule. It returns the reply,
// to be sent once the state is stable (MustBeStableBefore), or nil. It fails with a MalformedMessageError if no server
// following the rules can have sent the message; the state is then unchanged.
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
	case *ReadIndexReply: // handled by the runtime, which knows the waiting client
	}
}
