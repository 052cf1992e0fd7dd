// The workload of the suite `throughput`, on a cluster of raft-async and on fakes.

import { AsyncCluster } from '@three-ways/raft-async';
import type { Cluster } from '@three-ways/raft-cluster';
import { expect, onTestFinished, test } from 'vitest';
import { flawIn } from '../common/flaw.ts';
import { newLatencies, summary } from '../common/latencies.ts';
import { runClosedLoop } from './closed-loop.ts';
import { type Load, Mean } from './load.ts';
import { runOpenLoop } from './open-loop.ts';
import { operations, type ThroughputSpec } from './protocol.ts';
import type { Requests } from './requests.ts';
import { runThroughput } from './workload.ts';

const clusterSettings = {
  servers: 3,
  electionTimeout: [60, 120] as [number, number],
  heartbeatInterval: 20,
  seed: 5,
  snapshotThreshold: 500,
};

const loads: ThroughputSpec['load'][] = [
  { kind: 'closed', outstanding: 16 },
  { kind: 'open', ratePerSecond: 5000, maxOutstanding: 100 },
];

function specOf(load: ThroughputSpec['load'], operation: ThroughputSpec['operation']): ThroughputSpec {
  const times = { warmupMs: 20, measureMs: 60 };
  return {
    ...{ suite: 'throughput', target: 'async', ...clusterSettings, load, operation, ...times },
    ...{ valueBytes: 8, keys: 4 },
  };
}

test.each(loads.flatMap((load) => operations.map((operation) => ({ load, operation, kind: load.kind }))))(
  '$kind, $operation: every answer of the window is counted, and every proposal applied everywhere',
  async ({ load, operation }) => {
    const cluster = new AsyncCluster(clusterSettings);
    onTestFinished(() => cluster.stop());
    const result = await runThroughput(cluster, specOf(load, operation));
    const { answered, warmup, windows = [], latencyUs, proof } = result;
    expect(answered).toBeGreaterThan(0);
    expect(windows.reduce((sum, [, count]) => sum + count, 0)).toBe(warmup.answered + answered);
    expect(latencyUs.p50).toBeLessThanOrEqual(latencyUs.max);
    expect(flawIn(result, { servers: 3 })).toBeNull();
    if (operation === 'propose') expect(proof.expected).toBeGreaterThanOrEqual(answered + warmup.answered);
    else expect(proof.expected).toBe(4);
  },
);

function loadOf(ask: () => Promise<string>, expected: Requests['expected'] = null): Load {
  return {
    requests: { count: 1, ask, expected },
    latencies: newLatencies(),
    answersAtOnce: false,
    late: new Mean(),
    running: true,
    answered: 0,
    outstanding: 0,
    recordFrom: 0,
  };
}

test('in an open loop a latency counts from the moment a request was due', async () => {
  // One request at a time, of 20 ms, of those that become due every 2 ms: each waits for all before it.
  const load = loadOf(() => new Promise((resolve) => setTimeout(resolve, 20, 'answer')));
  setTimeout(() => {
    load.running = false;
  }, 100);
  await runOpenLoop(load, { kind: 'open', ratePerSecond: 500, maxOutstanding: 1 });
  expect(summary(load.latencies).max).toBeGreaterThan(80_000);
  expect(load.late.us).toBeGreaterThan(10_000);
});

const loops = {
  closed: (load: Load) => runClosedLoop(load, { kind: 'closed', outstanding: 2 }),
  open: (load: Load) => runOpenLoop(load, { kind: 'open', ratePerSecond: 1000, maxOutstanding: 9 }),
};

test.each(Object.entries(loops))('%s: a request that fails ends the load', async (_, run) => {
  await expect(run(loadOf(() => Promise.reject(new Error('the leader is lost'))))).rejects.toThrow('lost');
});

test.each(Object.entries(loops))('%s: a read that is answered with another name is named', async (_, run) => {
  await expect(run(loadOf(async () => 'another', ['this']))).rejects.toThrow('another, not this');
});

test('a trial fails with its clients', async () => {
  const cluster: Cluster = new AsyncCluster(clusterSettings);
  onTestFinished(() => cluster.stop());
  const failing = new Proxy(cluster, {
    get: (target, name) =>
      name === 'propose'
        ? () => Promise.reject(new Error('no leader'))
        : (Reflect.get(target, name).bind?.(target) ?? Reflect.get(target, name)),
  });
  await expect(runThroughput(failing, specOf(loads[0]!, 'propose'))).rejects.toThrow('no leader');
});
