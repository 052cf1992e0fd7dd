// The transitions of Figure 4: what changes in a server when its role does. When they happen is decided by the rules of
// election and replication.

import { bytesIn } from './commands.ts';
import { followMembers } from './membership.ts';
import type { Term } from './messages.ts';
import type { RaftState, Role } from './state.ts';

/** Figure 2, "All Servers": whoever sees a newer term follows in it. The vote belongs to its term and goes with it. */
export function becomeFollower(raft: RaftState, term: Term): void {
  if (term > raft.currentTerm) {
    raft.currentTerm = term;
    raft.votedFor = null; // in the same term the vote stays: it has been given
    raft.leader = null;
    raft.leaderIsFresh = false;
  }
  if (raft.role !== 'follower') enterRole(raft, 'follower');
}

/** Asks before it stands: neither the term nor the vote change for it (dissertation §9.6). */
export function becomePreCandidate(raft: RaftState): void {
  forgetLeader(raft);
  enterRole(raft, 'pre-candidate');
}

/** Figure 2, "Candidates": a new term, and the vote for oneself. */
export function becomeCandidate(raft: RaftState): void {
  raft.currentTerm += 1;
  raft.votedFor = raft.id;
  forgetLeader(raft);
  enterRole(raft, 'candidate');
}

/** A server that may not stand has heard nothing for an election timeout: its leader is unknown, and its clients are told. */
export function becomeFollowerOfNone(raft: RaftState): void {
  becomeFollower(raft, raft.currentTerm);
  forgetLeader(raft);
}

function forgetLeader(raft: RaftState): void {
  raft.leader = null;
  raft.leaderIsFresh = false;
  raft.heard += 1;
}

/** Figure 2, "Volatile state on leaders": reinitialized after election. */
export function becomeLeader(raft: RaftState): void {
  raft.leader = raft.id;
  enterRole(raft, 'leader');
  raft.firstOfTerm = raft.log.lastIndex + 1;
  raft.uncommittedBytes = bytesIn(raft.log.slice(raft.commitIndex + 1));
  raft.round = 0;
  followMembers(raft);
}

function enterRole(raft: RaftState, role: Role): void {
  raft.role = role;
  raft.votesGranted.clear();
  raft.votesRefused.clear();
  raft.progress.clear();
  raft.reads.length = 0;
  raft.transferee = null;
  raft.leadershipTransfer = false;
  raft.emit?.({ type: 'role', server: raft.id, term: raft.currentTerm, role });
}
