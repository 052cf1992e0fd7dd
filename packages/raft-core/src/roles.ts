// The role transitions of Figure 4. The rules of election and replication decide when they happen.

import { bytesIn } from './commands.ts';
import type { Role, Term } from './ids.ts';
import { followMembers } from './membership.ts';
import type { RaftState } from './state.ts';

/** Figure 2, "All Servers": a newer term converts to follower. The vote belongs to its term and is cleared with it. */
export function becomeFollower(raft: RaftState, term: Term): void {
  if (term > raft.currentTerm) {
    raft.currentTerm = term;
    raft.votedFor = null; // kept within a term: a vote cannot be withdrawn
    raft.leader = null;
    raft.leaderIsFresh = false;
  }
  if (raft.role !== 'follower') enterRole(raft, 'follower');
}

/** PreVote changes neither the term nor the vote (dissertation §9.6). */
export function becomePreCandidate(raft: RaftState): void {
  forgetLeader(raft);
  enterRole(raft, 'pre-candidate');
}

/** Figure 2, "Candidates": increment currentTerm, vote for self. */
export function becomeCandidate(raft: RaftState): void {
  raft.currentTerm += 1;
  raft.votedFor = raft.id;
  forgetLeader(raft);
  enterRole(raft, 'candidate');
}

/** A server that is not promotable forgets a leader that it has not heard for an election timeout. */
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
