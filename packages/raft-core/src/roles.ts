// The three transitions of Figure 4: what changes in a server when its role does. When they happen is decided by the
// rules of election and replication.

import type { Term } from './messages.ts';
import type { RaftState, Role } from './state.ts';

/** Figure 2, "All Servers": whoever sees a newer term follows in it. The vote belongs to its term and goes with it. */
export function becomeFollower(raft: RaftState, term: Term): void {
  if (term > raft.currentTerm) {
    raft.currentTerm = term;
    raft.votedFor = null; // in the same term the vote stays: it has been given
    raft.leader = null;
  }
  if (raft.role !== 'follower') enterRole(raft, 'follower');
}

/** Figure 2, "Candidates": a new term, and the vote for oneself. */
export function becomeCandidate(raft: RaftState): void {
  raft.currentTerm += 1;
  raft.votedFor = raft.id;
  raft.leader = null;
  raft.heard += 1;
  enterRole(raft, 'candidate');
}

/** Figure 2, "Volatile state on leaders": reinitialized after election. */
export function becomeLeader(raft: RaftState): void {
  raft.leader = raft.id;
  enterRole(raft, 'leader');
  const nextIndex = raft.log.lastIndex + 1;
  for (const id of raft.servers)
    raft.progress.set(id, { nextIndex, matchIndex: 0, pipelining: false, asking: false });
}

function enterRole(raft: RaftState, role: Role): void {
  raft.role = role;
  raft.votesGranted.clear();
  raft.votesRefused.clear();
  raft.progress.clear();
  raft.emit?.({ type: 'role', server: raft.id, term: raft.currentTerm, role });
}
