// Log compaction (§7, Figures 12 and 13): a snapshot of the state machine replaces a prefix of the log, and is sent in
// chunks to a follower that needs compacted entries.

import type { LogIndex, ServerId } from './ids.ts';
import type { Snapshot } from './log.ts';
import { configurationAt, rebaseConfigurations } from './membership.ts';
import type { InstallSnapshot, InstallSnapshotReply } from './messages.ts';
import { isActive, type Progress, probe } from './progress.ts';
import { acknowledged, answered, followLeader } from './replication.ts';
import { type IncomingSnapshot, lastIncludedIndexOf, type RaftState } from './state.ts';

/** Whether at least snapshotThreshold entries have been applied since the last snapshot. */
export function wantsSnapshot(raft: RaftState): boolean {
  const { snapshotThreshold } = raft.settings;
  return snapshotThreshold > 0 && raft.lastApplied - lastIncludedIndexOf(raft) >= snapshotThreshold;
}

/** Installs the state machine's own snapshot, taken at lastApplied, and drops entries (lastToDrop). */
export function compact(raft: RaftState, data: Uint8Array): void {
  const { lastApplied: lastIncludedIndex, log } = raft;
  if (lastIncludedIndex <= lastIncludedIndexOf(raft)) return;
  const configuration = configurationAt(raft, lastIncludedIndex);
  raft.snapshot = {
    lastIncludedIndex,
    lastIncludedTerm: log.termAt(lastIncludedIndex),
    configuration,
    data,
  };
  rebaseConfigurations(raft, lastIncludedIndex, configuration);
  const dropped = lastToDrop(raft);
  if (dropped > log.snapshotIndex) log.compactTo(dropped, log.termAt(dropped));
}

/**
 * The last index to drop. trailingEntries are kept, so that a follower that was briefly away needs no snapshot, and up to
 * catchUpEntries more for active followers: after its snapshot a follower continues with entries, and does not need one
 * snapshot after another under load.
 */
function lastToDrop({ id, settings, lastApplied, progress }: RaftState): LogIndex {
  const upTo = lastApplied - settings.trailingEntries;
  let needed = upTo;
  for (const [peer, follower] of progress)
    if (peer !== id && isActive(follower)) needed = Math.min(needed, hasUpTo(follower));
  return Math.max(needed, upTo - settings.catchUpEntries);
}

/** The last index that a follower has, or will have once the snapshot under way is installed. */
function hasUpTo({ pendingSnapshot, matchIndex }: Progress): LogIndex {
  return pendingSnapshot?.snapshot.lastIncludedIndex ?? matchIndex;
}

/** The snapshot to restore before any more entries are applied, or null. */
export function snapshotToRestore({ snapshot, lastApplied }: RaftState): Snapshot | null {
  return snapshot !== null && lastApplied < snapshot.lastIncludedIndex ? snapshot : null;
}

/** Figure 13, sender: the next chunk. A transfer is finished even if there is a newer snapshot. */
export function snapshotTo(raft: RaftState, to: ServerId, progress: Progress): InstallSnapshot {
  if (progress.pendingSnapshot === null) {
    probe(progress, progress.nextIndex);
    progress.pendingSnapshot = { snapshot: raft.snapshot!, offset: 0, acknowledged: 0 };
  }
  progress.probeSent = true;
  const { snapshot, offset } = progress.pendingSnapshot;
  const { lastIncludedIndex, lastIncludedTerm, configuration, data } = snapshot;
  const end = Math.min(offset + raft.settings.snapshotChunk, data.length);
  return {
    ...{ type: 'InstallSnapshot', from: raft.id, to, term: raft.currentTerm, round: raft.round },
    ...{ lastIncludedIndex, lastIncludedTerm, configuration },
    ...{ offset, data: data.subarray(offset, end), done: end === data.length },
  };
}

/** Resends from the offset that the follower last reported: chunks may be lost, and a follower that restarts forgets them. */
export function snapshotAgainTo(raft: RaftState, to: ServerId, progress: Progress): InstallSnapshot {
  if (progress.pendingSnapshot !== null)
    progress.pendingSnapshot.offset = progress.pendingSnapshot.acknowledged;
  return snapshotTo(raft, to, progress);
}

/** Figure 13, "InstallSnapshot RPC", receiver implementation. */
export function handleInstallSnapshot(raft: RaftState, request: InstallSnapshot): InstallSnapshotReply {
  if (request.term < raft.currentTerm) return reply(raft, request, 0, false); // 1.
  followLeader(raft, request);
  if (request.lastIncludedIndex <= raft.commitIndex) return reply(raft, request, 0, true); // it covers nothing new
  if (isLate(raft, request)) return reply(raft, request, 0, false);
  const incoming = incomingFor(raft, request); // 2.
  if (request.offset !== incoming.offset) return reply(raft, request, incoming.offset, false);
  incoming.chunks.push(request.data); // 3.
  incoming.offset += request.data.length;
  if (request.done) install(raft, request, incoming);
  return reply(raft, request, incoming.offset, request.done); // 4. wait for more chunks if not done
}

/** Whether a chunk was overtaken by one of a newer snapshot from the same leader. */
function isLate({ incoming }: RaftState, { term, lastIncludedIndex }: InstallSnapshot): boolean {
  return incoming !== null && incoming.term === term && lastIncludedIndex < incoming.lastIncludedIndex;
}

/** Chunks of the same snapshot may come from successive leaders; an incomplete older snapshot is discarded (5.). */
function incomingFor(
  raft: RaftState,
  { term, lastIncludedIndex, lastIncludedTerm }: InstallSnapshot,
): IncomingSnapshot {
  const { incoming } = raft;
  const isSame =
    incoming?.lastIncludedIndex === lastIncludedIndex && incoming.lastIncludedTerm === lastIncludedTerm;
  if (!isSame) raft.incoming = { term, lastIncludedIndex, lastIncludedTerm, chunks: [], offset: 0 };
  raft.incoming!.term = term;
  return raft.incoming!;
}

/** 6. and 7. Entries after the snapshot are retained if the log matches it. 8. The runtime resets the state machine. */
function install(raft: RaftState, request: InstallSnapshot, { chunks, offset }: IncomingSnapshot): void {
  const { lastIncludedIndex, lastIncludedTerm, configuration } = request;
  raft.snapshot = { lastIncludedIndex, lastIncludedTerm, configuration, data: joined(chunks, offset) };
  if (!raft.log.matches(lastIncludedIndex, lastIncludedTerm)) raft.stable.truncations += 1;
  raft.log.compactTo(lastIncludedIndex, lastIncludedTerm);
  raft.stable.lastIndex = Math.min(raft.stable.lastIndex, raft.log.lastIndex);
  rebaseConfigurations(raft, lastIncludedIndex, configuration);
  raft.commitIndex = lastIncludedIndex;
  raft.incoming = null;
  const { id: server, currentTerm: term } = raft;
  const { lastIndex } = raft.log;
  raft.emit?.({ type: 'install', server, term, lastIncludedIndex, lastIncludedTerm, lastIndex });
  raft.emit?.({ type: 'commit', server, term, commitIndex: lastIncludedIndex });
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const data = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    data.set(chunk, offset);
    offset += chunk.length;
  }
  return data;
}

function reply(
  raft: RaftState,
  request: InstallSnapshot,
  offset: number,
  installed: boolean,
): InstallSnapshotReply {
  const { from: to, lastIncludedIndex } = request;
  const { id: from, currentTerm: term } = raft;
  const round = request.term === term ? request.round : 0; // a term counts its own rounds
  return { type: 'InstallSnapshotReply', from, to, term, lastIncludedIndex, offset, installed, round };
}

/**
 * Moves on to the next chunk, or to entries once the snapshot is installed. Only a reply with a higher offset, or with 0 after
 * a restart, releases a chunk: if duplicates did too, they would multiply.
 */
export function handleInstallSnapshotReply(raft: RaftState, reply: InstallSnapshotReply): void {
  const progress = answered(raft, reply);
  if (progress === null) return;
  if (reply.installed) return acknowledged(raft, progress, reply.lastIncludedIndex);
  const { pendingSnapshot } = progress;
  if (pendingSnapshot?.snapshot.lastIncludedIndex !== reply.lastIncludedIndex) return; // another snapshot
  pendingSnapshot.acknowledged = reply.offset;
  const restarts = reply.offset === 0 && pendingSnapshot.offset > 0;
  if (reply.offset <= pendingSnapshot.offset && !restarts) return;
  pendingSnapshot.offset = reply.offset;
  progress.probeSent = false;
}
