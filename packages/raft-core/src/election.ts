// Leader election (§5.2, §5.4.1): the box "RequestVote RPC" of Figure 2, sender and receiver. PreVote, which changes no
// state, comes first (dissertation §9.6), so that a server back from a partition does not disrupt the leader.

import { isVoter } from './configuration.ts';
import type { ServerId } from './ids.ts';
import type { PreVote, PreVoteReply, RequestVote, RequestVoteReply, TimeoutNow } from './messages.ts';
import { appendAsLeader } from './proposal.ts';
import {
  becomeCandidate,
  becomeFollower,
  becomeFollowerOfNone,
  becomeLeader,
  becomePreCandidate,
} from './roles.ts';
import { configurationOf, majority, promotable, type RaftState } from './state.ts';

/** A random timeout for an election timer that starts now (ms), uniform in the range, so that split votes are rare (§5.2). */
export function randomElectionTimeout(raft: RaftState, random: () => number): number {
  const [min, max] = raft.settings.electionTimeout;
  const electionTimeout = min + random() * (max - min);
  raft.emit?.({ type: 'timer', server: raft.id, term: raft.currentTerm, electionTimeout });
  return electionTimeout;
}

/** Figure 2, "Followers" and "Candidates": the election timeout has elapsed. */
export function startElection(raft: RaftState): void {
  if (raft.role === 'leader') return;
  if (!promotable(raft)) becomeFollowerOfNone(raft);
  else if (raft.settings.preVote) preCampaign(raft);
  else campaign(raft);
}

function preCampaign(raft: RaftState): void {
  becomePreCandidate(raft);
  countVote(raft, raft.id, true);
}

/** Figure 2, "Candidates": on conversion to candidate, start election. */
function campaign(raft: RaftState): void {
  becomeCandidate(raft);
  countVote(raft, raft.id, true);
}

/** Starts an election at once, without PreVote, at the leader's request (dissertation §3.10). */
export function handleTimeoutNow(raft: RaftState, { term }: TimeoutNow): void {
  if (term < raft.currentTerm || raft.role === 'leader' || !promotable(raft)) return;
  becomeFollower(raft, term);
  becomeCandidate(raft);
  raft.leadershipTransfer = true;
  countVote(raft, raft.id, true);
}

/** The vote request due to another server; null if none is, or it has answered. */
export function voteRequestTo(raft: RaftState, to: ServerId): PreVote | RequestVote | null {
  if (!isVoter(configurationOf(raft), to) || raft.votesGranted.has(to) || raft.votesRefused.has(to))
    return null;
  const { id: from, currentTerm: term, leadershipTransfer } = raft;
  const { lastIndex: lastLogIndex, lastTerm: lastLogTerm } = raft.log;
  if (raft.role === 'pre-candidate')
    return { type: 'PreVote', from, to, term: term + 1, lastLogIndex, lastLogTerm };
  if (raft.role !== 'candidate') return null;
  return { type: 'RequestVote', from, to, term, lastLogIndex, lastLogTerm, leadershipTransfer };
}

/** Whether this server would vote for the candidate in the term to come. */
export function handlePreVote(raft: RaftState, request: PreVote): PreVoteReply {
  const { id: from, currentTerm, log } = raft;
  const voteGranted =
    request.term > currentTerm &&
    !hearsLeader(raft) &&
    log.isUpToDate(request.lastLogIndex, request.lastLogTerm);
  const term = voteGranted ? request.term : currentTerm;
  return { type: 'PreVoteReply', from, to: request.from, term, voteGranted };
}

export function handlePreVoteReply(raft: RaftState, reply: PreVoteReply): void {
  if (!reply.voteGranted && reply.term > raft.currentTerm) becomeFollower(raft, reply.term);
  if (raft.role !== 'pre-candidate') return;
  if (reply.term === raft.currentTerm + (reply.voteGranted ? 1 : 0))
    countVote(raft, reply.from, reply.voteGranted);
}

/** Figure 2, "RequestVote RPC", receiver implementation 1 and 2. */
export function handleRequestVote(raft: RaftState, request: RequestVote): RequestVoteReply {
  if (isDisturbing(raft, request)) return voteReply(raft, request, false);
  if (request.term > raft.currentTerm) becomeFollower(raft, request.term);
  const voteGranted = mayVoteFor(raft, request);
  if (voteGranted) {
    raft.votedFor = request.from;
    raft.heard += 1; // a refused vote must not postpone this server's own election
  }
  return voteReply(raft, request, voteGranted);
}

function voteReply(raft: RaftState, { from: to }: RequestVote, voteGranted: boolean): RequestVoteReply {
  const { id: from, currentTerm: term } = raft;
  raft.emit?.({ type: 'vote', server: from, term, candidate: to, voteGranted });
  return { type: 'RequestVoteReply', from, to, term, voteGranted };
}

function mayVoteFor(raft: RaftState, request: RequestVote): boolean {
  if (request.term < raft.currentTerm) return false; // 1. §5.1
  const free = raft.votedFor === null || raft.votedFor === request.from;
  return free && raft.log.isUpToDate(request.lastLogIndex, request.lastLogTerm); // 2. §5.2, §5.4
}

/** §6: a server with a live leader grants no vote and adopts no newer term, so that a removed server cannot disrupt. */
function isDisturbing(raft: RaftState, { leadershipTransfer }: RequestVote): boolean {
  return raft.settings.checkQuorum && !leadershipTransfer && hearsLeader(raft);
}

/** A leader with checkQuorum counts as hearing a leader while it leads. */
function hearsLeader(raft: RaftState): boolean {
  return raft.role === 'leader' ? raft.settings.checkQuorum : raft.leaderIsFresh;
}

/** To be called once the minimum election timeout has passed since the leader was last heard. */
export function leaderIsSilent(raft: RaftState): void {
  raft.leaderIsFresh = false;
}

/** Figure 2, "Candidates": if votes received from majority of servers, become leader. */
export function handleRequestVoteReply(raft: RaftState, reply: RequestVoteReply): void {
  if (reply.term > raft.currentTerm) becomeFollower(raft, reply.term);
  if (reply.term < raft.currentTerm || raft.role !== 'candidate') return; // an answer to an earlier election
  countVote(raft, reply.from, reply.voteGranted);
}

/** Counts each voter once, copies ignored. A new leader appends an entry of its own term (§8). */
function countVote(raft: RaftState, voter: ServerId, voteGranted: boolean): void {
  if (!isVoter(configurationOf(raft), voter)) return;
  (voteGranted ? raft.votesGranted : raft.votesRefused).add(voter);
  if (raft.votesGranted.size < majority(raft)) return;
  if (raft.role === 'pre-candidate') return campaign(raft);
  becomeLeader(raft);
  appendAsLeader(raft, { type: 'noop' });
}

/**
 * Steps a leader down if no majority has answered since the last call: it could commit nothing, and its clients should ask
 * elsewhere (dissertation §6.2). To be called once per election timeout.
 */
export function checkQuorum(raft: RaftState): void {
  if (raft.role !== 'leader') return;
  let heard = 0;
  for (const [id, progress] of raft.progress) {
    if (progress.voter && (progress.active || id === raft.id)) heard += 1;
    progress.wasActive = progress.active;
    progress.active = false;
  }
  if (!raft.settings.checkQuorum || heard >= majority(raft)) return;
  becomeFollower(raft, raft.currentTerm);
  raft.leader = null;
}
