// Arbitrary messages of every type, with the numbers, texts and sizes at which an encoding changes its shape.

import type { Message } from '@three-ways/raft-cluster';
import type { Command, Configuration, Entry } from '@three-ways/raft-core';
import fc from 'fast-check';
import type { Outcome } from '../src/index.ts';

/** Powers of two and their neighbours: where an encoding grows by a byte, or a number exceeds the small integers. */
const edges = Array.from({ length: 54 }, (_, power) => [2 ** power - 1, 2 ** power])
  .flat()
  .filter(Number.isSafeInteger);

export const count = fc.oneof(fc.nat(200), fc.constantFrom(...edges), fc.maxSafeNat());
const positive = count.map((value) => Math.max(1, value));

/** Lengths around those at which text.ts changes its way, in characters of each size. */
const longText = fc
  .tuple(fc.constantFrom('a', 'é', '€', '😀', '\ufffd'), fc.constantFrom(20, 24, 30, 40, 63, 127, 5461))
  .chain(([character, length]) =>
    fc.nat(5).map((more) => 'x'.repeat(more) + character.repeat(length) + 'y'.repeat(5 - more)),
  );

export const text = fc.oneof(
  { weight: 4, arbitrary: fc.string({ maxLength: 45 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 45 }) },
  { weight: 1, arbitrary: longText },
);

const flag = fc.boolean();

/** A plain object; the fields named may be absent. */
function record<T>(fields: { readonly [K in keyof T]: fc.Arbitrary<T[K]> }, ...optional: (keyof T)[]) {
  const requiredKeys = (Object.keys(fields) as (keyof T)[]).filter((name) => !optional.includes(name));
  return fc.record(fields, { requiredKeys, noNullPrototype: true });
}

const ids = fc.array(positive, { maxLength: 5 });
export const configuration: fc.Arbitrary<Configuration> = record({ voters: ids, learners: ids });

const mark = record({ session: positive, sequence: positive });
const change = { id: text, mark };
const clientCommand: fc.Arbitrary<Command> = fc.oneof(
  record({ type: fc.constant('set'), ...change, name: text }, 'mark'),
  record({ type: fc.constant('delete'), ...change }, 'mark'),
  record({ type: fc.constant('register') }),
);
export const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 3, arbitrary: clientCommand },
  { weight: 1, arbitrary: record({ type: fc.constant('noop') }) },
  { weight: 1, arbitrary: record({ type: fc.constant('configuration'), configuration }) },
);

const entries: fc.Arbitrary<Entry[]> = fc.oneof(
  { weight: 9, arbitrary: fc.array(record({ term: count, command }), { maxLength: 5 }) },
  {
    weight: 1,
    arbitrary: record({ term: count, command }).map((entry) => new Array<Entry>(300).fill(entry)),
  },
);

const answer = fc.oneof(fc.constant(null), text, positive);
const leader = fc.option(positive);
export const outcome: fc.Arbitrary<Outcome> = fc.oneof(
  record({ ok: fc.constant(true), answer }),
  record({ ok: fc.constant(false), error: text, message: text, leader }),
);

const data = fc.oneof(fc.uint8Array({ maxLength: 20 }), fc.uint8Array({ minLength: 120, maxLength: 140 }));

/** Each message's own fields, with their values. */
type Fields<M> = { readonly [K in Exclude<keyof M, 'type' | 'from' | 'to'>]: fc.Arbitrary<M[K]> };

function of<T extends Message['type']>(type: T, fields: Fields<Extract<Message, { readonly type: T }>>) {
  const all = { type: fc.constant(type), from: count, to: count, ...fields };
  return record(all) as fc.Arbitrary<unknown> as fc.Arbitrary<Message>;
}

const term = count;
const lastLog = { lastLogIndex: count, lastLogTerm: count };
const prevLog = { prevLogIndex: count, prevLogTerm: count };
const lastIncluded = { lastIncludedIndex: count, lastIncludedTerm: count };
const conflict = { conflictTerm: count, conflictIndex: count };
const done = flag;

export const message: fc.Arbitrary<Message> = fc.oneof(
  of('PreVote', { term, ...lastLog }),
  of('PreVoteReply', { term, voteGranted: flag }),
  of('RequestVote', { term, ...lastLog, leadershipTransfer: flag }),
  of('RequestVoteReply', { term, voteGranted: flag }),
  of('AppendEntries', { term, ...prevLog, entries, leaderCommit: count, round: count }),
  of('AppendEntriesReply', {
    ...{ term, success: flag, prevLogIndex: count, matchIndex: count, ...conflict, round: count },
  }),
  of('InstallSnapshot', { term, ...lastIncluded, configuration, offset: count, data, done, round: count }),
  of('InstallSnapshotReply', {
    ...{ term, lastIncludedIndex: count, offset: count, installed: flag, round: count },
  }),
  of('TimeoutNow', { term }),
  of('ReadIndex', { term, readId: count }),
  of('ReadIndexReply', { term, readId: count, readIndex: count }),
  of('ClientRequest', { requestId: count, command: clientCommand }),
  of('ClientReply', { requestId: count, outcome }),
);
