package cluster

import "github.com/raft-three-ways/go-reference/raft"

// Status is a server's status, for observers. A crashed server's is that of the crash, with Running false.
type Status struct {
	ID          raft.ServerID `json:"id"`
	Running     bool          `json:"running"`
	Role        raft.Role     `json:"role"`
	CurrentTerm raft.Term     `json:"currentTerm"`
	VotedFor    raft.ServerID `json:"votedFor"`
	// Leader is the leader of CurrentTerm, or 0 if unknown.
	Leader        raft.ServerID `json:"leader"`
	CommitIndex   raft.LogIndex `json:"commitIndex"`
	LastApplied   raft.LogIndex `json:"lastApplied"`
	FirstLogIndex raft.LogIndex `json:"firstLogIndex"`
	LastLogIndex  raft.LogIndex `json:"lastLogIndex"`
	// Configuration is the newest in the log, committed or not (§6). It has no voters on a server that has not been added
	// yet.
	Configuration raft.Configuration `json:"configuration"`
}

// StatusOf returns a server's status.
func StatusOf(r *raft.State, running bool) Status {
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
		Configuration: raft.ConfigurationOf(r),
	}
}
