// Linearizable reads without a log entry (§8; dissertation §6.4): the leader notes its commitIndex, makes sure that it
// still leads by a round of messages that a majority answers, and the read then waits until that index is applied.

import { isMember } from './configuration.ts';
import { NotLeader } from './errors.ts';
import type { LogIndex, ReadIndex, ReadIndexReply, ServerId } from './messages.ts';
import type { Progress } from './progress.ts';
import { configurationOf, mayLead, type RaftState } from './state.ts';

/** A read that waits for the leader to know that it still leads. */
export interface PendingRead {
  /** The server whose client reads, and that server's name for the read. */
  readonly from: ServerId;
  readonly readId: number;
  /** What must be applied before the read may be answered. */
  readonly readIndex: LogIndex;
  /** The round that a majority must have answered. */
  readonly round: number;
}

/**
 * Begins a read on the leader. The runtime then sends heartbeats, and asks for `confirmedReads` after each answer.
 * @throws NotLeader
 */
export function startRead(raft: RaftState, from: ServerId, readId: number): void {
  if (raft.role !== 'leader') throw new NotLeader(raft.id, raft.leader);
  // A new leader does not know yet how far its predecessors had committed: its first own entry tells (§8).
  const readIndex = Math.max(raft.commitIndex, raft.firstOfTerm);
  raft.round += 1;
  raft.reads.push({ from, readId, readIndex, round: raft.round });
  const own = raft.progress.get(raft.id);
  if (own !== undefined) answerRound(raft, own, raft.round);
}

/** A server has answered a message of this round: when it did, it knew no newer leader. */
export function answerRound(raft: RaftState, progress: Progress, round: number): void {
  if (round <= progress.round) return;
  if (progress.voter) raft.answered.raise(progress.round, round);
  progress.round = round;
}

/** Takes the reads out that are safe: since each began, a majority has confirmed that this server leads. */
export function confirmedReads(raft: RaftState): PendingRead[] {
  if (!mayLead(raft)) return [];
  const { value: round } = raft.answered;
  const waiting = raft.reads.findIndex((read) => read.round > round);
  return raft.reads.splice(0, waiting < 0 ? raft.reads.length : waiting);
}

/** Drops one of this server's own reads: its client has given up. */
export function abandonRead(raft: RaftState, readId: number): void {
  const place = raft.reads.findIndex((read) => read.from === raft.id && read.readId === readId);
  if (place >= 0) raft.reads.splice(place, 1);
}

/** Drops the reads of this round and before: no majority has answered them. A follower that still waits asks again. */
export function abandonReads(raft: RaftState, round: number): void {
  const waiting = raft.reads.findIndex((read) => read.round > round);
  raft.reads.splice(0, waiting < 0 ? raft.reads.length : waiting);
}

/** A follower asks for the index on behalf of its client. Null if it knows no leader. */
export function readIndexFrom(raft: RaftState, readId: number): ReadIndex | null {
  const { id: from, leader: to, currentTerm: term } = raft;
  return to === null || to === from ? null : { type: 'ReadIndex', from, to, term, readId };
}

/**
 * The leader begins a member's read; copies of the request are ignored. The answer is 0 (no index) at once from a server that
 * does not lead, and to a server outside the configuration, which would never apply the index.
 */
export function handleReadIndex(raft: RaftState, { from, readId }: ReadIndex): ReadIndexReply | null {
  if (raft.role !== 'leader' || !isMember(configurationOf(raft), from))
    return readReply(raft, { from, readId, readIndex: 0 });
  const isPending = raft.reads.some((read) => read.from === from && read.readId === readId);
  if (!isPending) startRead(raft, from, readId);
  return null;
}

/** Tells the server that asked. */
export function readReply(
  raft: RaftState,
  { from: to, readId, readIndex }: Pick<PendingRead, 'from' | 'readId' | 'readIndex'>,
): ReadIndexReply {
  return { type: 'ReadIndexReply', from: raft.id, to, term: raft.currentTerm, readId, readIndex };
}
