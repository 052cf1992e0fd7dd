// Applications that block: nothing is lost, also when it takes longer than an election timeout.

import assert from 'node:assert/strict';
import type { ServerId } from '@three-ways/raft-core';
import { agreement, leaderOf, others, proposeUntilDone, set } from '../observation/observe.ts';
import type { ConformanceTest } from './test.ts';

export const blocks: readonly ConformanceTest[] = [
  {
    name: 'a block takes its time, one after another, and its server then applies what it missed',
    run: async (cluster) => {
      const leader = await leaderOf(cluster);
      const [blocked] = others(cluster, leader) as [ServerId];
      const started = performance.now();
      const blocks = [cluster.block(blocked, 30), cluster.block(blocked, 30)];
      await proposeUntilDone(cluster, set('1', 'Ada'), { via: leader });
      await Promise.all(blocks);
      const took = performance.now() - started;
      assert.ok(took >= 59, `two blocks of 30 ms took ${took} ms`);
      assert.equal(await cluster.read('1', { via: blocked, consistency: 'linearizable' }), 'Ada');
    },
  },
  {
    name: 'a leader that is blocked for longer than an election timeout loses nothing',
    settings: { electionTimeout: [60, 120], heartbeatInterval: 20 },
    run: async (cluster) => {
      const leader = await leaderOf(cluster);
      await proposeUntilDone(cluster, set('1', 'Ada'));
      const block = cluster.block(leader, 300);
      const [via] = others(cluster, leader);
      await proposeUntilDone(cluster, set('2', 'Grace'), { via: via! });
      await block;
      const { applied } = await agreement(cluster);
      assert.ok(applied >= 2, `${applied} commands are applied`);
      for (const via of cluster.ids)
        for (const [id, name] of [
          ['1', 'Ada'],
          ['2', 'Grace'],
        ] as const)
          assert.equal(await cluster.read(id, { via, consistency: 'stale' }), name);
    },
  },
  {
    name: 'a crashed server cannot be blocked',
    run: async (cluster) => {
      const [dead] = others(cluster, await leaderOf(cluster)) as [ServerId];
      await cluster.crash(dead);
      const message = `server ${dead} is not running`;
      await assert.rejects(cluster.block(dead, 10), { name: 'Stopped', message });
    },
  },
];
