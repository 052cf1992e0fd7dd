// Log compaction (§7, Figures 12 and 13): a snapshot of the state machine takes the place of the log's beginning, and is
// sent in chunks to a follower that needs what the log no longer has.

import type { Configuration } from './configuration.ts';
import { configurationAt, rebaseConfigurations } from './membership.ts';
import type { InstallSnapshot, InstallSnapshotReply, LogIndex, ServerId, Term } from './messages.ts';
import { type Progress, probe } from './progress.ts';
import { acknowledged, answered, followLeader } from './replication.ts';
import type { RaftState } from './state.ts';

export interface Snapshot {
  /** It replaces all entries up through and including this index. */
  readonly lastIncludedIndex: LogIndex;
  readonly lastIncludedTerm: Term;
  readonly configuration: Configuration;
  /** The state machine's, with its sessions. */
  readonly data: Uint8Array;
}

export interface IncomingSnapshot {
  readonly lastIncludedIndex: LogIndex;
  readonly lastIncludedTerm: Term;
  readonly chunks: Uint8Array[];
  /** How much has arrived (bytes). */
  offset: number;
}

/** Whether so much has been applied since the last snapshot that it is time for the next. */
export function wantsSnapshot({ settings, lastApplied, log }: RaftState): boolean {
  return settings.snapshotThreshold > 0 && lastApplied - log.snapshotIndex >= settings.snapshotThreshold;
}

/** Replaces what has been applied by the state machine's snapshot, taken at lastApplied. */
export function compact(raft: RaftState, data: Uint8Array): void {
  const { lastApplied: lastIncludedIndex, log } = raft;
  if (lastIncludedIndex <= log.snapshotIndex) return;
  const configuration = configurationAt(raft, lastIncludedIndex);
  replaceBy(raft, {
    lastIncludedIndex,
    lastIncludedTerm: log.termAt(lastIncludedIndex),
    configuration,
    data,
  });
}

function replaceBy(raft: RaftState, snapshot: Snapshot): void {
  const { lastIncludedIndex, lastIncludedTerm, configuration } = snapshot;
  raft.snapshot = snapshot;
  if (!raft.log.matches(lastIncludedIndex, lastIncludedTerm)) raft.stable.truncations += 1;
  raft.log.compactTo(lastIncludedIndex, lastIncludedTerm);
  raft.stable.lastIndex = Math.min(raft.stable.lastIndex, raft.log.lastIndex);
  rebaseConfigurations(raft, lastIncludedIndex, configuration);
}

/** The snapshot that the state machine must take over before it applies anything more, or null. */
export function snapshotToRestore({ snapshot, lastApplied }: RaftState): Snapshot | null {
  return snapshot !== null && lastApplied < snapshot.lastIncludedIndex ? snapshot : null;
}

/** Figure 13, sender: the chunk that the follower needs next. A newer snapshot begins anew. */
export function snapshotTo(raft: RaftState, to: ServerId, progress: Progress): InstallSnapshot {
  const { lastIncludedIndex, lastIncludedTerm, configuration, data } = raft.snapshot!;
  if (progress.installing?.lastIncludedIndex !== lastIncludedIndex) {
    probe(progress, progress.nextIndex);
    progress.installing = { lastIncludedIndex, offset: 0, told: 0 };
  }
  progress.asking = true;
  const { offset } = progress.installing!;
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
  const incoming = incomingFor(raft, request); // 2.
  if (request.offset !== incoming.offset) return reply(raft, request, incoming.offset, false);
  incoming.chunks.push(request.data); // 3.
  incoming.offset += request.data.length;
  if (request.done) install(raft, request, incoming);
  return reply(raft, request, incoming.offset, request.done); // 4. wait for more chunks if not done
}

/** Chunks of one snapshot belong together, whichever leader of it sends them; an older one that is incomplete goes (5.). */
function incomingFor(
  raft: RaftState,
  { lastIncludedIndex, lastIncludedTerm }: InstallSnapshot,
): IncomingSnapshot {
  const { incoming } = raft;
  const isSame =
    incoming?.lastIncludedIndex === lastIncludedIndex && incoming.lastIncludedTerm === lastIncludedTerm;
  if (!isSame) raft.incoming = { lastIncludedIndex, lastIncludedTerm, chunks: [], offset: 0 };
  return raft.incoming!;
}

/** 6. and 7. The log keeps what follows the snapshot, if it has it. 8. The state machine is reset by the runtime. */
function install(raft: RaftState, request: InstallSnapshot, { chunks, offset }: IncomingSnapshot): void {
  const { lastIncludedIndex, lastIncludedTerm, configuration } = request;
  replaceBy(raft, { lastIncludedIndex, lastIncludedTerm, configuration, data: joined(chunks, offset) });
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
  if (installing?.lastIncludedIndex !== reply.lastIncludedIndex) return; // about an older snapshot
  installing.told = reply.offset;
  const beginsAnew = reply.offset === 0 && installing.offset > 0;
  if (reply.offset <= installing.offset && !beginsAnew) return;
  installing.offset = reply.offset;
  progress.asking = false;
}
