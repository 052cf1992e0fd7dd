// The two parts of the suite, on clusters of raft-async, and clusters that exceed their budget.

import { AsyncCluster } from '@three-ways/raft-async';
import type { ServerId } from '@three-ways/raft-core';
import { realTime } from '@three-ways/raft-testkit/targets';
import { afterEach, expect, test } from 'vitest';
import { flawIn } from '../common/flaw.ts';
import type { NewSubject } from '../common/subject.ts';
import type { IdleSpec, LoadSpec } from './protocol.ts';
import { memory } from './suite.ts';
import { runMemory } from './workload.ts';

const common = {
  suite: 'memory',
  target: 'async',
  servers: 3,
  electionTimeout: [60, 120] as [number, number],
  heartbeatInterval: 20,
  seed: 5,
  settleMs: 1,
} as const;
const idle: IdleSpec = {
  ...{ ...common, part: 'idle', idleMs: 50, commands: 20 },
  ...{ budgetMs: 20_000, budgetBytes: 2 ** 40 },
};
const load: LoadSpec = {
  ...{ ...common, part: 'load', outstanding: 16, commands: 3000 },
  ...{ valueBytes: 8, keys: 4, snapshotThreshold: 0 },
};

/** Notes how many entries the log holds when the trial is proved. */
class Watched extends AsyncCluster {
  kept = 0;

  override async digest(id: ServerId): ReturnType<AsyncCluster['digest']> {
    const { firstLogIndex, lastLogIndex } = await this.status(id);
    this.kept = lastLogIndex - firstLogIndex + 1;
    return super.digest(id);
  }
}

const clusters: Watched[] = [];
const newSubject: NewSubject = (settings) => {
  const cluster = new Watched(settings);
  clusters.push(cluster);
  return { cluster, time: realTime };
};
afterEach(async () => {
  for (const cluster of clusters.splice(0)) await cluster.stop();
});

test('an idle trial collects garbage before it measures, commits its commands and proves it', async () => {
  let collections = 0;
  const result = await runMemory(newSubject, idle, () => {
    collections += 1;
  });
  if (!('heartbeatCpuMs' in result)) throw new Error('not carried');
  const { liveBytes, pssBytes, rssBytes, electMs, commitsMs } = result;
  expect(collections).toBe(2);
  expect(liveBytes).toBeGreaterThan(1_000_000);
  expect(pssBytes).toBeGreaterThan(liveBytes!);
  expect(rssBytes).toBeGreaterThanOrEqual(pssBytes!);
  expect(electMs).toBeGreaterThan(50);
  expect(commitsMs).toBeGreaterThan(0);
  expect(result.proof.expected).toBe(20);
  expect(flawIn(result, { servers: 3 })).toBeNull();
  await expect(clusters[0]!.start()).rejects.toThrow('stopped');
});

test.each([
  [{ budgetMs: 1 }, 'time', 'more than 0.001 s'],
  [{ budgetBytes: 2 ** 20, electionTimeout: [10_000, 20_000] }, 'memory', 'more than 1 MiB'],
] as const)(
  'a cluster that exceeds the budget %o is not carried, and says why',
  async (budget, limit, reason) => {
    const result = await runMemory(newSubject, { ...idle, ...budget } as IdleSpec, () => {});
    expect(result).toEqual({ suite: 'memory', part: 'idle', limit, reason });
    expect(memory.flawIn(result, { ...idle, ...budget } as never)).toBeNull();
  },
);

test('a trial under load keeps the log without compaction, and little of it with compaction', async () => {
  const collect = globalThis.gc ?? (() => {});
  const kept: number[] = [];
  for (const snapshotThreshold of [0, 500]) {
    const result = await runMemory(newSubject, { ...load, snapshotThreshold }, collect);
    if (!('before' in result)) throw new Error('not a load');
    expect(result.proof.expected).toBe(3000);
    expect(flawIn(result, { servers: 3 })).toBeNull();
    expect(result.peakRssBytes).toBeGreaterThan(1_000_000);
    kept.push(clusters.at(-1)!.kept);
  }
  expect(kept[0]).toBeGreaterThanOrEqual(3000);
  expect(kept[1]).toBeLessThan(1000);
});

test('threads have heaps of their own, which the main thread does not count', async () => {
  const result = await runMemory(newSubject, { ...idle, target: 'workers' }, () => {});
  expect(result).toMatchObject({ liveBytes: null });
});
