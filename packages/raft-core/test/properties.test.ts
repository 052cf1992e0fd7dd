// Arbitrary messages in arbitrary order: the rules throw only MalformedMessage, which changes nothing, and the invariants of a
// single server hold. (The simulator checks the invariants across servers.)

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkQuorum, leaderIsSilent, startElection, voteRequestTo } from '../src/election.ts';
import { MalformedMessage } from '../src/errors.ts';
import { proposeChange } from '../src/membership-change.ts';
import type { RaftMessage } from '../src/messages.ts';
import { propose } from '../src/proposal.ts';
import { confirmedReads, startRead } from '../src/reads.ts';
import { receive } from '../src/receive.ts';
import { heartbeatTo, nextMessageTo } from '../src/sending.ts';
import { settings } from '../src/settings.ts';
import { compact } from '../src/snapshot.ts';
import { newRaft, type RaftState } from '../src/state.ts';
import { abandonTransfer, startTransfer } from '../src/transfer.ts';
import { apply, expectHarmless, picture, write } from './soundness.ts';

const small = fc.nat(6);
const term = fc.nat(5);
const peer = fc.integer({ min: 2, max: 4 });
const flag = fc.boolean();
const round = fc.nat(2);
const entries = fc
  .array(fc.nat(5), { maxLength: 4 })
  .map((terms) =>
    terms
      .sort((a, b) => a - b)
      .map((term) => ({ term, command: { type: 'set', id: '1', name: 'Ada' } as const })),
  );
const configuration = fc
  .subarray([1, 2, 3, 4], { minLength: 1 })
  .map((voters) => ({ voters, learners: [1, 2, 3, 4].filter((id) => !voters.includes(id)).slice(0, 1) }));
const data = fc.uint8Array({ maxLength: 3 });
const to = fc.constant(1);

function message<T extends RaftMessage['type']>(type: T, fields: Record<string, fc.Arbitrary<unknown>>) {
  return fc.record({ type: fc.constant(type), from: peer, to, term, ...fields }) as fc.Arbitrary<unknown>;
}

const log = { lastLogIndex: small, lastLogTerm: term };
const messages = fc.oneof(
  message('PreVote', log),
  message('PreVoteReply', { voteGranted: flag }),
  message('RequestVote', { ...log, leadershipTransfer: flag }),
  message('RequestVoteReply', { voteGranted: flag }),
  message('AppendEntries', { prevLogIndex: small, prevLogTerm: term, entries, leaderCommit: small, round }),
  message('AppendEntriesReply', {
    ...{ success: flag, prevLogIndex: small, matchIndex: small, round },
    ...{ conflictTerm: term, conflictIndex: small },
  }),
  message('InstallSnapshot', {
    ...{ lastIncludedIndex: small, lastIncludedTerm: term, configuration, round },
    ...{ offset: fc.nat(3), data, done: flag },
  }),
  message('InstallSnapshotReply', { lastIncludedIndex: small, offset: fc.nat(3), installed: flag, round }),
  message('TimeoutNow', {}),
  message('ReadIndex', { readId: small }),
  message('ReadIndexReply', { readId: small, readIndex: small }),
) as fc.Arbitrary<RaftMessage>;

type Act = (raft: RaftState) => void;

/** What a runtime does, apart from receiving. */
const acts: readonly Act[] = [
  startElection,
  leaderIsSilent,
  checkQuorum,
  abandonTransfer,
  (raft) => propose(raft, { type: 'noop' }),
  (raft) => proposeChange(raft, { type: 'addLearner', server: 4 }),
  (raft) => proposeChange(raft, { type: 'promote', server: 4 }),
  (raft) => proposeChange(raft, { type: 'remove', server: 3 }),
  (raft) => startRead(raft, 1, 1),
  (raft) => startTransfer(raft, 2),
  (raft) => confirmedReads(raft),
  (raft) =>
    [1, 2, 3, 4].map((id) => [voteRequestTo(raft, id), nextMessageTo(raft, id), heartbeatTo(raft, id)]),
  write,
  apply,
  (raft) => compact(raft, new Uint8Array(3)),
];

/** With a name, so that a counterexample can be read. */
interface Step {
  readonly name: string;
  readonly act: Act;
}

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 2,
    arbitrary: messages.map((arrived) => ({
      name: JSON.stringify(arrived),
      act: (raft: RaftState) => receive(raft, arrived),
    })),
  },
  { weight: 1, arbitrary: fc.constantFrom(...acts).map((act) => ({ name: String(act), act })) },
);
const someSettings = fc.record({
  ...{ preVote: flag, checkQuorum: flag },
  ...{
    maxEntriesPerMessage: fc.integer({ min: 1, max: 3 }),
    maxMessagesInFlight: fc.integer({ min: 1, max: 3 }),
  },
  maxUncommittedBytes: fc.integer({ min: 1, max: 100 }),
  ...{ maxUncommitted: fc.integer({ min: 1, max: 5 }), snapshotChunk: fc.integer({ min: 1, max: 3 }) },
});

describe('the rules', () => {
  it('throw nothing but typed errors, which change nothing, and keep what a server promises', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), someSettings, (steps, given) => {
        const raft = newRaft(1, settings({ servers: 3, ...given }));
        for (const { act } of steps) expectHarmless(raft, act);
      }),
      { numRuns: 1_000 },
    );
  });

  it('answer a message that no server can have sent with MalformedMessage', () => {
    const broken = fc.constantFrom(-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60);
    fc.assert(
      fc.property(messages, fc.nat(), broken, (arrived, place, nonsense) => {
        const counts = Object.entries(arrived).filter(([, value]) => typeof value === 'number');
        const [field] = counts[place % counts.length]!;
        const raft = newRaft(1, settings());
        const before = picture(raft);
        expect(() => receive(raft, { ...arrived, [field]: nonsense })).toThrow(MalformedMessage);
        expect(() => receive(raft, { ...arrived, [field]: undefined })).toThrow(MalformedMessage);
        expect(picture(raft)).toEqual(before);
      }),
    );
  });
});
