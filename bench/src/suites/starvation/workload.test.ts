// The workload of the suite `starvation` in each model of TypeScript: what a block keeps waiting.

import type { Cluster } from '@three-ways/raft-cluster';
import type { Settings } from '@three-ways/raft-core';
import { targets } from '@three-ways/raft-testkit/targets';
import { expect, onTestFinished, test } from 'vitest';
import { flawIn } from '../common/flaw.ts';
import { latenciesOf } from './metrics.ts';
import type { StarvationResult, StarvationSpec } from './protocol.ts';
import { runStarvation } from './workload.ts';

const clusterSettings = { servers: 3, electionTimeout: [60, 120] as [number, number], heartbeatInterval: 20 };

function specOf(target: string, blocks: StarvationSpec['blocks']): StarvationSpec {
  return {
    ...{ suite: 'starvation', target, ...clusterSettings, seed: 5, commandEveryMs: 2 },
    ...{ warmupMs: 20, restMs: 10, controlMs: 10, blocks },
  };
}

async function clusterOf(target: string): Promise<Cluster> {
  const { create } = await targets[target]!();
  const cluster = create({ ...clusterSettings, seed: 5 } satisfies Partial<Settings>);
  onTestFinished(() => cluster.stop());
  return cluster;
}

async function measured(target: string, blocks: StarvationSpec['blocks']): Promise<StarvationResult> {
  const spec = specOf(target, blocks);
  const result = await runStarvation(await clusterOf(target), spec);
  expect(flawIn(result, spec)).toBeNull();
  expect(result.blocks).toHaveLength(blocks.reduce((sum, { times }) => sum + times, 0));
  return result;
}

test.each(['async', 'coroutines'])('%s: a block of one server stops them all', async (target) => {
  const { blocks, ...result } = await measured(target, [
    { role: 'leader', ms: 0, times: 2 },
    { role: 'leader', ms: 50, times: 1 },
    { role: 'follower', ms: 50, times: 2 },
  ]);
  for (const { tookMs, commitGapMs, heartbeatsMissed } of blocks.filter(({ ms }) => ms > 0)) {
    expect(tookMs).toBeGreaterThanOrEqual(50);
    expect(commitGapMs).toBeGreaterThanOrEqual(50);
    expect(heartbeatsMissed).toBeGreaterThanOrEqual(2);
  }
  const latencies = latenciesOf({ blocks, ...result }, { role: 'follower', ms: 50 })!;
  expect(latencies.totalCount).toBeGreaterThanOrEqual(2 * 24);
  expect(latencies.maxValue / 1e6).toBeGreaterThan(45);
});

test('threads: the others do without the leader that blocks, and elect another', async () => {
  const { blocks, repeated } = await measured('workers', [{ role: 'leader', ms: 600, times: 1 }]);
  const [{ leadersElected, commitGapMs, tookMs } = { leadersElected: 0, commitGapMs: 0, tookMs: 0 }] = blocks;
  expect(leadersElected).toBeGreaterThanOrEqual(1);
  expect(commitGapMs).toBeLessThan(tookMs);
  expect(repeated).toBeGreaterThan(0);
});

test('a trial fails with its clients', async () => {
  const cluster = await clusterOf('async');
  const failing = new Proxy(cluster, {
    get: (target, name) =>
      name === 'propose'
        ? () => Promise.reject(new Error('out of order'))
        : (Reflect.get(target, name).bind?.(target) ?? Reflect.get(target, name)),
  });
  const spec = specOf('async', [{ role: 'leader', ms: 0, times: 1 }]);
  await expect(runStarvation(failing, spec)).rejects.toThrow('out of order');
});
