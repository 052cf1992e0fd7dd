// The messages from a leader to one member: entries, a snapshot where the log has been compacted, a heartbeat, TimeoutNow.

import type { ServerId } from './ids.ts';
import type { AppendEntries, InstallSnapshot, TimeoutNow } from './messages.ts';
import type { Progress } from './progress.ts';
import { appendEntries, appendEntriesTo } from './replication.ts';
import { snapshotAgainTo, snapshotTo } from './snapshot.ts';
import { mayLead, type RaftState } from './state.ts';
import { timeoutNowTo } from './transfer.ts';

/** The message due to a member: a snapshot chunk if its entries are compacted, else entries, else TimeoutNow, else null. */
export function nextMessageTo(
  raft: RaftState,
  peer: ServerId,
): AppendEntries | InstallSnapshot | TimeoutNow | null {
  const progress = followerProgress(raft, peer);
  if (progress === null) return null;
  if (progress.nextIndex <= raft.log.snapshotIndex)
    return progress.probeSent ? null : snapshotTo(raft, peer, progress);
  return appendEntriesTo(raft, peer, progress) ?? timeoutNowTo(raft, peer, progress);
}

/** Figure 2, "Leaders": an AppendEntries without entries, sent in idle periods too, so that no election starts (§5.2). */
export function heartbeatTo(raft: RaftState, peer: ServerId): AppendEntries | InstallSnapshot | null {
  const progress = followerProgress(raft, peer);
  if (progress === null) return null;
  if (progress.nextIndex <= raft.log.snapshotIndex) return snapshotAgainTo(raft, peer, progress);
  return appendEntries(raft, peer, progress.nextIndex, []);
}

/** The heartbeat of a leadership confirmation round (dissertation §6.4); never a snapshot chunk. */
export function roundTo(raft: RaftState, peer: ServerId): AppendEntries | null {
  const progress = followerProgress(raft, peer);
  if (progress === null) return null;
  return appendEntries(raft, peer, Math.max(progress.nextIndex, raft.log.firstIndex), []);
}

/** The progress of another member; null unless this server leads and may send. */
function followerProgress(raft: RaftState, peer: ServerId): Progress | null {
  return peer === raft.id || !mayLead(raft) ? null : (raft.progress.get(peer) ?? null);
}
