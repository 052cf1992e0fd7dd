package raft

import "slices"

// Log compaction (§7, Figures 12 and 13): a snapshot of the state machine takes the place of the log's beginning, and is
// sent in chunks to a follower that needs what the log no longer has.

// A Snapshot is never changed once made.
type Snapshot struct {
	// LastIncludedIndex: it replaces all entries up through and including this index.
	LastIncludedIndex LogIndex      `json:"lastIncludedIndex"`
	LastIncludedTerm  Term          `json:"lastIncludedTerm"`
	Configuration     Configuration `json:"configuration"`
	// Data is the state machine's, with its sessions.
	Data []byte `json:"data"`
}

// IncomingSnapshot is what has arrived of a snapshot.
type IncomingSnapshot struct {
	// Term is that of the leader that sent the last chunk.
	Term              Term
	LastIncludedIndex LogIndex
	LastIncludedTerm  Term
	Chunks            [][]byte
	// Offset is how much has arrived (bytes).
	Offset int
}

// WantsSnapshot tells whether so much has been applied since the last snapshot that it is time for the next.
func (r *State) WantsSnapshot() bool {
	threshold := r.Settings.SnapshotThreshold
	return threshold > 0 && int(r.LastApplied-r.lastIncludedIndex()) >= threshold
}

// Compact replaces what has been applied by the state machine's snapshot, taken at LastApplied; the log keeps a tail behind
// it.
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

// lastToDrop is the last index that the log drops. It keeps TrailingEntries, so that a follower that is slow or was away for
// a moment needs no snapshot; and up to CatchUpEntries more that a follower still needs while it answers: where its snapshot
// ends it goes on with entries, and is not sent one snapshot after the other under load.
func (r *State) lastToDrop() LogIndex {
	upTo := r.LastApplied - LogIndex(r.Settings.TrailingEntries)
	needed := upTo
	for peer, follower := range r.Progress {
		if peer != r.ID && follower.isActive() {
			needed = min(needed, follower.hasUpTo())
		}
	}
	return max(needed, upTo-LogIndex(r.Settings.CatchUpEntries))
}

// hasUpTo is up to where a follower has the log, or will have it once the snapshot under way is installed.
func (p *Progress) hasUpTo() LogIndex {
	if p.Installing != nil {
		return p.Installing.Snapshot.LastIncludedIndex
	}
	return p.MatchIndex
}

// SnapshotToRestore is the snapshot that the state machine must take over before it applies anything more, or nil.
func (r *State) SnapshotToRestore() *Snapshot {
	if r.Snapshot != nil && r.LastApplied < r.Snapshot.LastIncludedIndex {
		return r.Snapshot
	}
	return nil
}

// snapshotTo is Figure 13, sender: the chunk that the follower needs next. A snapshot that was begun is finished, newer ones
// or not.
func (r *State) snapshotTo(to ServerID, progress *Progress) *InstallSnapshot {
	if progress.Installing == nil {
		progress.probe(progress.NextIndex)
		progress.Installing = &Installing{Snapshot: r.Snapshot}
	}
	progress.Asking = true
	snapshot, offset := progress.Installing.Snapshot, progress.Installing.Offset
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

// snapshotAgainTo is a chunk that may have got lost, once more: the one after what the follower said last that it has,
// because it may forget.
func (r *State) snapshotAgainTo(to ServerID, progress *Progress) *InstallSnapshot {
	if progress.Installing != nil {
		progress.Installing.Offset = progress.Installing.Told
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
		return r.reply(request, 0, true) // nothing new in it
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

// isLate: a leader's snapshots only get newer, so a chunk of an older one than it sends now was overtaken on the way.
func (r *State) isLate(request *InstallSnapshot) bool {
	return r.Incoming != nil && r.Incoming.Term == request.Term && request.LastIncludedIndex < r.Incoming.LastIncludedIndex
}

// incomingFor: chunks of one snapshot belong together, whichever leader of it sends them; an older one that is incomplete
// goes (5.).
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

// install: 6. and 7. The log keeps what follows the snapshot, if it has it. 8. The state machine is reset by the runtime.
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

// handleInstallSnapshotReply: the leader sends the next chunk, or goes on with entries once the snapshot is installed. Only
// an answer that leads further, or back to the beginning, asks for a chunk: if each copy of an answer did, copies would
// breed copies.
func (r *State) handleInstallSnapshotReply(reply *InstallSnapshotReply) {
	progress := r.answered(reply.Term, reply.From, reply.Round)
	if progress == nil {
		return
	}
	if reply.Installed {
		r.acknowledged(progress, reply.LastIncludedIndex)
		return
	}
	installing := progress.Installing
	if installing == nil || installing.Snapshot.LastIncludedIndex != reply.LastIncludedIndex {
		return // about another snapshot
	}
	installing.Told = reply.Offset
	beginsAnew := reply.Offset == 0 && installing.Offset > 0
	if reply.Offset <= installing.Offset && !beginsAnew {
		return
	}
	installing.Offset = reply.Offset
	progress.Asking = false
}
