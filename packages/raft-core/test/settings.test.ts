// Settings: defaults, refused values, and the messages of refusals.

import { describe, expect, it } from 'vitest';
import { InvalidArgument } from '../src/errors.ts';
import { settings } from '../src/settings.ts';

describe('settings', () => {
  it('beat three times within the shortest election timeout by default', () => {
    expect(settings().heartbeatInterval).toBe(50);
    expect(settings({ electionTimeout: [300, 600] }).heartbeatInterval).toBe(100);
    expect(settings({ electionTimeout: [300, 600], heartbeatInterval: 20 }).heartbeatInterval).toBe(20);
  });

  it.each([
    [{ servers: 0 }, /servers is 0: give an integer from 1/],
    [{ servers: 2.5 }, /servers is 2.5/],
    [{ electionTimeout: [300, 150] as const }, /electionTimeout is \[300, 150\]/],
    [
      { electionTimeout: [300, 300.5] as const },
      /electionTimeout is \[300, 300.5\] ms: give 0 < min, and max from/,
    ],
    [{ electionTimeout: [0, 150] as const }, /electionTimeout is \[0, 150\]/],
    [{ electionTimeout: [150, Number.POSITIVE_INFINITY] as const }, /electionTimeout/],
    [{ heartbeatInterval: 150 }, /heartbeatInterval is 150 ms: give more than 0 and less than/],
    [{ heartbeatInterval: Number.NaN }, /heartbeatInterval is NaN/],
    [{ maxEntriesPerMessage: 0 }, /maxEntriesPerMessage is 0/],
    [{ maxMessagesInFlight: -1 }, /maxMessagesInFlight is -1/],
    [{ maxUncommitted: 0 }, /maxUncommitted is 0/],
    [{ maxUncommittedBytes: 0 }, /maxUncommittedBytes is 0/],
    [{ snapshotChunk: 0 }, /snapshotChunk is 0/],
    [{ seed: -1 }, /seed is -1/],
  ])('refuse %j and name it', (given, message) => {
    expect(() => settings(given)).toThrow(InvalidArgument);
    expect(() => settings(given)).toThrow(message);
  });

  it.each([null, 5, [], 'servers', { servers: null }, { preVote: 1 }, { electionTimeot: [1, 2] }])(
    'refuse %j, also without a type checker',
    (given) => {
      expect(() => settings(given as never)).toThrow(InvalidArgument);
    },
  );

  it('have their defaults where they are undefined, and are a copy', () => {
    const electionTimeout: [number, number] = [20, 40];
    const made = settings({ servers: undefined, preVote: undefined, electionTimeout } as never);
    expect(made).toEqual(settings({ electionTimeout: [20, 40] }));
    electionTimeout[0] = 0;
    expect(made.electionTimeout).toEqual([20, 40]);
  });

  it('allow one election timeout for all, given twice', () => {
    const single = settings({ electionTimeout: [150, 150] });
    expect(single.electionTimeout).toEqual([150, 150]);
  });
});
