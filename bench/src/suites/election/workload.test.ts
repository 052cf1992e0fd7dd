// The experiment against a model, in virtual time; and once in real time.

import { type Settings, seededRandom } from '@three-ways/raft-core';
import { targets } from '@three-ways/raft-testkit/targets';
import { describe, expect, test } from 'vitest';
import { quantile } from '../../figures/statistics.ts';
import { flawIn } from '../common/flaw.ts';
import { inRealTime, type NewSubject } from '../common/subject.ts';
import { inVirtualTime } from './ideal.ts';
import type { ElectionResult, ElectionSpec } from './protocol.ts';
import { publishedAt } from './published.ts';
import { runElection } from './workload.ts';

const crashes = 400;

function specWith(given: Partial<ElectionSpec> = {}): ElectionSpec {
  return {
    suite: 'election',
    target: 'async',
    servers: 5,
    electionTimeout: [150, 300],
    heartbeatInterval: 75,
    seed: 16,
    broadcastTime: 0,
    preVote: false,
    inStep: false,
    clusters: 2,
    crashes: crashes / 2,
    longest: 10_000,
    ...given,
  };
}

async function measured(given: Partial<ElectionSpec> = {}): Promise<ElectionResult> {
  const result = await runElection(await inVirtualTime(), specWith(given));
  expect(flawIn(result, { servers: 5 })).toBeNull();
  return result;
}

/** Without a delay, the first of the two servers that can win wins as soon as its timeout expires. */
function modelled(count: number, [min, max] = [150, 300] as const): number[] {
  const random = seededRandom(1);
  return Array.from({ length: count }, () => {
    const timeout = min + Math.min(random(), random()) * (max - min);
    return timeout - (random() * min) / 2;
  });
}

/** Greatest distance between two empirical distributions (Kolmogorov-Smirnov). */
function distanceBetween(a: readonly number[], b: readonly number[]): number {
  const share = (values: readonly number[], limit: number) =>
    values.filter((value) => value <= limit).length / values.length;
  return Math.max(...[...a, ...b].map((limit) => Math.abs(share(a, limit) - share(b, limit))));
}

/** The distance that two samples of one distribution exceed once in a hundred thousand times. */
const largest = (a: number, b: number) => 2.47 * Math.sqrt((a + b) / (a * b));

describe('in virtual time', () => {
  test.each([false, true])('a new leader is heard when the model says (pre-vote: %s)', async (preVote) => {
    const { samples, crashedAfter, elections, preVotes } = await measured({ preVote });
    const model = modelled(2000);
    expect(distanceBetween(samples, model)).toBeLessThan(largest(crashes, model.length));
    for (const counts of [samples, crashedAfter, elections, preVotes]) expect(counts).toHaveLength(crashes);
    expect(Math.min(...crashedAfter)).toBeLessThan(2);
    expect(Math.max(...crashedAfter)).toBeGreaterThan(73);
    expect(Math.max(...crashedAfter)).toBeLessThanOrEqual(75);
  });

  test.each([false, true])(
    'a leader is heard when its timeout is over, without any delay (pre-vote: %s)',
    async (preVote) => {
      const { electedAfter } = await measured({ preVote });
      expect(electedAfter).toHaveLength(crashes);
      for (const ms of electedAfter) expect(ms).toBeCloseTo(0, 6);
    },
  );

  test('at 15 ms it is heard after two of three votes and its first heartbeat, delayed by up to 10.5 ms each way', async () => {
    const random = seededRandom(1);
    const delay = () => 0.7 * 15 * random();
    const model = Array.from({ length: 2000 }, () => {
      const votes = [0, 0, 0].map(() => delay() + delay()).toSorted((a, b) => a - b);
      return votes[1]! + Math.min(delay(), delay(), delay());
    });
    const { electedAfter } = await measured({ broadcastTime: 15 });
    expect(distanceBetween(electedAfter, model)).toBeLessThan(largest(crashes, model.length));
  });

  test('the runtimes do not differ', async () => {
    const [async, coroutines] = await Promise.all(
      ['async', 'coroutines'].map(async (name) => {
        const create: NewSubject = (await targets[name]!()).createInVirtualTime!;
        return (await runElection(create, specWith({ clusters: 1, crashes }))).samples;
      }),
    );
    expect(distanceBetween(async!, coroutines!)).toBeLessThan(largest(crashes, crashes));
  });

  test('two of four followers cannot win: half of the crashes see an election fail', async () => {
    const { elections } = await measured();
    const failed = elections.filter((count) => count > 1).length / crashes;
    expect(failed).toBeGreaterThan(0.4);
    expect(failed).toBeLessThan(0.6);
  });

  test('with pre-vote they fail in a round of pre-votes, which is counted', async () => {
    const { elections, preVotes } = await measured({ preVote: true });
    expect(Math.max(...elections)).toBe(1);
    const failed = preVotes.filter((count) => count > 1).length / crashes;
    expect(failed).toBeGreaterThan(0.4);
    expect(failed).toBeLessThan(0.6);
  });

  test('a broadcast time of 15 ms costs about as much', async () => {
    const [at15, at0] = [await measured({ broadcastTime: 15 }), await measured()];
    const cost = quantile(at15.samples, 0.5) - quantile(at0.samples, 0.5);
    expect(cost).toBeGreaterThan(5);
    expect(cost).toBeLessThan(25);
  });

  test.each([
    [150, 300],
    [150, 200],
    [50, 100],
  ])(
    'the medians at %i to %i ms and 15 ms are those of the published samples to a sixth',
    async (min, max) => {
      const timeout = { electionTimeout: [min, max] as [number, number], heartbeatInterval: min / 2 };
      const { samples } = await measured({ ...timeout, broadcastTime: 15 });
      const setting = { electionTimeoutMin: min, electionTimeoutMax: max, broadcastTime: 15, preVote: 0 };
      const ratio = quantile(samples, 0.5) / publishedAt(setting)!.quantile(0.5);
      expect(ratio).toBeGreaterThan(1 - 1 / 6);
      expect(ratio).toBeLessThan(1 + 1 / 6);
    },
  );

  test('the narrowest range loses time to split votes, and an election that is too long is given up', async () => {
    const narrow = { electionTimeout: [150, 151] as [number, number], broadcastTime: 15, crashes: 20 };
    const { samples } = await measured({ ...narrow, longest: 500 });
    expect(Math.max(...samples)).toBe(500);
  });

  test('with one timeout for all no election ends, and each is given up', async () => {
    const single = { electionTimeout: [150, 150] as [number, number], broadcastTime: 15, crashes: 1 };
    const { samples, proof } = await measured({ ...single, longest: 3000 });
    expect(samples).toEqual([3000, 3000]);
    expect(proof).toMatchObject({ expected: 0, applied: [0, 0, 0, 0, 0] });
  });

  test('a seed repeats a trial, another does not', async () => {
    const [a, b, c] = [await measured({ seed: 1 }), await measured({ seed: 1 }), await measured({ seed: 2 })];
    expect(a).toEqual(b);
    expect(a.samples).not.toEqual(c.samples);
  });
});

test.each([false, true])(
  'clusters that run at once in real time have a sample for each crash (in step: %s)',
  async (inStep) => {
    const settings: Partial<ElectionSpec> = {
      electionTimeout: [60, 120],
      heartbeatInterval: 30,
      crashes: 2,
      inStep,
    };
    const made: Partial<Settings>[] = [];
    const create = inRealTime(await targets.async!());
    const result = await runElection((given) => {
      made.push(given);
      return create(given);
    }, specWith(settings));
    expect(result.samples).toHaveLength(4);
    expect(Math.min(...result.samples)).toBeGreaterThan(25);
    expect(flawIn(result, { servers: 5 })).toBeNull();
    expect(made).toMatchObject(Array(2).fill({ preVote: false, checkQuorum: false }));
    expect(made[0]!.seed).not.toBe(made[1]!.seed);
  },
);
