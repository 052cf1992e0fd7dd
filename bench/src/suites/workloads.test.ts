// The workload of the suite `hand-offs`, on a cluster of raft-async.

import { AsyncCluster } from '@three-ways/raft-async';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { flawIn } from './common/flaw.ts';
import { runHandOffs } from './hand-offs/workload.ts';

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

test('a trial of hand-offs makes all its proposals, each of which takes a message to a follower and back', async () => {
  const spec = { suite: 'hand-offs', ...settings, outstanding: 4, proposals: 50 } as const;
  const result = await runHandOffs(cluster, spec);
  expect(result.commits).toBe(50);
  expect(result.messages).toBeGreaterThan(2 * (50 / 4));
  expect(flawIn(result, { servers: 3 })).toBeNull();
});
