package raft

// Status is a server's status, for observers. A crashed server's is that of the crash, with Running false.
type Status struct {
	ID          ServerID `json:"id"`
	Running     bool     `json:"running"`
	Role        Role     `json:"role"`
	CurrentTerm Term     `json:"currentTerm"`
	VotedFor    ServerID `json:"votedFor"`
	// Leader is the leader of CurrentTerm, or 0 if unknown.
	Leader        ServerID `json:"leader"`
	CommitIndex   LogIndex `json:"commitIndex"`
	LastApplied   LogIndex `json:"lastApplied"`
	FirstLogIndex LogIndex `json:"firstLogIndex"`
	LastLogIndex  LogIndex `json:"lastLogIndex"`
	// Configuration is the newest in the log, committed or not (§6). It has no voters on a server that has not been added
	// yet.
	Configuration Configuration `json:"configuration"`
}

// StatusOf returns a server's status.
func StatusOf(r *State, running bool) Status {
	return Status{
		ID:            r.ID,
		Running:       running,
		Role:          r.Role,
		CurrentTerm:   r.CurrentTerm,
		VotedFor:      r.VotedFor,
		Leader:        r.Leader,
		CommitIndex:   r.CommitIndex,
		LastApplied:   r.LastApplied,
		FirstLogIndex: r.Log.FirstIndex(),
		LastLogIndex:  r.Log.LastIndex(),
		Configuration: ConfigurationOf(r),
	}
}
