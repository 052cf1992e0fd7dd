// Data after crashes and partitions (§5.4, §5.5).

import assert from 'node:assert/strict';
import type { ServerId } from '@three-ways/raft-core';
import {
  agreement,
  heartbeats,
  leaderOf,
  others,
  proposeUntilDone,
  set,
  statuses,
} from '../observation/observe.ts';
import type { ConformanceTest } from './test.ts';

export const failures: readonly ConformanceTest[] = [
  {
    name: 'when a follower crashes the others go on, and when it restarts it catches up',
    run: async (cluster) => {
      const leader = await leaderOf(cluster);
      const dead = others(cluster, leader)[0]!;
      await cluster.propose(set('1', 'Ada'));
      await cluster.crash(dead);
      await cluster.propose(set('2', 'Grace'));
      await cluster.restart(dead);
      assert.equal((await agreement(cluster)).applied, 2);
    },
  },
  {
    name: 'committed commands survive a crash of the leader',
    run: async (cluster) => {
      const dead = await leaderOf(cluster);
      await cluster.propose(set('1', 'Ada'));
      await cluster.crash(dead);
      const living = others(cluster, dead);
      await leaderOf(cluster, living);
      await agreement(cluster, living);
      for (const via of living) assert.equal(await cluster.read('1', { via, consistency: 'stale' }), 'Ada');
    },
  },
  {
    name: 'committed commands survive a crash of all servers',
    run: async (cluster) => {
      await leaderOf(cluster);
      for (let i = 0; i < 10; i++) await cluster.propose(set(`${i}`, `name ${i}`));
      const before = await agreement(cluster);
      const terms = (await statuses(cluster)).map(({ currentTerm }) => currentTerm);
      for (const id of cluster.ids) await cluster.crash(id);
      for (const id of cluster.ids) await cluster.restart(id);
      await leaderOf(cluster);
      assert.deepEqual(await agreement(cluster), before);
      for (const { id, currentTerm } of await statuses(cluster))
        assert.ok(currentTerm > terms[id - 1]!, `server ${id} went back to term ${currentTerm}`);
    },
  },
  {
    name: 'without a majority nothing is committed; with one restored the cluster goes on',
    settings: { servers: 5 },
    run: async (cluster) => {
      const leader = await leaderOf(cluster);
      await cluster.propose(set('1', 'Ada'));
      const [a, b, c] = others(cluster, leader) as [ServerId, ServerId, ServerId];
      await cluster.partition([[leader, a]]);
      const { commitIndex } = await cluster.status(leader);
      const abandoned = new AbortController();
      const proposal = cluster.propose(set('1', 'Nemo'), { via: leader, signal: abandoned.signal });
      await heartbeats(cluster, 10, leader);
      assert.equal((await cluster.status(leader)).commitIndex, commitIndex);
      abandoned.abort();
      await assert.rejects(proposal, { name: 'Aborted' });
      await cluster.heal();
      await leaderOf(cluster);
      await proposeUntilDone(cluster, set('2', 'Grace'));
      await agreement(cluster);
      for (const via of [a, b, c])
        assert.equal(await cluster.read('2', { via, consistency: 'stale' }), 'Grace');
    },
  },
  {
    name: 'a minority drops its uncommitted entries after a partition, and catches up',
    settings: { servers: 5 },
    run: async (cluster) => {
      const old = await leaderOf(cluster);
      const companion = others(cluster, old)[0]!;
      const majority = others(cluster, old, companion);
      await cluster.propose(set('1', 'Ada'));
      await cluster.partition([[old, companion], majority]);
      const lost = Promise.allSettled(
        Array.from({ length: 50 }, (_, i) => cluster.propose(set('1', `lost ${i}`), { via: old })),
      );
      const leader = await leaderOf(cluster, majority);
      for (let i = 0; i < 20; i++) await cluster.propose(set('2', `kept ${i}`), { via: leader });
      await cluster.heal();
      for (const { status } of await lost) assert.equal(status, 'rejected');
      assert.equal((await agreement(cluster)).applied, 21);
      for (const via of cluster.ids) {
        assert.equal(await cluster.read('1', { via, consistency: 'stale' }), 'Ada');
        assert.equal(await cluster.read('2', { via, consistency: 'stale' }), 'kept 19');
      }
    },
  },
];
