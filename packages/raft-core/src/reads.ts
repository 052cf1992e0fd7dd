// Linearizable reads without a log entry (§8; dissertation §6.4): the leader records its commitIndex, confirms its leadership
// by a round of heartbeats that a majority answers, and the read then waits until that index is applied.

import { isMember } from './configuration.ts';
import { NotLeader } from './errors.ts';
import type { ServerId } from './ids.ts';
import type { ReadIndex, ReadIndexReply } from './messages.ts';
import type { Progress } from './progress.ts';
import { configurationOf, mayLead, type PendingRead, type RaftState } from './state.ts';

/**
 * Starts a read on the leader. The runtime then sends a round of heartbeats, and takes `confirmedReads` after each reply.
 * @throws NotLeader
 */
export function startRead(raft: RaftState, from: ServerId, readId: number): void {
  if (raft.role !== 'leader') throw new NotLeader(raft.id, raft.leader);
  // A new leader does not know which entries are committed until its first own entry is (§8).
  const readIndex = Math.max(raft.commitIndex, raft.firstOfTerm);
  raft.round += 1;
  raft.reads.push({ from, readId, readIndex, round: raft.round });
  raft.progress.get(from)?.pendingReads.add(readId);
  const own = raft.progress.get(raft.id);
  if (own !== undefined) answerRound(raft, own, raft.round);
}

/** Records a reply to this round: the member knew no newer leader. */
export function answerRound(raft: RaftState, progress: Progress, round: number): void {
  if (round <= progress.round) return;
  if (progress.voter) raft.answered.raise(progress.round, round);
  progress.round = round;
}

/** Removes and returns the reads whose round a majority has answered. */
export function confirmedReads(raft: RaftState): PendingRead[] {
  return mayLead(raft) ? takeReads(raft, raft.answered.value) : [];
}

/** Removes and returns the reads of this round and earlier. */
function takeReads(raft: RaftState, round: number): PendingRead[] {
  const waiting = raft.reads.findIndex((read) => read.round > round);
  const taken = raft.reads.splice(0, waiting < 0 ? raft.reads.length : waiting);
  for (const { from, readId } of taken) raft.progress.get(from)?.pendingReads.delete(readId);
  return taken;
}

/**
 * Drops the reads of this round and earlier that no majority has answered. A follower that still waits asks again. An aborted
 * read stays until its round ends, when the runtime finds no client for it: removing it at once would search all reads.
 */
export function abandonReads(raft: RaftState, round: number): void {
  takeReads(raft, round);
}

/** A follower's request for a read index; null if it knows no leader. */
export function readIndexFrom(raft: RaftState, readId: number): ReadIndex | null {
  const { id: from, leader: to, currentTerm: term } = raft;
  return to === null || to === from ? null : { type: 'ReadIndex', from, to, term, readId };
}

/**
 * Starts a member's read; duplicates are ignored. A server that does not lead answers with index 0 at once, and so does a
 * leader to a non-member, which might never apply the index.
 */
export function handleReadIndex(raft: RaftState, { from, readId }: ReadIndex): ReadIndexReply | null {
  if (raft.role !== 'leader' || !isMember(configurationOf(raft), from))
    return readReply(raft, { from, readId, readIndex: 0 });
  if (!raft.progress.get(from)?.pendingReads.has(readId)) startRead(raft, from, readId);
  return null;
}

/** The answer to the server that asked. */
export function readReply(
  raft: RaftState,
  { from: to, readId, readIndex }: Pick<PendingRead, 'from' | 'readId' | 'readIndex'>,
): ReadIndexReply {
  return { type: 'ReadIndexReply', from: raft.id, to, term: raft.currentTerm, readId, readIndex };
}
