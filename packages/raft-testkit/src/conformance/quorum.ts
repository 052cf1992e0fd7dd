// Pre-vote and check-quorum: servers that must not disrupt, leaders that must step down (dissertation §9.6 and §6.2).

import assert from 'node:assert/strict';
import { Unavailable } from '@three-ways/raft-cluster';
import { agreement, heartbeats, leaderOf, others, set } from '../observation/observe.ts';
import { NotYet, until } from '../observation/until.ts';
import type { ConformanceTest } from './test.ts';

export const quorum: readonly ConformanceTest[] = [
  {
    name: 'with pre-vote, an isolated server returns without a new term or leader',
    run: async (cluster) => {
      const leader = await leaderOf(cluster);
      const { currentTerm } = await cluster.status(leader);
      const away = others(cluster, leader)[0]!;
      await cluster.partition([others(cluster, away), [away]]);
      await until('it campaigns in vain for pre-votes', async () => {
        const { role } = await cluster.status(away);
        return role === 'pre-candidate' || new NotYet(`it is a ${role}`);
      });
      await cluster.propose(set('1', 'Ada'), { via: leader });
      await heartbeats(cluster, 20, leader);
      await cluster.heal();
      assert.equal((await agreement(cluster)).applied, 1);
      assert.equal((await cluster.status(leader)).role, 'leader');
      for (const id of cluster.ids) assert.equal((await cluster.status(id)).currentTerm, currentTerm);
    },
  },
  {
    name: 'without pre-vote and check-quorum, an isolated server returns with a newer term for all',
    settings: { preVote: false, checkQuorum: false },
    run: async (cluster) => {
      const leader = await leaderOf(cluster);
      const { currentTerm } = await cluster.status(leader);
      const away = others(cluster, leader)[0]!;
      await cluster.partition([others(cluster, away), [away]]);
      await until('it has campaigned in vain', async () => {
        const now = (await cluster.status(away)).currentTerm;
        return now > currentTerm || new NotYet(`it is in term ${now}`);
      });
      await cluster.heal();
      const next = await leaderOf(cluster);
      assert.ok((await cluster.status(next)).currentTerm > currentTerm);
    },
  },
  {
    name: 'a leader without a majority steps down, and its clients get an error',
    settings: { servers: 5 },
    run: async (cluster) => {
      const leader = await leaderOf(cluster);
      await cluster.partition([[leader, others(cluster, leader)[0]!], others(cluster, leader).slice(1)]);
      await assert.rejects(cluster.propose(set('1', 'Ada'), { via: leader }), Unavailable);
      assert.notEqual((await cluster.status(leader)).role, 'leader');
    },
  },
  {
    name: 'a leader with a bare majority goes on while followers crash one by one',
    settings: { servers: 5 },
    run: async (cluster) => {
      const leader = await leaderOf(cluster);
      const { currentTerm } = await cluster.status(leader);
      const followers = others(cluster, leader);
      for (const [i, dying] of followers.slice(0, 2).entries()) {
        await cluster.crash(dying);
        await cluster.propose(set(`${i}`, 'Ada'));
        await heartbeats(cluster, 12, leader);
      }
      assert.deepEqual((await cluster.status(leader)).role, 'leader');
      assert.equal((await cluster.status(leader)).currentTerm, currentTerm);
      await cluster.crash(followers[2]!);
      await assert.rejects(cluster.propose(set('9', 'Nemo'), { via: leader }), Unavailable);
    },
  },
];
