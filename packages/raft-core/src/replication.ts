// Log replication (§5.3): the box "AppendEntries RPC" of Figure 2, sender and receiver, and the rules for leaders. Entries
// are batched and pipelined; a refusal carries the conflicting term and its first index (fast backup).

import { type Entry, sizeOf } from './commands.ts';
import { advanceCommitIndex, commitUpTo } from './commitment.ts';
import type { LogIndex, ServerId, Term } from './ids.ts';
import type { Snapshot } from './log.ts';
import { adoptConfiguration, forgetConfigurations } from './membership.ts';
import type { AppendEntries, AppendEntriesReply, InstallSnapshot } from './messages.ts';
import { arrived, type Progress, pipeline, probe, sent, widen, windowIsOpen } from './progress.ts';
import { answerRound } from './reads.ts';
import { becomeFollower } from './roles.ts';
import type { RaftState } from './state.ts';

/** Figure 2, "Leaders": if last log index ≥ nextIndex for a follower, send AppendEntries from nextIndex on. */
export function appendEntriesTo(raft: RaftState, peer: ServerId, progress: Progress): AppendEntries | null {
  if (raft.log.lastIndex < progress.nextIndex || !maySend(raft, progress)) return null;
  const { nextIndex } = progress;
  const { entries, bytes } = batchFrom(raft, nextIndex);
  if (progress.pipelining) {
    progress.nextIndex += entries.length;
    sent(progress, progress.nextIndex - 1, bytes);
  } else progress.probeSent = true;
  return appendEntries(raft, peer, nextIndex, entries);
}

function maySend(raft: RaftState, progress: Progress): boolean {
  return progress.pipelining ? windowIsOpen(progress, raft.settings) : !progress.probeSent;
}

/** The entries of one message: at most maxEntriesPerMessage and maxBytesInFlight, but at least one. */
function batchFrom(
  { log, settings }: RaftState,
  firstIndex: LogIndex,
): { readonly entries: Entry[]; readonly bytes: number } {
  const last = Math.min(log.lastIndex, firstIndex - 1 + settings.maxEntriesPerMessage);
  const entries = log.slice(firstIndex, last);
  let bytes = 0;
  for (let count = 0; count < entries.length; count++) {
    const size = sizeOf(entries[count]!);
    if (count > 0 && bytes + size > settings.maxBytesInFlight)
      return { entries: entries.slice(0, count), bytes };
    bytes += size;
  }
  return { entries, bytes };
}

/** An AppendEntries from nextIndex on; without entries it is a heartbeat. */
export function appendEntries(
  raft: RaftState,
  to: ServerId,
  nextIndex: LogIndex,
  entries: Entry[],
): AppendEntries {
  const { id: from, currentTerm: term, commitIndex: leaderCommit, round } = raft;
  const prevLogIndex = nextIndex - 1;
  const prevLogTerm = raft.log.termAt(prevLogIndex);
  return { type: 'AppendEntries', from, to, term, prevLogIndex, prevLogTerm, entries, leaderCommit, round };
}

/** Figure 2, "AppendEntries RPC", receiver implementation 1 to 5. */
export function handleAppendEntries(raft: RaftState, request: AppendEntries): AppendEntriesReply {
  if (request.term < raft.currentTerm) return refusal(raft, request, 0, 1); // 1. §5.1
  followLeader(raft, request);
  if (request.prevLogIndex < raft.log.snapshotIndex) return alreadyCovered(raft, request);
  if (!raft.log.matches(request.prevLogIndex, request.prevLogTerm)) return refuse(raft, request); // 2. §5.3
  storeEntries(raft, request); // 3. and 4.
  const matchIndex = request.prevLogIndex + request.entries.length;
  commitUpTo(raft, Math.min(request.leaderCommit, matchIndex)); // 5. up to the last new entry
  return success(raft, request, matchIndex);
}

/** Figure 2, "Followers" and "Candidates": a message from the leader of this term or a newer one. */
export function followLeader(raft: RaftState, { term, from }: AppendEntries | InstallSnapshot): void {
  becomeFollower(raft, term);
  raft.leader = from;
  raft.leaderIsFresh = true;
  raft.heard += 1;
}

/** Compacted entries are committed and therefore match; the leader continues after them (§7). */
function alreadyCovered(raft: RaftState, request: AppendEntries): AppendEntriesReply {
  return success(raft, request, raft.log.snapshotIndex);
}

/** 3. Delete a conflicting entry and all that follow it. 4. Append entries not already in the log. §5.3 */
function storeEntries(raft: RaftState, { prevLogIndex, entries }: AppendEntries): void {
  let known = 0;
  while (known < entries.length && raft.log.matches(prevLogIndex + known + 1, entries[known]!.term))
    known += 1;
  if (known === entries.length) return; // nothing new: later entries in the log may come from a newer request
  const firstIndex = prevLogIndex + known + 1;
  if (firstIndex <= raft.log.lastIndex) truncateFrom(raft, firstIndex);
  for (let i = known; i < entries.length; i++) {
    const index = raft.log.append(entries[i]!);
    adoptConfiguration(raft, index, entries[i]!);
  }
  if (raft.emit === null) return;
  const { id: server, currentTerm: term } = raft;
  const terms = entries.slice(known).map((entry) => entry.term);
  raft.emit({ type: 'append', server, term, firstIndex, lastIndex: raft.log.lastIndex, terms });
}

function truncateFrom(raft: RaftState, index: LogIndex): void {
  raft.log.truncateFrom(index);
  raft.stable.lastIndex = Math.min(raft.stable.lastIndex, index - 1);
  raft.stable.truncations += 1;
  forgetConfigurations(raft, index);
}

/** A refusal says where the logs may agree: the first index of the conflicting term, or the end of the log (§5.3). */
function refuse(raft: RaftState, request: AppendEntries): AppendEntriesReply {
  const { log } = raft;
  if (request.prevLogIndex > log.lastIndex) return refusal(raft, request, 0, log.lastIndex + 1);
  const conflictTerm = log.termAt(request.prevLogIndex);
  return refusal(raft, request, conflictTerm, log.firstIndexOf(conflictTerm));
}

function refusal(
  raft: RaftState,
  request: AppendEntries,
  conflictTerm: Term,
  conflictIndex: LogIndex,
): AppendEntriesReply {
  return { ...success(raft, request, 0), success: false, conflictTerm, conflictIndex };
}

function success(raft: RaftState, request: AppendEntries, matchIndex: LogIndex): AppendEntriesReply {
  const { from: to, prevLogIndex } = request;
  const { id: from, currentTerm: term } = raft;
  const round = request.term === term ? request.round : 0; // rounds are counted per term
  const conflict = { conflictTerm: 0, conflictIndex: 0 };
  return {
    type: 'AppendEntriesReply',
    from,
    to,
    term,
    success: true,
    prevLogIndex,
    matchIndex,
    ...conflict,
    round,
  };
}

/** Figure 2, "Leaders": on success, advance nextIndex and matchIndex; on refusal, move nextIndex back and retry. */
export function handleAppendEntriesReply(raft: RaftState, reply: AppendEntriesReply): void {
  const progress = answered(raft, reply);
  if (progress === null) return;
  if (reply.success) acknowledged(raft, progress, reply.matchIndex);
  else if (!isStale(progress, reply)) refused(raft, progress, reply);
}

/** The progress of a member that answers this leader in this term; null for any other answer. */
export function answered(
  raft: RaftState,
  { term, from, round }: { term: number; from: ServerId; round: number },
): Progress | null {
  if (term > raft.currentTerm) becomeFollower(raft, term);
  const progress = raft.progress.get(from);
  if (term < raft.currentTerm || progress === undefined) return null; // an answer to an earlier leadership, or from a non-member
  progress.active = true;
  answerRound(raft, progress, round);
  return progress;
}

/**
 * Replies can be reordered: matchIndex never decreases, a snapshot transfer is not restarted, and only the answer to a probe
 * ends it. If older acknowledgements ended it too, each refusal in flight would have the same entries sent again.
 */
export function acknowledged(raft: RaftState, progress: Progress, matchIndex: LogIndex): void {
  if (progress.pendingSnapshot !== null && matchIndex < goesOnFrom(raft, progress.pendingSnapshot.snapshot))
    return;
  if (progress.pipelining || matchIndex >= progress.nextIndex - 1) pipeline(progress, matchIndex + 1);
  if (matchIndex <= progress.matchIndex) return;
  arrived(progress, matchIndex);
  if (progress.pipelining) widen(progress, raft.settings);
  if (progress.voter) raft.matched.raise(progress.matchIndex, matchIndex);
  progress.matchIndex = matchIndex;
  if (matchIndex > raft.commitIndex) advanceCommitIndex(raft);
}

/** The matchIndex at which a transfer ends: the log continues from there, or the snapshot is installed. */
function goesOnFrom({ log }: RaftState, { lastIncludedIndex }: Snapshot): LogIndex {
  return Math.min(log.snapshotIndex, lastIncludedIndex);
}

/**
 * Whether a refusal answers a probe other than the newest, or one that was acknowledged since. A server that has lost its
 * disk refuses entries that it acknowledged: it is probed again with each heartbeat, not at full speed.
 */
function isStale(progress: Progress, { prevLogIndex }: AppendEntriesReply): boolean {
  if (prevLogIndex <= progress.matchIndex) return true;
  return !progress.pipelining && prevLogIndex !== progress.nextIndex - 1;
}

/** Moves nextIndex back: past the leader's entries of the conflicting term, or before all of that term. */
function refused(raft: RaftState, progress: Progress, reply: AppendEntriesReply): void {
  const lastOfTerm = reply.conflictTerm === 0 ? 0 : raft.log.lastIndexOf(reply.conflictTerm);
  const isShared = lastOfTerm > 0 && lastOfTerm < reply.prevLogIndex;
  probe(progress, Math.max(progress.matchIndex + 1, isShared ? lastOfTerm + 1 : reply.conflictIndex));
}
