// Leadership transfer (dissertation §3.10): the leader stops taking proposals, brings the transferee's log up to date, and
// sends it TimeoutNow. If the transfer takes longer than an election timeout, the leader resumes.

import { NotLeader, TransferRefused } from './errors.ts';
import type { ServerId } from './ids.ts';
import type { TimeoutNow } from './messages.ts';
import type { Progress } from './progress.ts';
import type { RaftState } from './state.ts';

/** @throws NotLeader; TransferRefused for a non-voter, or while another transfer is under way */
export function startTransfer(raft: RaftState, transferee: ServerId): void {
  if (raft.role !== 'leader') throw new NotLeader(raft.id, raft.leader);
  if (raft.transferee !== null)
    throw new TransferRefused(`server ${raft.transferee} is about to lead: ask again later`);
  const progress = raft.progress.get(transferee);
  if (!progress?.voter) throw new TransferRefused(`server ${transferee} is no voter: only a voter can lead`);
  if (transferee !== raft.id) raft.transferee = transferee;
}

/** TimeoutNow for a transferee whose log matches the leader's, or null. Sent again until it takes effect. */
export function timeoutNowTo(raft: RaftState, to: ServerId, progress: Progress): TimeoutNow | null {
  if (raft.transferee !== to || progress.matchIndex < raft.log.lastIndex || progress.probeSent) return null;
  progress.probeSent = true; // a reply to a heartbeat allows the next one
  return { type: 'TimeoutNow', from: raft.id, to, term: raft.currentTerm };
}

/** To be called once an election timeout has passed since the transfer began: the leader takes proposals again. */
export function abandonTransfer(raft: RaftState): void {
  raft.transferee = null;
}
