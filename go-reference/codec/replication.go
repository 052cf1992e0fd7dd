package codec

import "github.com/raft-three-ways/go-reference/raft"

// Encoding of the messages that replicate the log, or a snapshot in its place (§5.3, §7): the fields in the order of
// package raft's messages.go.

func (w *writer) appendEntries(message *raft.AppendEntries) {
	w.number(int(message.From))
	w.number(int(message.To))
	w.number(int(message.Term))
	w.number(int(message.PrevLogIndex))
	w.number(int(message.PrevLogTerm))
	w.entries(message.Entries)
	w.number(int(message.LeaderCommit))
	w.number(message.Round)
}

func (r *reader) appendEntries() *raft.AppendEntries {
	return &raft.AppendEntries{
		From:         raft.ServerID(r.number()),
		To:           raft.ServerID(r.number()),
		Term:         raft.Term(r.number()),
		PrevLogIndex: raft.LogIndex(r.number()),
		PrevLogTerm:  raft.Term(r.number()),
		Entries:      r.entries(),
		LeaderCommit: raft.LogIndex(r.number()),
		Round:        r.number(),
	}
}

func (w *writer) appendEntriesReply(message *raft.AppendEntriesReply) {
	w.number(int(message.From))
	w.number(int(message.To))
	w.number(int(message.Term))
	w.flag(message.Success)
	w.number(int(message.PrevLogIndex))
	w.number(int(message.MatchIndex))
	w.number(int(message.ConflictTerm))
	w.number(int(message.ConflictIndex))
	w.number(message.Round)
}

func (r *reader) appendEntriesReply() *raft.AppendEntriesReply {
	return &raft.AppendEntriesReply{
		From:          raft.ServerID(r.number()),
		To:            raft.ServerID(r.number()),
		Term:          raft.Term(r.number()),
		Success:       r.flag(),
		PrevLogIndex:  raft.LogIndex(r.number()),
		MatchIndex:    raft.LogIndex(r.number()),
		ConflictTerm:  raft.Term(r.number()),
		ConflictIndex: raft.LogIndex(r.number()),
		Round:         r.number(),
	}
}

func (w *writer) installSnapshot(message *raft.InstallSnapshot) {
	w.number(int(message.From))
	w.number(int(message.To))
	w.number(int(message.Term))
	w.number(int(message.LastIncludedIndex))
	w.number(int(message.LastIncludedTerm))
	w.configuration(&message.Configuration)
	w.number(message.Offset)
	w.bytes(message.Data)
	w.flag(message.Done)
	w.number(message.Round)
}

func (r *reader) installSnapshot() *raft.InstallSnapshot {
	return &raft.InstallSnapshot{
		From:              raft.ServerID(r.number()),
		To:                raft.ServerID(r.number()),
		Term:              raft.Term(r.number()),
		LastIncludedIndex: raft.LogIndex(r.number()),
		LastIncludedTerm:  raft.Term(r.number()),
		Configuration:     *r.configuration(),
		Offset:            r.number(),
		Data:              r.bytes(),
		Done:              r.flag(),
		Round:             r.number(),
	}
}

func (w *writer) installSnapshotReply(message *raft.InstallSnapshotReply) {
	w.number(int(message.From))
	w.number(int(message.To))
	w.number(int(message.Term))
	w.number(int(message.LastIncludedIndex))
	w.number(message.Offset)
	w.flag(message.Installed)
	w.number(message.Round)
}

func (r *reader) installSnapshotReply() *raft.InstallSnapshotReply {
	return &raft.InstallSnapshotReply{
		From:              raft.ServerID(r.number()),
		To:                raft.ServerID(r.number()),
		Term:              raft.Term(r.number()),
		LastIncludedIndex: raft.LogIndex(r.number()),
		Offset:            r.number(),
		Installed:         r.flag(),
		Round:             r.number(),
	}
}
