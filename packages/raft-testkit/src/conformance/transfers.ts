// Leadership transfer (dissertation §3.10).

import assert from 'node:assert/strict';
import { Unavailable } from '@three-ways/raft-cluster';
import { TransferRefused } from '@three-ways/raft-core';
import { agreement, leaderOf, others, proposeUntilDone, set } from '../observation/observe.ts';
import type { ConformanceTest } from './test.ts';

export const transfers: readonly ConformanceTest[] = [
  {
    name: 'a transfer makes the chosen server the leader, and proposals go on',
    settings: { electionTimeout: [1_000, 2_000], heartbeatInterval: 40 },
    run: async (cluster) => {
      let leader = await leaderOf(cluster);
      for (let i = 0; i < 4; i++) {
        const successor = others(cluster, leader)[i % 2]!;
        const begun = performance.now();
        await cluster.transfer(successor);
        const took = performance.now() - begun;
        assert.ok(took < 1_000, `it took ${took} ms: as long as an election timeout`);
        leader = await leaderOf(cluster);
        assert.equal(leader, successor);
        await proposeUntilDone(cluster, set('1', `name ${i}`));
      }
      assert.equal((await agreement(cluster)).applied, 4);
    },
  },
  {
    name: 'a lagging transferee catches up first, and nothing is lost',
    run: async (cluster) => {
      const leader = await leaderOf(cluster);
      const behind = others(cluster, leader)[0]!;
      await cluster.crash(behind);
      for (let i = 0; i < 50; i++) await cluster.propose(set(`${i}`, 'Ada'));
      await cluster.restart(behind);
      await cluster.transfer(behind);
      assert.equal(await leaderOf(cluster), behind);
      assert.equal((await agreement(cluster)).applied, 50);
    },
  },
  {
    name: 'a transfer to an unresponsive server fails, and the leader serves again',
    run: async (cluster) => {
      const leader = await leaderOf(cluster);
      const dead = others(cluster, leader)[0]!;
      await cluster.crash(dead);
      await assert.rejects(cluster.transfer(dead), Unavailable);
      assert.equal(await cluster.propose(set('1', 'Ada'), { via: leader }), null);
    },
  },
  {
    name: 'a transfer to a non-voter or an unknown server is refused',
    run: async (cluster) => {
      await leaderOf(cluster);
      const stranger = await cluster.launch();
      await assert.rejects(cluster.transfer(stranger), TransferRefused);
      await assert.rejects(cluster.transfer(77), { name: 'InvalidArgument' });
    },
  },
];
