// Commitment and application (§5.3, §5.4.2): Figure 2, "Leaders" (last rule) and "All Servers" (first rule).

import type { Entry, LogIndex } from './messages.ts';
import { majority, type RaftState } from './state.ts';

/**
 * Figure 2, "Leaders": if there exists an N > commitIndex, a majority of matchIndex[i] ≥ N, and log[N].term ==
 * currentTerm, set commitIndex = N. An entry of an older term is never committed by counting: only by way of a later one
 * (§5.4.2, Figure 8).
 */
export function advanceCommitIndex(raft: RaftState): void {
  const index = majorityMatchIndex(raft);
  if (index > raft.commitIndex && raft.log.termAt(index) === raft.currentTerm) commitUpTo(raft, index);
}

/** The highest index that a majority has: with the matchIndexes in falling order, the one at which the majority is full. */
export function majorityMatchIndex(raft: RaftState): LogIndex {
  const matchIndexes = Array.from(raft.progress.values(), ({ matchIndex }) => matchIndex);
  matchIndexes.sort((a, b) => b - a);
  return matchIndexes[majority(raft) - 1] ?? 0;
}

/** The commit index only ever grows. */
export function commitUpTo(raft: RaftState, index: LogIndex): void {
  if (index <= raft.commitIndex) return;
  raft.commitIndex = index;
  raft.emit?.({ type: 'commit', server: raft.id, term: raft.currentTerm, commitIndex: index });
}

/** Figure 2, "All Servers": what is committed and not yet applied, in the order in which it must be; at most `limit`. */
export function committedEntries(raft: RaftState, limit: number): Entry[] {
  return raft.log.slice(raft.lastApplied + 1, Math.min(raft.commitIndex, raft.lastApplied + limit));
}

/** To be called when the state machine has applied the entries up to this index. */
export function markApplied(raft: RaftState, lastApplied: LogIndex): void {
  raft.lastApplied = lastApplied;
  raft.emit?.({ type: 'apply', server: raft.id, term: raft.currentTerm, lastApplied });
}
