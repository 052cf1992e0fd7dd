// Every kind of wrong value for every field of every call of a cluster, each with the message that must come of it.

import type { Cluster } from '@three-ways/raft-cluster';

export type Call = (cluster: Cluster) => Promise<unknown>;

export interface WrongCall {
  readonly what: string;
  readonly call: Call;
  readonly message: string;
}

/** A wrong value, and how a message shows it. */
export type Wrong = readonly [value: unknown, shown: string];

const nothings: readonly Wrong[] = [
  [undefined, 'undefined'],
  [null, 'null'],
];
export const texts: readonly Wrong[] = [
  ['', '""'],
  ['1', '"1"'],
  ['long '.repeat(1000), '"long long long long long long long long "… (5000 characters)'],
];
export const numbers: readonly Wrong[] = [
  [5, '5'],
  [Number.NaN, 'NaN'],
  [Number.POSITIVE_INFINITY, 'Infinity'],
];
export const strangers: readonly Wrong[] = [
  [true, 'true'],
  [5n, 'a bigint'],
  [Symbol('s'), 'a symbol'],
  [() => {}, 'a function'],
  [[], 'an array'],
  [[1], 'an array'],
];
export const objects: readonly Wrong[] = [
  [{}, 'an object'],
  [new Date(0), 'an object'],
];
const halves: readonly Wrong[] = [
  ['\ud800', '"\\ud800"'],
  ['a\udfffb', '"a\\udfffb"'],
];

const notTexts = [...nothings, ...numbers, ...strangers, ...objects];
const notObjects = [...nothings, ...texts, ...numbers, ...strangers];
/** No integers at all; which integers will do depends on the field. */
export const notIntegers: readonly Wrong[] = [
  ...nothings,
  ...texts,
  ...strangers,
  ...objects,
  [1.5, '1.5'],
  [Number.NaN, 'NaN'],
  [Number.NEGATIVE_INFINITY, '-Infinity'],
];
const notCounts: readonly Wrong[] = [...notIntegers, [0, '0'], [-1, '-1'], [2 ** 53, '9007199254740992']];

export const given = (values: readonly Wrong[]) => values.filter(([value]) => value !== undefined);
const counts = 'an integer from 1 to 9007199254740991';
const set = { type: 'set', id: '1', name: 'Ada' } as const;

/** A field of a call: what is wrong for it, what the message asks for, and the call with a value for it. */
type Field = readonly [
  name: string,
  wrong: readonly Wrong[],
  wanted: string,
  call: (cluster: Cluster, value: never) => Promise<unknown>,
];

const fields: readonly Field[] = [
  ['command', notObjects, 'an object', (c, v) => c.propose(v)],
  [
    'command.type',
    [...nothings, ...texts, ...numbers, ...strangers, ...objects],
    '"set", "delete" or "register"',
    (c, type) => c.propose({ type, id: '1' }),
  ],
  [
    'command.type',
    [
      ['noop', '"noop"'],
      ['configuration', '"configuration"'],
      ['toString', '"toString"'],
    ],
    '"set", "delete" or "register"',
    (c, type) => c.propose({ type }),
  ],
  ['command.id', notTexts, 'a string', (c, id) => c.propose({ ...set, id })],
  ['command.id', halves, 'well-formed text', (c, id) => c.propose({ ...set, id })],
  ['command.id', notTexts, 'a string', (c, id) => c.propose({ type: 'delete', id })],
  ['command.name', notTexts, 'a string', (c, name) => c.propose({ ...set, name })],
  ['command.name', halves, 'well-formed text', (c, name) => c.propose({ ...set, name })],
  ['options', given(notObjects), 'an object', (c, v) => c.propose(set, v)],
  ['session', given(notObjects), 'an object', (c, session) => c.propose(set, { session })],
  [
    'session',
    [
      [{ session: 1, sequence: 1 }, 'an object'],
      [null, 'null'],
    ],
    'none to a register command',
    (c, session) => c.propose({ type: 'register' }, { session }),
  ],
  [
    'session.session',
    notCounts,
    counts,
    (c, session) => c.propose(set, { session: { session, sequence: 1 } }),
  ],
  [
    'session.sequence',
    notCounts,
    counts,
    (c, sequence) => c.propose(set, { session: { session: 1, sequence } }),
  ],
  ['signal', given([...notTexts, ...texts]), 'an AbortSignal', (c, signal) => c.propose(set, { signal })],
  ['id', notTexts, 'a string', (c, id) => c.read(id, { consistency: 'linearizable' })],
  ['id', halves, 'well-formed text', (c, id) => c.read(id, { consistency: 'stale' })],
  ['options', notObjects, 'an object', (c, v) => c.read('1', v)],
  [
    'consistency',
    [...notTexts, ...texts],
    '"linearizable" or "stale"',
    (c, consistency) => c.read('1', { consistency }),
  ],
  ['signal', given(notTexts), 'an AbortSignal', (c, signal) => c.read('1', { consistency: 'stale', signal })],
  ['options', given(notObjects), 'an object', (c, v) => c.transfer(1, v)],
  ['signal', given(notTexts), 'an AbortSignal', (c, signal) => c.transfer(1, { signal })],
  ['change', notObjects, 'an object', (c, v) => c.change(v)],
  [
    'change.type',
    [...notTexts, ...texts, ['demote', '"demote"']],
    '"addLearner", "promote" or "remove"',
    (c, type) => c.change({ type, server: 1 }),
  ],
  ['options', given(notObjects), 'an object', (c, v) => c.change({ type: 'remove', server: 1 }, v)],
  [
    'signal',
    given(notTexts),
    'an AbortSignal',
    (c, signal) => c.change({ type: 'remove', server: 1 }, { signal }),
  ],
  [
    'ms',
    [...notIntegers.filter(([value]) => value !== 1.5), [-0.1, '-0.1'], [60_001, '60001']],
    'a time from 0 to 60,000 ms',
    (c, ms) => c.block(1, ms),
  ],
  [
    'groups',
    [...nothings, ...texts, ...numbers, ...objects],
    'an array of arrays of servers',
    (c, v) => c.partition(v),
  ],
  [
    'groups[1]',
    [...nothings, ...texts, ...numbers, ...objects],
    'an array of servers',
    (c, v) => c.partition([[1], v]),
  ],
  ['groups[0][1]', notCounts, counts, (c, id) => c.partition([[1, id]])],
  ['rules', notObjects, 'an object', (c, v) => c.faults(v)],
  [
    'drop',
    given([...notIntegers.filter(([value]) => value !== 1.5), [-0.1, '-0.1'], [1.1, '1.1']]),
    'a probability from 0 to 1',
    (c, drop) => c.faults({ drop }),
  ],
  [
    'duplicate',
    [
      [2, '2'],
      [null, 'null'],
      ['1', '"1"'],
    ],
    'a probability from 0 to 1',
    (c, duplicate) => c.faults({ duplicate }),
  ],
  [
    'reorder',
    [
      [2, '2'],
      [null, 'null'],
      ['1', '"1"'],
    ],
    'a probability from 0 to 1',
    (c, reorder) => c.faults({ reorder }),
  ],
  [
    'delay',
    [
      [-1, '-1'],
      [3_600_001, '3600001'],
      [null, 'null'],
      ['1', '"1"'],
    ],
    'a time from 0 to 3,600,000 ms',
    (c, delay) => c.faults({ delay }),
  ],
  [
    'jitter',
    [
      [-1, '-1'],
      [Number.NaN, 'NaN'],
      [null, 'null'],
      ['1', '"1"'],
    ],
    'a time from 0 to 3,600,000 ms',
    (c, jitter) => c.faults({ jitter }),
  ],
  [
    'seed',
    [...given(notIntegers), [-1, '-1'], [2 ** 32, '4294967296']],
    'an integer from 0 to 4294967295',
    (c, seed) => c.faults({ seed }),
  ],
  [
    'listener',
    [[undefined, 'undefined'], ...texts, ...numbers, ...objects],
    'a function or null',
    (c, v) => c.trace(v),
  ],
];

/** Objects that have a field too many. */
const extras: readonly (readonly [
  name: string,
  call: (cluster: Cluster, more: object) => Promise<unknown>,
])[] = [
  ['command', (c, more) => c.propose({ ...set, ...more })],
  ['command', (c, more) => c.propose({ type: 'delete', id: '1', ...more })],
  ['command', (c, more) => c.propose({ type: 'register', ...more })],
  ['session', (c, more) => c.propose(set, { session: { session: 1, sequence: 1, ...more } })],
  ['options', (c, more) => c.propose(set, { ...more })],
  ['options', (c, more) => c.read('1', { consistency: 'stale', ...more })],
  ['options', (c, more) => c.transfer(1, { ...more })],
  ['options', (c, more) => c.change({ type: 'remove', server: 1 }, { ...more })],
  ['change', (c, more) => c.change({ type: 'remove', server: 1, ...more })],
  ['rules', (c, more) => c.faults({ ...more })],
];

export function refusals(): WrongCall[] {
  const ofFields = fields.flatMap(([name, wrong, wanted, call]) =>
    wrong.map(([value, shown]) => ({
      what: `${name} ${shown}`,
      call: (cluster: Cluster) => call(cluster, value as never),
      message: `${name} is ${shown}: give ${wanted}`,
    })),
  );
  const ofExtras = extras.flatMap(([name, call]) =>
    [{ mark: { session: 1, sequence: 1 } }, { mark: null }].map((more) => ({
      what: `${name} with a mark`,
      call: (cluster: Cluster) => call(cluster, more),
      message: `"mark" is ${more.mark === null ? 'null' : 'an object'}: there is no such field in ${name}`,
    })),
  );
  return [...ofFields, ...ofExtras];
}
