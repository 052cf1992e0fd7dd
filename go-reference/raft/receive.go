package raft

// Receive is one entry for all messages of the rules: each goes to the function that Figure 2 gives it. It returns the
// answer to send, once what it reveals is stable; nil if none is due.
func (r *State) Receive(message RaftMessage) RaftMessage {
	switch message := message.(type) {
	case *RequestVote:
		return r.handleRequestVote(message)
	case *RequestVoteReply:
		r.handleRequestVoteReply(message)
	case *AppendEntries:
		return r.handleAppendEntries(message)
	case *AppendEntriesReply:
		r.handleAppendEntriesReply(message)
	}
	return nil
}
