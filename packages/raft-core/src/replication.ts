// Log replication (§5.3): Figure 2, its box "AppendEntries RPC" on both sides, and the leader's rules. Entries are sent in
// batches and ahead of their acknowledgements; a follower that refuses says where its log stands (fast backup).

import { advanceCommitIndex, commitUpTo } from './commitment.ts';
import { NotLeader } from './errors.ts';
import type { AppendEntries, AppendEntriesReply, Command, Entry, LogIndex, ServerId } from './messages.ts';
import { becomeFollower } from './roles.ts';
import type { Progress, RaftState } from './state.ts';

/** Figure 2, "Leaders": a command from a client is appended to the local log. @throws NotLeader on any other server. */
export function propose(raft: RaftState, command: Command): LogIndex {
  if (raft.role !== 'leader') throw new NotLeader(raft.id, raft.leader);
  const index = raft.log.append({ term: raft.currentTerm, command });
  raft.emit?.({
    type: 'append',
    server: raft.id,
    term: raft.currentTerm,
    firstIndex: index,
    lastIndex: index,
  });
  return index;
}

/**
 * Figure 2, "Leaders": if last log index ≥ nextIndex for a follower, send AppendEntries from nextIndex on. Null when
 * there is nothing to send, or the follower owes too many answers.
 */
export function appendEntriesTo(raft: RaftState, peer: ServerId): AppendEntries | null {
  const progress = raft.progress.get(peer);
  if (progress === undefined || !maySend(raft, progress)) return null;
  const { nextIndex } = progress;
  const last = Math.min(raft.log.lastIndex, lastAllowed(raft, progress));
  if (progress.pipelining) progress.nextIndex = last + 1;
  else progress.asking = true;
  return appendEntries(raft, peer, nextIndex, raft.log.slice(nextIndex, last));
}

function maySend(raft: RaftState, progress: Progress): boolean {
  if (raft.log.lastIndex < progress.nextIndex) return false;
  return progress.pipelining ? progress.nextIndex <= lastAllowed(raft, progress) : !progress.asking;
}

/** The last index that may go with the next message: so much fits in one, and so much may be under way. */
function lastAllowed({ settings }: RaftState, { nextIndex, matchIndex, pipelining }: Progress): LogIndex {
  const fits = nextIndex - 1 + settings.maxEntriesPerMessage;
  return pipelining ? Math.min(fits, matchIndex + settings.maxEntriesInFlight) : fits;
}

/** Figure 2, "Leaders": an AppendEntries without entries, sent in idle periods too, so that no election starts (§5.2). */
export function heartbeatTo(raft: RaftState, peer: ServerId): AppendEntries | null {
  const progress = raft.progress.get(peer);
  return progress === undefined ? null : appendEntries(raft, peer, progress.nextIndex, []);
}

function appendEntries(raft: RaftState, to: ServerId, nextIndex: LogIndex, entries: Entry[]): AppendEntries {
  return {
    type: 'AppendEntries',
    from: raft.id,
    to,
    term: raft.currentTerm,
    prevLogIndex: nextIndex - 1,
    prevLogTerm: raft.log.termAt(nextIndex - 1),
    entries,
    leaderCommit: raft.commitIndex,
  };
}

/** Figure 2, "AppendEntries RPC", receiver implementation 1 to 5. */
export function handleAppendEntries(raft: RaftState, request: AppendEntries): AppendEntriesReply {
  if (request.term < raft.currentTerm) return refuse(raft, request); // 1. §5.1
  becomeFollower(raft, request.term);
  raft.leader = request.from;
  raft.heard += 1;
  if (!raft.log.matches(request.prevLogIndex, request.prevLogTerm)) return refuse(raft, request); // 2. §5.3
  storeEntries(raft, request); // 3. and 4.
  const matchIndex = request.prevLogIndex + request.entries.length;
  commitUpTo(raft, Math.min(request.leaderCommit, matchIndex)); // 5. no further than what is known to match
  return reply(raft, request, { success: true, matchIndex, conflictTerm: 0, conflictIndex: 0 });
}

/** 3. An existing entry that conflicts goes with all that follow it. 4. Append what is not already there. §5.3 */
function storeEntries(raft: RaftState, { prevLogIndex, entries }: AppendEntries): void {
  let known = 0;
  while (known < entries.length && raft.log.matches(prevLogIndex + known + 1, entries[known]!.term))
    known += 1;
  if (known === entries.length) return; // nothing new: what follows in the log may be newer than this request
  const firstIndex = prevLogIndex + known + 1;
  if (firstIndex <= raft.log.lastIndex) {
    raft.log.truncateFrom(firstIndex);
    raft.stable.lastIndex = Math.min(raft.stable.lastIndex, firstIndex - 1);
  }
  for (let i = known; i < entries.length; i++) raft.log.append(entries[i]!);
  const { id: server, currentTerm: term } = raft;
  raft.emit?.({ type: 'append', server, term, firstIndex, lastIndex: raft.log.lastIndex });
}

/** A refusal says where the logs may agree: the first index of the term in conflict, or the end of the log (§5.3). */
function refuse(raft: RaftState, request: AppendEntries): AppendEntriesReply {
  const { log } = raft;
  if (request.prevLogIndex > log.lastIndex)
    return reply(raft, request, {
      success: false,
      matchIndex: 0,
      conflictTerm: 0,
      conflictIndex: log.lastIndex + 1,
    });
  const conflictTerm = log.termAt(request.prevLogIndex);
  const conflictIndex = log.firstIndexOf(conflictTerm);
  return reply(raft, request, { success: false, matchIndex: 0, conflictTerm, conflictIndex });
}

type Verdict = Pick<AppendEntriesReply, 'success' | 'matchIndex' | 'conflictTerm' | 'conflictIndex'>;

function reply(
  raft: RaftState,
  { from: to, prevLogIndex }: AppendEntries,
  verdict: Verdict,
): AppendEntriesReply {
  return { type: 'AppendEntriesReply', from: raft.id, to, term: raft.currentTerm, prevLogIndex, ...verdict };
}

/** Figure 2, "Leaders": after success, move nextIndex and matchIndex on; after a refusal, nextIndex back and try again. */
export function handleAppendEntriesReply(raft: RaftState, reply: AppendEntriesReply): void {
  if (reply.term > raft.currentTerm) becomeFollower(raft, reply.term);
  const progress = raft.progress.get(reply.from);
  if (reply.term < raft.currentTerm || progress === undefined) return; // the answer to a leader that is no more
  if (reply.success) acknowledged(raft, progress, reply.matchIndex);
  else if (!isStale(progress, reply)) refused(raft, progress, reply);
}

/** Answers can overtake each other: what is known to match never shrinks. */
function acknowledged(raft: RaftState, progress: Progress, matchIndex: LogIndex): void {
  progress.pipelining = true;
  progress.asking = false;
  progress.nextIndex = Math.max(progress.nextIndex, matchIndex + 1);
  if (matchIndex <= progress.matchIndex) return;
  progress.matchIndex = matchIndex;
  if (matchIndex > raft.commitIndex) advanceCommitIndex(raft);
}

/** A refusal tells nothing new if it answers another question than the last, or one that has been answered since. */
function isStale(progress: Progress, { prevLogIndex }: AppendEntriesReply): boolean {
  return progress.pipelining ? prevLogIndex <= progress.matchIndex : prevLogIndex !== progress.nextIndex - 1;
}

/** Back to where the logs may agree: past the leader's own entries of the term in conflict, or before all of that term. */
function refused(raft: RaftState, progress: Progress, reply: AppendEntriesReply): void {
  const lastOfTerm = reply.conflictTerm === 0 ? 0 : raft.log.lastIndexOf(reply.conflictTerm);
  const shared = lastOfTerm > 0 && lastOfTerm < reply.prevLogIndex;
  progress.pipelining = false;
  progress.asking = false;
  progress.nextIndex = Math.max(progress.matchIndex + 1, shared ? lastOfTerm + 1 : reply.conflictIndex);
}
