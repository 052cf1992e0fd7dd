package raft

import "fmt"

// Entries that a leader appends to its log: clients' commands (Figure 2, "Leaders", second rule), and its own.

// Propose is Figure 2, "Leaders": append a client's command to the local log. It fails with a NotLeaderError on any other
// server and during a leadership transfer, or an OverloadedError with MaxUncommitted uncommitted entries.
func (r *State) Propose(command Command) (LogIndex, error) {
	if r.Role != Leader {
		return 0, &NotLeaderError{ID: r.ID, Leader: r.Leader}
	}
	if r.Transferee != 0 {
		return 0, &NotLeaderError{ID: r.ID, Leader: r.Transferee}
	}
	uncommitted := int(r.Log.LastIndex() - r.CommitIndex)
	if uncommitted >= r.Settings.MaxUncommitted {
		return 0, &OverloadedError{fmt.Sprintf("server %d has %d uncommitted entries: ask again later", r.ID, uncommitted)}
	}
	if r.UncommittedBytes >= r.Settings.MaxUncommittedBytes {
		return 0, &OverloadedError{fmt.Sprintf("server %d has %d bytes of uncommitted entries: ask again later", r.ID, r.UncommittedBytes)}
	}
	return r.appendAsLeader(command), nil
}

func (r *State) appendAsLeader(command Command) LogIndex {
	command.characters = uint32(charactersOf(&command))
	entry := &Entry{r.CurrentTerm, command}
	index := r.Log.Append(entry)
	r.UncommittedBytes += sizeOf(entry)
	if r.Emit != nil {
		r.Emit(AppendEvent{r.ID, r.CurrentTerm, index, index, []Term{r.CurrentTerm}})
	}
	r.adoptConfiguration(index, entry)
	return index
}
