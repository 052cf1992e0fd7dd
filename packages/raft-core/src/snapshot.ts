// Log compaction (§7, Figures 12 and 13): a snapshot of the state machine takes the place of the log's beginning, and is
// sent in chunks to a follower that needs what the log no longer has.

import type { Configuration } from './configuration.ts';
import { configurationAt, rebaseConfigurations } from './membership.ts';
import type { InstallSnapshot, InstallSnapshotReply, LogIndex, ServerId, Term } from './messages.ts';
import { isActive, type Progress, probe } from './progress.ts';
import { acknowledged, answered, followLeader } from './replication.ts';
import { lastIncludedIndexOf, type RaftState } from './state.ts';

export interface Snapshot {
  /** It replaces all entries up through and including this index. */
  readonly lastIncludedIndex: LogIndex;
  readonly lastIncludedTerm: Term;
  readonly configuration: Configuration;
  /** The state machine's, with its sessions. */
  readonly data: Uint8Array;
}

export interface IncomingSnapshot {
  /** The term of the leader that sent the last chunk. */
  term: Term;
  readonly lastIncludedIndex: LogIndex;
  readonly lastIncludedTerm: Term;
  readonly chunks: Uint8Array[];
  /** How much has arrived (bytes). */
  offset: number;
}

/** Whether so much has been applied since the last snapshot that it is time for the next. */
export function wantsSnapshot(raft: RaftState): boolean {
  const { snapshotThreshold } = raft.settings;
  return snapshotThreshold > 0 && raft.lastApplied - lastIncludedIndexOf(raft) >= snapshotThreshold;
}

/** Replaces what has been applied by the state machine's snapshot, taken at lastApplied; the log keeps a tail behind it. */
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
 * The last index that the log drops. It keeps trailingEntries, so that a follower that is slow or was away for a moment
 * needs no snapshot; and up to catchUpEntries more that a follower still needs while it answers: where its snapshot ends it
 * goes on with entries, and is not sent one snapshot after the other under load.
 */
function lastToDrop({ id, settings, lastApplied, progress }: RaftState): LogIndex {
  const upTo = lastApplied - settings.trailingEntries;
  let needed = upTo;
  for (const [peer, follower] of progress)
    if (peer !== id && isActive(follower)) needed = Math.min(needed, hasUpTo(follower));
  return Math.max(needed, upTo - settings.catchUpEntries);
}

/** Up to where a follower has the log, or will have it once the snapshot under way is installed. */
function hasUpTo({ installing, matchIndex }: Progress): LogIndex {
  return installing?.snapshot.lastIncludedIndex ?? matchIndex;
}

/** The snapshot that the state machine must take over before it applies anything more, or null. */
export function snapshotToRestore({ snapshot, lastApplied }: RaftState): Snapshot | null {
  return snapshot !== null && lastApplied < snapshot.lastIncludedIndex ? snapshot : null;
}

/** Figure 13, sender: the chunk that the follower needs next. A snapshot that was begun is finished, newer ones or not. */
export function snapshotTo(raft: RaftState, to: ServerId, progress: Progress): InstallSnapshot {
  if (progress.installing === null) {
    probe(progress, progress.nextIndex);
    progress.installing = { snapshot: raft.snapshot!, offset: 0, told: 0 };
  }
  progress.asking = true;
  const { snapshot, offset } = progress.installing;
  const { lastIncludedIndex, lastIncludedTerm, configuration, data } = snapshot;
  const end = Math.min(offset + raft.settings.snapshotChunk, data.length);
  return {
    ...{ type: 'InstallSnapshot', from: raft.id, to, term: raft.currentTerm, round: raft.round },
    ...{ lastIncludedIndex, lastIncludedTerm, configuration },
    ...{ offset, data: data.subarray(offset, end), done: end === data.length },
  };
}

/** A chunk that may have got lost, once more: the one after what the follower said last that it has, because it may forget. */
export function snapshotAgainTo(raft: RaftState, to: ServerId, progress: Progress): InstallSnapshot {
  if (progress.installing !== null) progress.installing.offset = progress.installing.told;
  return snapshotTo(raft, to, progress);
}

/** Figure 13, "InstallSnapshot RPC", receiver implementation. */
export function handleInstallSnapshot(raft: RaftState, request: InstallSnapshot): InstallSnapshotReply {
  if (request.term < raft.currentTerm) return reply(raft, request, 0, false); // 1.
  followLeader(raft, request);
  if (request.lastIncludedIndex <= raft.commitIndex) return reply(raft, request, 0, true); // nothing new in it
  if (isLate(raft, request)) return reply(raft, request, 0, false);
  const incoming = incomingFor(raft, request); // 2.
  if (request.offset !== incoming.offset) return reply(raft, request, incoming.offset, false);
  incoming.chunks.push(request.data); // 3.
  incoming.offset += request.data.length;
  if (request.done) install(raft, request, incoming);
  return reply(raft, request, incoming.offset, request.done); // 4. wait for more chunks if not done
}

/** A leader's snapshots only get newer: a chunk of an older one than it sends now was overtaken on the way. */
function isLate({ incoming }: RaftState, { term, lastIncludedIndex }: InstallSnapshot): boolean {
  return incoming !== null && incoming.term === term && lastIncludedIndex < incoming.lastIncludedIndex;
}

/** Chunks of one snapshot belong together, whichever leader of it sends them; an older one that is incomplete goes (5.). */
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

/** 6. and 7. The log keeps what follows the snapshot, if it has it. 8. The state machine is reset by the runtime. */
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
 * The leader sends the next chunk, or goes on with entries once the snapshot is installed. Only an answer that leads further,
 * or back to the beginning, asks for a chunk: if each copy of an answer did, copies would breed copies.
 */
export function handleInstallSnapshotReply(raft: RaftState, reply: InstallSnapshotReply): void {
  const progress = answered(raft, reply);
  if (progress === null) return;
  if (reply.installed) return acknowledged(raft, progress, reply.lastIncludedIndex);
  const { installing } = progress;
  if (installing?.snapshot.lastIncludedIndex !== reply.lastIncludedIndex) return; // about another snapshot
  installing.told = reply.offset;
  const beginsAnew = reply.offset === 0 && installing.offset > 0;
  if (reply.offset <= installing.offset && !beginsAnew) return;
  installing.offset = reply.offset;
  progress.asking = false;
}
