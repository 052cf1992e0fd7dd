// Leader election (§5.2, §5.4.1): Figure 2, its box "RequestVote RPC" on both sides.

import type { RequestVote, RequestVoteReply, ServerId } from './messages.ts';
import { propose } from './replication.ts';
import { becomeCandidate, becomeFollower, becomeLeader } from './roles.ts';
import { majority, peersOf, type RaftState } from './state.ts';

/** Figure 2, "Candidates": on conversion to candidate, start election. Returns what to ask of every other server. */
export function startElection(raft: RaftState): RequestVote[] {
  becomeCandidate(raft);
  const { id: from, currentTerm: term } = raft;
  const { lastIndex: lastLogIndex, lastTerm: lastLogTerm } = raft.log;
  countVote(raft, from, true);
  return peersOf(raft).map((to) => ({ type: 'RequestVote', from, to, term, lastLogIndex, lastLogTerm }));
}

/** Figure 2, "RequestVote RPC", receiver implementation 1 and 2. */
export function handleRequestVote(raft: RaftState, request: RequestVote): RequestVoteReply {
  if (request.term > raft.currentTerm) becomeFollower(raft, request.term);
  const voteGranted = mayVoteFor(raft, request);
  if (voteGranted) {
    raft.votedFor = request.from;
    raft.heard += 1; // a vote that was refused must not keep a server from standing itself
  }
  const { id: from, currentTerm: term } = raft;
  raft.emit?.({ type: 'vote', server: from, term, candidate: request.from, voteGranted });
  return { type: 'RequestVoteReply', from, to: request.from, term, voteGranted };
}

function mayVoteFor(raft: RaftState, request: RequestVote): boolean {
  if (request.term < raft.currentTerm) return false; // 1. §5.1
  const free = raft.votedFor === null || raft.votedFor === request.from;
  return free && raft.log.isUpToDate(request.lastLogIndex, request.lastLogTerm); // 2. §5.2, §5.4
}

/** Figure 2, "Candidates": if votes received from majority of servers, become leader. */
export function handleRequestVoteReply(raft: RaftState, reply: RequestVoteReply): void {
  if (reply.term > raft.currentTerm) becomeFollower(raft, reply.term);
  if (reply.term < raft.currentTerm || raft.role !== 'candidate') return; // the answer to an election that is over
  countVote(raft, reply.from, reply.voteGranted);
}

/** Each server counts once, however often its answer arrives. A new leader begins with an entry of its term (§8). */
function countVote(raft: RaftState, voter: ServerId, voteGranted: boolean): void {
  (voteGranted ? raft.votesGranted : raft.votesRefused).add(voter);
  if (raft.votesGranted.size < majority(raft)) return;
  becomeLeader(raft);
  propose(raft, { type: 'noop' });
}

/** Whether a candidate still waits for this server's answer, and so has reason to ask again. */
export function awaitsVote(raft: RaftState, peer: ServerId): boolean {
  return raft.role === 'candidate' && !raft.votesGranted.has(peer) && !raft.votesRefused.has(peer);
}
