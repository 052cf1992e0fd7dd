// A leader with a log, a snapshot and messages under way, among peers that send arbitrary replies: impossible replies are
// refused and change nothing, and every message sent afterwards is well-formed. (In properties.test.ts a server seldom leads.)

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkQuorum, leaderIsSilent, startElection, voteRequestTo } from '../src/election.ts';
import { MalformedMessage } from '../src/errors.ts';
import { proposeChange } from '../src/membership-change.ts';
import type { RaftMessage } from '../src/messages.ts';
import { propose } from '../src/proposal.ts';
import { startRead } from '../src/reads.ts';
import { receive } from '../src/receive.ts';
import { heartbeatTo, nextMessageTo, roundTo } from '../src/sending.ts';
import { settings } from '../src/settings.ts';
import { compact } from '../src/snapshot.ts';
import { newRaft, type RaftState } from '../src/state.ts';
import { startTransfer } from '../src/transfer.ts';
import { apply, expectHarmless, picture, write } from './soundness.ts';

type Act = (raft: RaftState) => unknown;

interface Step {
  readonly name: string;
  readonly act: Act;
}

const peers = [2, 3, 4];
const peer = fc.constantFrom(...peers);
const flag = fc.boolean();
/** Places in a log of about ten entries, and some that no log reaches. */
const place = fc.oneof({ weight: 8, arbitrary: fc.nat(14) }, fc.constantFrom(1000, 2 ** 53 - 1));
/** How far a message's term is from the receiver's. */
const leap = fc.oneof(
  { weight: 12, arbitrary: fc.constant(0) },
  fc.constantFrom(-1, 1, 2 ** 31, 2 ** 32, 2 ** 32 + 1),
);
const hugeTerm = fc.constantFrom(2 ** 53 - 1, 2 ** 53 - 2);

const answers = fc.oneof(
  fc.record({
    ...{ type: fc.constant('AppendEntriesReply'), success: flag, prevLogIndex: place, matchIndex: place },
    ...{ conflictTerm: fc.nat(4), conflictIndex: place, round: fc.nat(3) },
  }),
  fc.record({
    ...{ type: fc.constant('InstallSnapshotReply'), lastIncludedIndex: place, offset: fc.nat(12) },
    ...{ installed: flag, round: fc.nat(3) },
  }),
  fc.record({ type: fc.constantFrom('RequestVoteReply', 'PreVoteReply'), voteGranted: flag }),
  fc.record({ type: fc.constant('ReadIndex'), readId: fc.nat(2) }),
);

const arrival: fc.Arbitrary<Step> = fc
  .tuple(answers, peer, leap, fc.option(hugeTerm, { freq: 20 }))
  .map(([answer, from, ahead, huge]) => ({
    name: `${JSON.stringify(answer)} from ${from}, term ${huge ?? `+ ${ahead}`}`,
    act: (raft) => {
      const term = huge ?? Math.max(0, raft.currentTerm + ahead);
      receive(raft, { ...answer, from, to: 1, term } as unknown as RaftMessage);
    },
  }));

const own: fc.Arbitrary<Step> = fc
  .constantFrom<Act>(
    (raft) => propose(raft, { type: 'set', id: 'a', name: 'Ada' }),
    (raft) => lead(raft),
    (raft) => proposeChange(raft, { type: 'addLearner', server: 4 }),
    (raft) => proposeChange(raft, { type: 'promote', server: 4 }),
    (raft) => proposeChange(raft, { type: 'remove', server: 3 }),
    (raft) => startRead(raft, 1, 1),
    (raft) => startTransfer(raft, 2),
    (raft) => compact(raft, new Uint8Array(7)),
    checkQuorum,
    write,
    apply,
  )
  .map((act) => ({ name: String(act), act }));

const someSettings = fc.record({
  ...{ preVote: flag, checkQuorum: flag, snapshotChunk: fc.constantFrom(2, 100) },
  ...{ maxEntriesPerMessage: fc.constantFrom(1, 3), maxMessagesInFlight: fc.constantFrom(1, 4) },
  ...{ snapshotThreshold: fc.constant(4), trailingEntries: fc.constantFrom(0, 2) },
});

/** Elects the server, if it doesn't lead: its peers grant what it asks for. */
function lead(raft: RaftState): void {
  leaderIsSilent(raft);
  startElection(raft);
  for (const type of ['PreVoteReply', 'RequestVoteReply'] as const)
    for (const from of [2, 3]) {
      const term = raft.currentTerm + (type === 'PreVoteReply' ? 1 : 0);
      receive(raft, { type, from, to: 1, term, voteGranted: true });
      write(raft);
    }
}

/** A leader of term 4 or later: entries of older terms, some behind a snapshot, some not acknowledged, a window under way. */
function leader(given: Parameters<typeof settings>[0]): RaftState {
  const entries = [1, 1, 2, 3, 3].map((term) => ({ term, command: { type: 'noop' } as const }));
  const configuration = { voters: [1, 2, 3], learners: [4] };
  const snapshot = { lastIncludedIndex: 4, lastIncludedTerm: 1, configuration, data: new Uint8Array(9) };
  const stored = { currentTerm: 3, votedFor: null, snapshot, entries };
  const raft = newRaft(1, settings({ servers: 3, ...given }), stored);
  apply(raft);
  lead(raft);
  for (let i = 0; i < 3; i++) propose(raft, { type: 'set', id: 'a', name: 'Ada' });
  write(raft);
  sayAll(raft);
  return raft;
}

/** All that the server would say now. Each message must be one that another server takes. */
function sayAll(raft: RaftState): void {
  for (const to of peers) {
    const sent = [voteRequestTo(raft, to), heartbeatTo(raft, to), roundTo(raft, to), nextMessageTo(raft, to)];
    for (const message of sent) if (message !== null) expectWellFormed(raft, message);
  }
}

/** For a server that has seen the sender's last term, or the sender's term itself. */
function expectWellFormed({ settings, currentTerm }: RaftState, message: RaftMessage): void {
  const stored = { currentTerm, votedFor: null, snapshot: null, entries: [] };
  receive(newRaft(message.to, settings, stored), message);
}

describe('a leader among hostile peers', () => {
  it('refuses what cannot be true, breaks no invariant, and sends only well-formed messages', () => {
    const steps = fc.array(fc.oneof({ weight: 3, arbitrary: arrival }, own), { maxLength: 30 });
    fc.assert(
      fc.property(steps, someSettings, (steps, given) => {
        const raft = leader(given);
        for (const { act } of steps) {
          expectHarmless(raft, act);
          sayAll(raft);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([2 ** 53 - 1, 2 ** 53 - 2])('takes no term of %i, after which none could be elected', (term) => {
    const raft = leader({});
    const before = picture(raft);
    const voteGranted = false;
    expect(() => receive(raft, { type: 'RequestVoteReply', from: 2, to: 1, term, voteGranted })).toThrow(
      MalformedMessage,
    );
    expect(picture(raft)).toEqual(before);
  });
});
