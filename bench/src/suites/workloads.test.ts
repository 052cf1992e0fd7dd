// The workloads, on a cluster of raft-async.

import { AsyncCluster } from '@three-ways/raft-async';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { flawIn } from './common/flaw.ts';
import { runHandOffs } from './hand-offs/workload.ts';
import { runThroughput } from './throughput/workload.ts';

const clusterSettings = {
  servers: 3,
  electionTimeout: [60, 120] as [number, number],
  heartbeatInterval: 20,
  seed: 5,
};
const settings = { target: 'async', ...clusterSettings };
let cluster: AsyncCluster;

beforeEach(() => {
  cluster = new AsyncCluster(clusterSettings);
});
afterEach(() => cluster.stop());

test('a throughput trial counts within its window, and every answered proposal is applied everywhere', async () => {
  const result = await runThroughput(cluster, {
    suite: 'throughput',
    ...settings,
    outstanding: 16,
    warmupMs: 10,
    measureMs: 30,
    nameBytes: 8,
    keys: 4,
  });
  const { commits, warmup, latencyUs, proof } = result;
  expect(commits).toBeGreaterThan(0);
  expect(proof.expected).toBeGreaterThanOrEqual(commits + warmup.commits);
  expect(latencyUs.p50).toBeLessThanOrEqual(latencyUs.max);
  expect(flawIn(result, { servers: 3 })).toBeNull();
});

test('a trial of hand-offs makes all its proposals, each of which takes a message to a follower and back', async () => {
  const spec = { suite: 'hand-offs', ...settings, outstanding: 4, proposals: 50 } as const;
  const result = await runHandOffs(cluster, spec);
  expect(result.commits).toBe(50);
  expect(result.messages).toBeGreaterThan(2 * (50 / 4));
  expect(flawIn(result, { servers: 3 })).toBeNull();
});
