package raft

import "slices"

// Log compaction (§7, Figures 12 and 13): a snapshot of the state machine replaces a prefix of the log, and is sent in
// chunks to a follower that needs compacted entries.

// WantsSnapshot reports whether at least SnapshotThreshold entries have been applied since the last snapshot.
func (r *State) WantsSnapshot() bool {
	threshold := r.Settings.SnapshotThreshold
	return threshold > 0 && int(r.LastApplied-r.lastIncludedIndex()) >= threshold
}

// Compact installs the state machine's own snapshot, taken at LastApplied, and drops entries (lastToDrop).
func (r *State) Compact(data []byte) {
	if r.LastApplied <= r.lastIncludedIndex() {
		return
	}
	r.Snapshot = &Snapshot{
		LastIncludedIndex: r.LastApplied,
		LastIncludedTerm:  r.Log.TermAt(r.LastApplied),
		Configuration:     r.configurationAt(r.LastApplied),
		Data:              data,
	}
	r.rebaseConfigurations(r.LastApplied, r.Snapshot.Configuration)
	if dropped := r.lastToDrop(); dropped > r.Log.SnapshotIndex {
		r.Log.CompactTo(dropped, r.Log.TermAt(dropped))
	}
}

// lastToDrop returns the last index to drop. TrailingEntries are kept, so that a follower that was briefly away needs no
// snapshot, and up to CatchUpEntries more for active followers: after its snapshot a follower continues with entries, and
// does not need one snapshot after another under load.
func (r *State) lastToDrop() LogIndex {
	upTo := r.LastApplied - LogIndex(*r.Settings.TrailingEntries)
	needed := upTo
	for peer, follower := range r.Progress {
		if peer != r.ID && follower.isActive() {
			needed = min(needed, follower.hasUpTo())
		}
	}
	return max(needed, upTo-LogIndex(*r.Settings.CatchUpEntries))
}

// hasUpTo returns the last index that a follower has, or will have once the snapshot under way is installed.
func (p *Progress) hasUpTo() LogIndex {
	if p.PendingSnapshot != nil {
		return p.PendingSnapshot.Snapshot.LastIncludedIndex
	}
	return p.MatchIndex
}

// SnapshotToRestore returns the snapshot to restore before any more entries are applied, or nil.
func (r *State) SnapshotToRestore() *Snapshot {
	if r.Snapshot != nil && r.LastApplied < r.Snapshot.LastIncludedIndex {
		return r.Snapshot
	}
	return nil
}

// snapshotTo is Figure 13, sender: the next chunk. A transfer is finished even if there is a newer snapshot.
func (r *State) snapshotTo(to ServerID, progress *Progress) *InstallSnapshot {
	if progress.PendingSnapshot == nil {
		progress.probe(progress.NextIndex)
		progress.PendingSnapshot = &PendingSnapshot{Snapshot: r.Snapshot}
	}
	progress.ProbeSent = true
	snapshot, offset := progress.PendingSnapshot.Snapshot, progress.PendingSnapshot.Offset
	end := min(offset+r.Settings.SnapshotChunk, len(snapshot.Data))
	return &InstallSnapshot{
		From:              r.ID,
		To:                to,
		Term:              r.CurrentTerm,
		LastIncludedIndex: snapshot.LastIncludedIndex,
		LastIncludedTerm:  snapshot.LastIncludedTerm,
		Configuration:     snapshot.Configuration,
		Offset:            offset,
		Data:              snapshot.Data[offset:end:end],
		Done:              end == len(snapshot.Data),
		Round:             r.Round,
	}
}

// snapshotAgainTo resends from the offset that the follower last reported: chunks may be lost, and a follower that restarts
// forgets them.
func (r *State) snapshotAgainTo(to ServerID, progress *Progress) *InstallSnapshot {
	if progress.PendingSnapshot != nil {
		progress.PendingSnapshot.Offset = progress.PendingSnapshot.Acknowledged
	}
	return r.snapshotTo(to, progress)
}

// handleInstallSnapshot is Figure 13, "InstallSnapshot RPC", receiver implementation.
func (r *State) handleInstallSnapshot(request *InstallSnapshot) *InstallSnapshotReply {
	if request.Term < r.CurrentTerm {
		return r.reply(request, 0, false) // 1.
	}
	r.followLeader(request.Term, request.From)
	if request.LastIncludedIndex <= r.CommitIndex {
		return r.reply(request, 0, true) // it covers nothing new
	}
	if r.isLate(request) {
		return r.reply(request, 0, false)
	}
	incoming := r.incomingFor(request) // 2.
	if request.Offset != incoming.Offset {
		return r.reply(request, incoming.Offset, false)
	}
	incoming.Chunks = append(incoming.Chunks, request.Data) // 3.
	incoming.Offset += len(request.Data)
	if request.Done {
		r.install(request, incoming)
	}
	return r.reply(request, incoming.Offset, request.Done) // 4. wait for more chunks if not done
}

// isLate reports whether a chunk was overtaken by one of a newer snapshot from the same leader.
func (r *State) isLate(request *InstallSnapshot) bool {
	return r.Incoming != nil && r.Incoming.Term == request.Term && request.LastIncludedIndex < r.Incoming.LastIncludedIndex
}

// incomingFor returns the snapshot that a chunk belongs to. Its chunks may come from successive leaders; an incomplete
// older snapshot is discarded (5.).
func (r *State) incomingFor(request *InstallSnapshot) *IncomingSnapshot {
	isSame := r.Incoming != nil &&
		r.Incoming.LastIncludedIndex == request.LastIncludedIndex &&
		r.Incoming.LastIncludedTerm == request.LastIncludedTerm
	if !isSame {
		r.Incoming = &IncomingSnapshot{
			LastIncludedIndex: request.LastIncludedIndex,
			LastIncludedTerm:  request.LastIncludedTerm,
		}
	}
	r.Incoming.Term = request.Term
	return r.Incoming
}

// install is 6. and 7.: entries after the snapshot are retained if the log matches it. 8. The runtime resets the state
// machine.
func (r *State) install(request *InstallSnapshot, incoming *IncomingSnapshot) {
	r.Snapshot = &Snapshot{
		LastIncludedIndex: request.LastIncludedIndex,
		LastIncludedTerm:  request.LastIncludedTerm,
		Configuration:     request.Configuration,
		Data:              joined(incoming.Chunks),
	}
	if !r.Log.Matches(request.LastIncludedIndex, request.LastIncludedTerm) {
		r.Stable.Truncations++
	}
	r.Log.CompactTo(request.LastIncludedIndex, request.LastIncludedTerm)
	r.Stable.LastIndex = min(r.Stable.LastIndex, r.Log.LastIndex())
	r.rebaseConfigurations(request.LastIncludedIndex, request.Configuration)
	r.CommitIndex = request.LastIncludedIndex
	r.Incoming = nil
	if r.Emit != nil {
		r.Emit(InstallEvent{r.ID, r.CurrentTerm, request.LastIncludedIndex, request.LastIncludedTerm, r.Log.LastIndex()})
		r.Emit(CommitEvent{r.ID, r.CurrentTerm, request.LastIncludedIndex})
	}
}

func joined(chunks [][]byte) []byte { return slices.Concat(append(chunks, []byte{})...) }

func (r *State) reply(request *InstallSnapshot, offset int, installed bool) *InstallSnapshotReply {
	round := r.roundOf(request.Term, request.Round)
	return &InstallSnapshotReply{
		r.ID, request.From, r.CurrentTerm, request.LastIncludedIndex, offset, installed, round,
	}
}

// handleInstallSnapshotReply moves on to the next chunk, or to entries once the snapshot is installed. Only a reply with a
// higher offset, or with 0 after a restart, releases a chunk: if duplicates did too, they would multiply.
func (r *State) handleInstallSnapshotReply(reply *InstallSnapshotReply) {
	progress := r.answered(reply.Term, reply.From, reply.Round)
	if progress == nil {
		return
	}
	if reply.Installed {
		r.acknowledged(progress, reply.LastIncludedIndex)
		return
	}
	pending := progress.PendingSnapshot
	if pending == nil || pending.Snapshot.LastIncludedIndex != reply.LastIncludedIndex {
		return // another snapshot
	}
	pending.Acknowledged = reply.Offset
	restarts := reply.Offset == 0 && pending.Offset > 0
	if reply.Offset <= pending.Offset && !restarts {
		return
	}
	pending.Offset = reply.Offset
	progress.ProbeSent = false
}
