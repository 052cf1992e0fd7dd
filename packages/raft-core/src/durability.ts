// Durability (Figure 2, "Persistent state on all servers": updated on stable storage before responding to RPCs). The rules
// say what is not stable yet and which messages must wait for it; the runtime writes. A leader may send entries before its
// own write completes; its copy counts towards a majority only once it is stable.

import type { Entry } from './commands.ts';
import type { LogIndex, ServerId, Term } from './ids.ts';
import type { Snapshot } from './log.ts';
import { acknowledged } from './replication.ts';
import { lastIncludedIndexOf, type RaftState } from './state.ts';

/** State changed since the last write: the term, the vote, a new snapshot, and the log from firstIndex on. */
export interface Unstable {
  readonly currentTerm: Term;
  readonly votedFor: ServerId | null;
  /** A new snapshot, or null. It replaces all entries that it covers, and all that conflict with it. */
  readonly snapshot: Snapshot | null;
  /** `stable.truncations` at the time of the write. */
  readonly truncations: number;
  readonly firstIndex: LogIndex;
  readonly entries: readonly Entry[];
}

/** State to write now, or null if everything is stable. */
export function unstableState(raft: RaftState): Unstable | null {
  const { currentTerm, votedFor, stable, log } = raft;
  const lastIncludedIndex = lastIncludedIndexOf(raft);
  const snapshot = stable.snapshotIndex < lastIncludedIndex ? raft.snapshot : null;
  const firstIndex = Math.max(stable.lastIndex, lastIncludedIndex) + 1; // entries that the snapshot covers are not stored
  const isWritten = stable.currentTerm === currentTerm && stable.votedFor === votedFor && snapshot === null;
  if (isWritten && firstIndex > log.lastIndex) return null;
  const { truncations } = stable;
  return { currentTerm, votedFor, snapshot, truncations, firstIndex, entries: log.slice(firstIndex) };
}

/**
 * To be called once the write is synced. Several writes may be in flight, in order: if the log was truncated since this one
 * was taken, a later write replaces some of its entries, and only that one makes them stable.
 */
export function markStable(raft: RaftState, unstable: Unstable): void {
  const { currentTerm, votedFor, snapshot, truncations, firstIndex, entries } = unstable;
  const { stable } = raft;
  stable.currentTerm = currentTerm;
  stable.votedFor = votedFor;
  if (snapshot !== null) stable.snapshotIndex = Math.max(stable.snapshotIndex, snapshot.lastIncludedIndex);
  const lastIndex = firstIndex + entries.length - 1;
  if (truncations === stable.truncations) stable.lastIndex = Math.max(stable.lastIndex, lastIndex);
  acknowledgeOwn(raft);
}

/** A leader counts towards the majority that commits an entry once its own copy is stable. */
function acknowledgeOwn(raft: RaftState): void {
  const own = raft.progress.get(raft.id);
  if (own !== undefined) acknowledged(raft, own, raft.stable.lastIndex);
}

/** Whether a message must wait for stable storage: it reveals a vote, a candidacy, an acknowledgement or the term. */
export function mustBeStableBefore(message: {
  readonly type: string;
  readonly readIndex?: LogIndex;
}): boolean {
  const { type } = message;
  return (
    type === 'RequestVote' ||
    type === 'RequestVoteReply' ||
    type === 'PreVoteReply' ||
    type === 'AppendEntriesReply' ||
    type === 'InstallSnapshotReply' ||
    (type === 'ReadIndexReply' && message.readIndex === 0) // a leader's term is stable already
  );
}
