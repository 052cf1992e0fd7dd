// What must be on stable storage before what may be said (Figure 2, "Persistent state on all servers": updated on stable
// storage before responding to RPCs). The rules say what is not stable yet and which messages wait for it; the runtime
// writes. A leader may send entries while it still writes them: its own copy counts only once it is stable.

import type { Entry } from './commands.ts';
import type { LogIndex, Message, ServerId, Term } from './messages.ts';
import { acknowledged } from './replication.ts';
import type { Snapshot } from './snapshot.ts';
import { lastIncludedIndexOf, type RaftState } from './state.ts';

/** What has changed since the last write: the term, the vote, perhaps the snapshot, and the log from firstIndex on. */
export interface Unstable {
  readonly currentTerm: Term;
  readonly votedFor: ServerId | null;
  /** A new snapshot, or null. It takes the place of all entries that it covers, and of all that do not fit to it. */
  readonly snapshot: Snapshot | null;
  /** How often the log had lost entries when this was taken. */
  readonly truncations: number;
  readonly firstIndex: LogIndex;
  readonly entries: readonly Entry[];
}

/** What the runtime has to write now, or null if the storage holds it all. */
export function unstableState(raft: RaftState): Unstable | null {
  const { currentTerm, votedFor, stable, log } = raft;
  const lastIncludedIndex = lastIncludedIndexOf(raft);
  const snapshot = stable.snapshotIndex < lastIncludedIndex ? raft.snapshot : null;
  const firstIndex = Math.max(stable.lastIndex, lastIncludedIndex) + 1; // the tail behind a snapshot is not stored
  const isWritten = stable.currentTerm === currentTerm && stable.votedFor === votedFor && snapshot === null;
  if (isWritten && firstIndex > log.lastIndex) return null;
  const { truncations } = stable;
  return { currentTerm, votedFor, snapshot, truncations, firstIndex, entries: log.slice(firstIndex) };
}

/**
 * To be called when it is written. Several writes may be under way, one behind the other: if the log has lost entries since
 * this one was taken, a later one replaces some of its entries, and only that one makes them stable.
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

/** A leader is one of the majority that commits an entry, once its own copy is stable. */
function acknowledgeOwn(raft: RaftState): void {
  const own = raft.progress.get(raft.id);
  if (own !== undefined) acknowledged(raft, own, raft.stable.lastIndex);
}

/** Whether a message reveals what must be stable first: a vote, a candidacy, an acknowledgement, the term in an answer. */
export function mustBeStableBefore(message: Message): boolean {
  const { type } = message;
  return (
    type === 'RequestVote' ||
    type === 'RequestVoteReply' ||
    type === 'PreVoteReply' ||
    type === 'AppendEntriesReply' ||
    type === 'InstallSnapshotReply' ||
    (type === 'ReadIndexReply' && message.readIndex === 0) // whoever leads has made its term stable to be elected
  );
}
