// Replication: agreement, forwarding, exactly once, a lossy network (§5.3, §8).

import assert from 'node:assert/strict';
import { agreement, leaderOf, others, proposeUntilDone, set } from '../observation/observe.ts';
import type { ConformanceTest } from './test.ts';

export const replication: readonly ConformanceTest[] = [
  {
    name: 'an update through one server reaches all',
    run: async (cluster) => {
      await leaderOf(cluster);
      await cluster.propose(set('1', 'Ada'));
      await agreement(cluster);
      for (const via of cluster.ids)
        assert.equal(await cluster.read('1', { via, consistency: 'stale' }), 'Ada');
    },
  },
  {
    name: 'the answer to a command is the name that its id had before',
    run: async (cluster) => {
      await leaderOf(cluster);
      assert.equal(await cluster.propose(set('1', 'Ada')), null);
      assert.equal(await cluster.propose(set('1', 'Grace')), 'Ada');
      assert.equal(await cluster.propose({ type: 'delete', id: '1' }), 'Grace');
      assert.equal(await cluster.read('1', { consistency: 'stale' }), null);
    },
  },
  {
    name: 'a follower forwards a command to the leader',
    run: async (cluster) => {
      const leader = await leaderOf(cluster);
      for (const via of others(cluster, leader))
        assert.equal(await cluster.propose(set(`${via}`, 'Ada'), { via }), null);
      assert.equal((await agreement(cluster)).applied, 2);
    },
  },
  {
    name: 'commands proposed at once through all servers are each applied exactly once',
    settings: { servers: 5, electionTimeout: [600, 1_200] }, // commands are not repeated, so the leader must stay
    run: async (cluster) => {
      await leaderOf(cluster);
      const commands = Array.from({ length: 500 }, (_, i) => set(`${i % 50}`, `${i}`));
      const answers = await Promise.all(
        commands.map((command, i) => cluster.propose(command, { via: cluster.ids[i % 5]! })),
      );
      assert.equal((await agreement(cluster)).applied, commands.length);
      // Each name was replaced by the next one of its id: together, answers and survivors are all the names.
      const survivors = await Promise.all(
        Array.from({ length: 50 }, (_, id) => cluster.read(`${id}`, { consistency: 'stale' })),
      );
      const seen = [...answers, ...survivors].filter((name) => name !== null).map(Number);
      assert.deepEqual(
        seen.sort((a, b) => a - b),
        [...commands.keys()],
      );
    },
  },
  {
    name: 'servers agree on a network that drops, delays, duplicates and reorders',
    settings: { servers: 3, electionTimeout: [300, 600], heartbeatInterval: 40 },
    run: async (cluster) => {
      await leaderOf(cluster);
      await cluster.faults({ drop: 0.1, delay: 1, jitter: 5, duplicate: 0.1, reorder: 0.1, seed: 7 });
      await Promise.all(
        Array.from({ length: 40 }, (_, i) => proposeUntilDone(cluster, set(`${i}`, `name ${i}`))),
      );
      await cluster.faults({});
      await agreement(cluster);
      for (const [i, via] of cluster.ids.entries())
        assert.equal(await cluster.read(`${i}`, { via, consistency: 'stale' }), `name ${i}`);
    },
  },
];
