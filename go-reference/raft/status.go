package raft

// Status is what a server shows of itself to those who ask how it stands. A crashed server shows what it had when it
// crashed, with Running false.
type Status struct {
	ID          ServerID `json:"id"`
	Running     bool     `json:"running"`
	Role        Role     `json:"role"`
	CurrentTerm Term     `json:"currentTerm"`
	VotedFor    ServerID `json:"votedFor"`
	// Leader is that of CurrentTerm, or 0 where it is not known.
	Leader        ServerID `json:"leader"`
	CommitIndex   LogIndex `json:"commitIndex"`
	LastApplied   LogIndex `json:"lastApplied"`
	FirstLogIndex LogIndex `json:"firstLogIndex"`
	LastLogIndex  LogIndex `json:"lastLogIndex"`
	// Configuration is the newest in its log, committed or not (§6). Without voters on a server that nobody has added yet.
	Configuration Configuration `json:"configuration"`
}

// StatusOf is how this server stands.
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
