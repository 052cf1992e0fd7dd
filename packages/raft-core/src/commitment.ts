// Commitment and application (§5.3, §5.4.2): Figure 2, "Leaders" (last rule) and "All Servers" (first rule).

import { bytesIn, type Entry } from './commands.ts';
import { isVoter } from './configuration.ts';
import type { LogIndex } from './ids.ts';
import { becomeFollower } from './roles.ts';
import type { RaftState } from './state.ts';

/**
 * Figure 2, "Leaders": if there exists an N > commitIndex, a majority of matchIndex[i] ≥ N, and log[N].term ==
 * currentTerm, set commitIndex = N. An entry of an older term is never committed by counting: only by way of a later one
 * (§5.4.2, Figure 8).
 */
export function advanceCommitIndex(raft: RaftState): void {
  const { value: index } = raft.matched;
  if (index > raft.commitIndex && raft.log.termAt(index) === raft.currentTerm) commitUpTo(raft, index);
}

/** commitIndex increases monotonically. */
export function commitUpTo(raft: RaftState, index: LogIndex): void {
  if (index <= raft.commitIndex) return;
  if (raft.role === 'leader') raft.uncommittedBytes -= bytesIn(raft.log.slice(raft.commitIndex + 1, index));
  raft.commitIndex = index;
  raft.emit?.({ type: 'commit', server: raft.id, term: raft.currentTerm, commitIndex: index });
  if (raft.role === 'leader') stepDownIfRemoved(raft);
}

/** A removed leader serves until its removal is committed (§6). */
function stepDownIfRemoved(raft: RaftState): void {
  const { index, configuration } = raft.configurations.at(-1)!;
  if (index > raft.commitIndex || isVoter(configuration, raft.id)) return;
  becomeFollower(raft, raft.currentTerm);
  raft.leader = null;
}

/** Figure 2, "All Servers": committed entries not yet applied, in log order, at most `limit`. */
export function committedEntries(raft: RaftState, limit: number): Entry[] {
  if (raft.lastApplied < raft.log.snapshotIndex) return []; // a snapshot must be restored first
  return raft.log.slice(raft.lastApplied + 1, Math.min(raft.commitIndex, raft.lastApplied + limit));
}

/** To be called once the state machine has applied the entries up to this index. */
export function markApplied(raft: RaftState, lastApplied: LogIndex): void {
  raft.lastApplied = lastApplied;
  raft.emit?.({ type: 'apply', server: raft.id, term: raft.currentTerm, lastApplied });
}
