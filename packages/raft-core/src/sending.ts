// What a leader sends to one server, and when it may: entries, a snapshot where the log no longer reaches back, a
// heartbeat, the last word to a successor.

import type { AppendEntries, InstallSnapshot, ServerId, TimeoutNow } from './messages.ts';
import type { Progress } from './progress.ts';
import { appendEntries, appendEntriesTo } from './replication.ts';
import { snapshotAgainTo, snapshotTo } from './snapshot.ts';
import { mayLead, type RaftState } from './state.ts';
import { timeoutNowTo } from './transfer.ts';

/** What to send to another server now: entries, a snapshot where the log no longer reaches back, a last word; or null. */
export function nextMessageTo(
  raft: RaftState,
  peer: ServerId,
): AppendEntries | InstallSnapshot | TimeoutNow | null {
  const progress = followerProgress(raft, peer);
  if (progress === null) return null;
  if (progress.nextIndex <= raft.log.snapshotIndex)
    return progress.asking ? null : snapshotTo(raft, peer, progress);
  return appendEntriesTo(raft, peer, progress) ?? timeoutNowTo(raft, peer, progress);
}

/** Figure 2, "Leaders": an AppendEntries without entries, sent in idle periods too, so that no election starts (§5.2). */
export function heartbeatTo(raft: RaftState, peer: ServerId): AppendEntries | InstallSnapshot | null {
  const progress = followerProgress(raft, peer);
  if (progress === null) return null;
  if (progress.nextIndex <= raft.log.snapshotIndex) return snapshotAgainTo(raft, peer, progress);
  return appendEntries(raft, peer, progress.nextIndex, []);
}

/** The leader's question whether it still leads (dissertation §6.4): a heartbeat that never carries a chunk of a snapshot. */
export function roundTo(raft: RaftState, peer: ServerId): AppendEntries | null {
  const progress = followerProgress(raft, peer);
  if (progress === null) return null;
  return appendEntries(raft, peer, Math.max(progress.nextIndex, raft.log.firstIndex), []);
}

/** What a leader that may speak knows of another member; null otherwise. */
function followerProgress(raft: RaftState, peer: ServerId): Progress | null {
  return peer === raft.id || !mayLead(raft) ? null : (raft.progress.get(peer) ?? null);
}
