// Leadership transfer (dissertation §3.10): the leader takes no more proposals, brings its successor's log up to its own,
// and tells it to stand at once. If that takes too long the leader goes on as before.

import { NotLeader, TransferRefused } from './errors.ts';
import type { ServerId, TimeoutNow } from './messages.ts';
import type { Progress } from './progress.ts';
import type { RaftState } from './state.ts';

/** Begins to hand the leadership over. @throws NotLeader; TransferRefused for a server that is no voter, or while another is under way */
export function startTransfer(raft: RaftState, transferee: ServerId): void {
  if (raft.role !== 'leader') throw new NotLeader(raft.id, raft.leader);
  if (raft.transferee !== null)
    throw new TransferRefused(`server ${raft.transferee} is about to lead: ask again later`);
  const progress = raft.progress.get(transferee);
  if (!progress?.voter) throw new TransferRefused(`server ${transferee} is no voter: only a voter can lead`);
  if (transferee !== raft.id) raft.transferee = transferee;
}

/** The last word to the successor, once it has all that the leader has; the runtime sends it again until it has effect. */
export function timeoutNowTo(raft: RaftState, to: ServerId, progress: Progress): TimeoutNow | null {
  if (raft.transferee !== to || progress.matchIndex < raft.log.lastIndex || progress.asking) return null;
  progress.asking = true; // said once; an answer to a heartbeat lets it be said again
  return { type: 'TimeoutNow', from: raft.id, to, term: raft.currentTerm };
}

/** To be called when an election timeout has passed since the transfer began: the leader serves again. */
export function abandonTransfer(raft: RaftState): void {
  raft.transferee = null;
}
