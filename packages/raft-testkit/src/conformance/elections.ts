// Elections: the first one, and those after the leader is gone (§5.2).

import assert from 'node:assert/strict';
import { heartbeats, leaderOf, others, statuses } from '../observation/observe.ts';
import type { ConformanceTest } from './test.ts';

export const elections: readonly ConformanceTest[] = [
  {
    name: 'a new cluster elects one leader, and all others follow it',
    settings: { servers: 5 },
    run: async (cluster) => {
      const leader = await leaderOf(cluster);
      const seen = await statuses(cluster);
      assert.deepEqual(
        seen.filter(({ role }) => role === 'follower').map(({ id }) => id),
        others(cluster, leader),
      );
    },
  },
  {
    name: 'a leader that keeps its followers keeps its term',
    run: async (cluster) => {
      const leader = await leaderOf(cluster);
      const { currentTerm } = await cluster.status(leader);
      await heartbeats(cluster, 20);
      const seen = await statuses(cluster);
      assert.deepEqual(new Set(seen.map((one) => one.currentTerm)), new Set([currentTerm]));
    },
  },
  {
    name: 'when the leader crashes, another one is elected in a newer term',
    run: async (cluster) => {
      const dead = await leaderOf(cluster);
      const before = await cluster.status(dead);
      await cluster.crash(dead);
      const leader = await leaderOf(cluster, others(cluster, dead));
      const after = await cluster.status(leader);
      assert.ok(
        after.currentTerm > before.currentTerm,
        `term ${after.currentTerm} after ${before.currentTerm}`,
      );
    },
  },
  {
    name: 'a restarted leader follows the new one',
    run: async (cluster) => {
      const dead = await leaderOf(cluster);
      await cluster.crash(dead);
      const leader = await leaderOf(cluster, others(cluster, dead));
      await cluster.restart(dead);
      assert.equal(await leaderOf(cluster), leader);
    },
  },
  {
    name: 'when followers campaign at once, one of them is elected nevertheless',
    settings: { servers: 5, electionTimeout: [100, 110], heartbeatInterval: 30 },
    run: async (cluster) => {
      const dead = await leaderOf(cluster);
      await cluster.crash(dead);
      await leaderOf(cluster, others(cluster, dead));
    },
  },
];
