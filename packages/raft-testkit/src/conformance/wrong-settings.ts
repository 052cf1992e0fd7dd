// Wrong values for every setting, each with the expected message.

import type { Settings } from '@three-ways/raft-core';
import { given, notIntegers, numbers, objects, strangers, texts, type Wrong } from './wrong-arguments.ts';

const integers: Readonly<Record<string, string>> = {
  servers: 'an integer from 1 to 10001',
  maxEntriesPerMessage: 'an integer from 1 to 1000000',
  maxMessagesInFlight: 'an integer from 1 to 1000000',
  maxBytesInFlight: 'an integer from 1 to 67108864',
  maxUncommitted: 'an integer from 1 to 1000000000',
  maxUncommittedBytes: 'an integer from 1 to 1099511627776',
  snapshotThreshold: 'an integer from 0 to 1000000000',
  snapshotChunk: 'an integer from 1 to 134217728',
  maxSessions: 'an integer from 1 to 100000000',
  seed: 'an integer from 0 to 4294967295',
};

export function wrongSettings(): { readonly given: Partial<Settings>; readonly message: string }[] {
  const wrongFor = (name: string, wrong: readonly Wrong[], wanted: string) =>
    given(wrong).map(([value, shown]) => ({
      given: { [name]: value } as Partial<Settings>,
      message: `${name} is ${shown}: give ${wanted}`,
    }));
  return [
    ...Object.entries(integers).flatMap(([name, wanted]) =>
      wrongFor(name, [...notIntegers, [-1, '-1'], [2 ** 53, '9007199254740992']], wanted),
    ),
    ...['preVote', 'checkQuorum'].flatMap((name) =>
      wrongFor(name, [...texts, ...numbers, ...objects, [null, 'null']], 'true or false'),
    ),
    ...wrongFor(
      'electionTimeout',
      [...texts, ...numbers, ...strangers, ...objects, [null, 'null'], [[1, 2, 3], 'an array']],
      'two times in ms, such as [150, 300]',
    ),
    ...[
      ['150, 150.5', [150, 150.5]],
      ['300, 150', [300, 150]],
      ['0, 150', [0, 150]],
      ['NaN, 150', [Number.NaN, 150]],
      ['150, Infinity', [150, Number.POSITIVE_INFINITY]],
      ['"150", 300', ['150', 300]],
      ['undefined, null', [undefined, null]],
    ].map(([shown, electionTimeout]) => ({
      given: { electionTimeout } as unknown as Partial<Settings>,
      message: `electionTimeout is [${shown}] ms: give 0 < min, and max from min + 1 to 2147483647, so that not all campaign at once; or max = min, so that they do`,
    })),
    ...[...notIntegers.filter(([value]) => value !== 1.5), [150, '150'] as const, [0, '0'] as const]
      .filter(([value]) => value !== undefined)
      .map(([heartbeatInterval, shown]) => ({
        given: { heartbeatInterval } as Partial<Settings>,
        message: `heartbeatInterval is ${shown} ms: give more than 0 and less than the election timeout's minimum, 150 ms`,
      })),
    {
      given: { electionTimeot: 5 } as never,
      message: '"electionTimeot" is 5: there is no such field in settings',
    },
  ];
}
