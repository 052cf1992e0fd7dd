// Overdue requests: those without an answer or progress for two election timeouts.

import { expect, it } from 'vitest';
import { markStable, unstableState } from '../src/durability.ts';
import { startElection } from '../src/election.ts';
import { Expiry } from '../src/expiry.ts';
import { propose } from '../src/proposal.ts';
import { startRead } from '../src/reads.ts';
import { receive } from '../src/receive.ts';
import { settings } from '../src/settings.ts';
import { newRaft, type RaftState } from '../src/state.ts';

const nothing = { proposal: 0, request: 0, read: 0, unapplied: 0 };

/** Server 1 of three, leading term 1 with its first entry, which is unacknowledged. */
function leader(): RaftState {
  const raft = newRaft(1, settings({ servers: 3, preVote: false, checkQuorum: false }));
  startElection(raft);
  receive(raft, { type: 'RequestVoteReply', from: 2, to: 1, term: 1, voteGranted: true });
  markStable(raft, unstableState(raft)!);
  return raft;
}

function acknowledge(raft: RaftState, matchIndex: number): void {
  const { currentTerm: term, round } = raft;
  const conflict = { conflictTerm: 0, conflictIndex: 0 };
  const reply = { type: 'AppendEntriesReply', from: 2, to: 1, term, success: true, prevLogIndex: 0 } as const;
  receive(raft, { ...reply, matchIndex, ...conflict, round });
}

it('nothing is overdue before the third look', () => {
  const [raft, expiry] = [leader(), new Expiry()];
  expect(expiry.look(raft, 7)).toEqual(nothing);
  expect(expiry.look(raft, 7)).toEqual(nothing);
  expect(expiry.look(raft, 7)).toEqual({ proposal: 1, request: 7, read: 7, unapplied: 7 });
});

it('what came after the last look but one is given its time', () => {
  const [raft, expiry] = [leader(), new Expiry()];
  expiry.look(raft, 7);
  propose(raft, { type: 'register' });
  expiry.look(raft, 8);
  expect(expiry.look(raft, 9)).toEqual({ proposal: 1, request: 7, read: 7, unapplied: 7 });
  expect(expiry.look(raft, 9)).toMatchObject({ proposal: 2, read: 8 });
});

it('progress keeps proposals, forwarded commands and reads with an index from being overdue', () => {
  const [raft, expiry] = [leader(), new Expiry()];
  for (let index = 2; index <= 6; index++) {
    propose(raft, { type: 'register' });
    markStable(raft, unstableState(raft)!);
    acknowledge(raft, index - 1);
    const { proposal, request, unapplied } = expiry.look(raft, index);
    expect({ proposal, request, unapplied }).toEqual({ proposal: 0, request: 0, unapplied: 0 });
  }
});

it('a forwarded command is overdue once all is applied that was there at the look after it', () => {
  const [raft, expiry] = [leader(), new Expiry()];
  expiry.look(raft, 7);
  acknowledge(raft, 1);
  expiry.look(raft, 7);
  raft.lastApplied = raft.commitIndex;
  expect(expiry.look(raft, 7)).toMatchObject({ proposal: 0, request: 7 });
});

it('a leader drops the reads that no majority has answered for two looks', () => {
  const [raft, expiry] = [leader(), new Expiry()];
  startRead(raft, 1, 1);
  expiry.look(raft, 1);
  startRead(raft, 1, 2);
  expiry.look(raft, 2);
  expiry.look(raft, 2);
  expect(raft.reads.map(({ readId }) => readId)).toEqual([2]);
});

it('a newer term counts its own entries and rounds', () => {
  const [raft, expiry] = [leader(), new Expiry()];
  expiry.look(raft, 7);
  raft.currentTerm += 1;
  expiry.look(raft, 7);
  expect(expiry.look(raft, 7)).toMatchObject({ proposal: 0, read: 7 });
});
