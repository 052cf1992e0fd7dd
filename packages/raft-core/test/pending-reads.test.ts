// Pending reads of members: a repeated request is found without a search, and forgotten once it is answered.

import { expect, it } from 'vitest';
import { markStable, unstableState } from '../src/durability.ts';
import { startElection } from '../src/election.ts';
import { confirmedReads } from '../src/reads.ts';
import { receive } from '../src/receive.ts';
import { settings } from '../src/settings.ts';
import { newRaft, type RaftState } from '../src/state.ts';

/** Server 1 of three, leading term 1. */
function leader(): RaftState {
  const raft = newRaft(1, settings({ servers: 3, preVote: false, checkQuorum: false }));
  startElection(raft);
  receive(raft, { type: 'RequestVoteReply', from: 2, to: 1, term: 1, voteGranted: true });
  markStable(raft, unstableState(raft)!);
  return raft;
}

/** Server 2 asks for a read index. */
function ask(raft: RaftState, readId: number): void {
  receive(raft, { type: 'ReadIndex', from: 2, to: 1, term: raft.currentTerm, readId });
}

/** Server 2 answers the newest round. */
function answerRound(raft: RaftState): void {
  const { currentTerm: term, round } = raft;
  const reply = { type: 'AppendEntriesReply', from: 2, to: 1, term, success: true, prevLogIndex: 0 } as const;
  receive(raft, { ...reply, matchIndex: 1, conflictTerm: 0, conflictIndex: 0, round });
}

it('a repeated request is pending once, and starts anew after its answer, which may be lost', () => {
  const raft = leader();
  for (const readId of [7, 8, 7]) ask(raft, readId);
  expect(raft.reads.map(({ readId }) => readId)).toEqual([7, 8]);
  answerRound(raft);
  expect(confirmedReads(raft).map(({ readId }) => readId)).toEqual([7, 8]);
  ask(raft, 7);
  expect(raft.reads.map(({ readId }) => readId)).toEqual([7]);
});

it('ten times as many reads take less than forty times as long', () => {
  const elapsed = (count: number) => {
    const raft = leader();
    const start = performance.now();
    for (let readId = 1; readId <= count; readId++) ask(raft, readId);
    for (let readId = 1; readId <= count; readId++) ask(raft, readId);
    answerRound(raft);
    expect(confirmedReads(raft)).toHaveLength(count);
    return performance.now() - start;
  };
  elapsed(4_000); // warm-up
  const few = Math.min(...[1, 2, 3].map(() => elapsed(4_000)));
  const many = Math.min(...[1, 2, 3].map(() => elapsed(40_000)));
  expect(many / few).toBeLessThan(40);
});
