// Membership changes while the cluster serves (§6; dissertation chapter 4).

import assert from 'node:assert/strict';
import type { Cluster } from '@three-ways/raft-cluster';
import { ChangeRefused, type ServerId } from '@three-ways/raft-core';
import {
  agreement,
  changeUntilDone,
  leaderOf,
  others,
  proposeUntilDone,
  set,
} from '../observation/observe.ts';
import { NotYet, until } from '../observation/until.ts';
import type { ConformanceTest } from './test.ts';

export const membership: readonly ConformanceTest[] = [
  {
    name: 'a launched server does not disrupt the cluster, and receives nothing until added',
    run: async (cluster) => {
      const leader = await leaderOf(cluster);
      await cluster.propose(set('1', 'Ada'));
      const before = await cluster.status(leader);
      const added = await cluster.launch();
      assert.equal(added, 4);
      assert.deepEqual(cluster.ids, [1, 2, 3, 4]);
      assert.equal((await cluster.status(added)).lastLogIndex, 0);
      await changeUntilDone(cluster, { type: 'addLearner', server: added });
      assert.equal((await agreement(cluster)).applied, 1);
      assert.deepEqual((await cluster.status(leader)).configuration, { voters: [1, 2, 3], learners: [4] });
      assert.equal((await cluster.status(leader)).currentTerm, before.currentTerm);
    },
  },
  {
    name: 'a cluster grows from three to five under load, and every command is applied once',
    settings: { electionTimeout: [600, 1_200] }, // commands are not repeated, so the leader must stay
    run: async (cluster) => {
      await leaderOf(cluster);
      const stop = new AbortController();
      const load = Promise.all([1, 2, 3].map((client) => clientLoad(cluster, client, stop.signal)));
      for (const server of [await cluster.launch(), await cluster.launch()]) {
        await changeUntilDone(cluster, { type: 'addLearner', server });
        await changeUntilDone(cluster, { type: 'promote', server });
      }
      stop.abort();
      const proposed = (await load).reduce((sum, count) => sum + count, 0);
      assert.equal((await agreement(cluster)).applied, proposed);
      const { configuration } = await cluster.status(1);
      assert.deepEqual(configuration, { voters: [1, 2, 3, 4, 5], learners: [] });
    },
  },
  {
    name: 'after removals, a majority of the remaining servers suffices',
    settings: { servers: 5 },
    run: async (cluster) => {
      const leader = await leaderOf(cluster);
      const [a, b, c, d] = others(cluster, leader) as [ServerId, ServerId, ServerId, ServerId];
      for (const server of [a, b]) {
        await changeUntilDone(cluster, { type: 'remove', server });
        await cluster.crash(server);
      }
      await cluster.crash(c); // leaves two of three
      await proposeUntilDone(cluster, set('1', 'Ada'));
      assert.equal(await cluster.read('1', { via: d, consistency: 'linearizable' }), 'Ada');
    },
  },
  {
    name: 'a leader that removes itself answers, and another one is elected',
    run: async (cluster) => {
      const old = await leaderOf(cluster);
      await cluster.propose(set('1', 'Ada'));
      await changeUntilDone(cluster, { type: 'remove', server: old });
      const rest = others(cluster, old);
      const leader = await leaderOf(cluster, rest);
      await cluster.propose(set('2', 'Grace'), { via: leader });
      assert.equal((await agreement(cluster, rest)).applied, 2);
      assert.deepEqual((await cluster.status(leader)).configuration.voters, rest);
    },
  },
  {
    name: 'a removed server does not disrupt the cluster',
    run: async (cluster) => {
      const leader = await leaderOf(cluster);
      const removed = others(cluster, leader)[0]!;
      await changeUntilDone(cluster, { type: 'remove', server: removed });
      const { currentTerm } = await cluster.status(leader);
      await cluster.restart(removed);
      await until('the removed server has waited for more than an election', async () => {
        const { role } = await cluster.status(removed);
        return role !== 'follower' || new NotYet(`it is a ${role}`);
      });
      for (let i = 0; i < 20; i++) await cluster.propose(set('1', `name ${i}`));
      assert.equal((await cluster.status(leader)).currentTerm, currentTerm);
      assert.equal((await cluster.status(leader)).role, 'leader');
    },
  },
  {
    name: 'an invalid change is refused with its reason',
    run: async (cluster) => {
      await leaderOf(cluster);
      await proposeUntilDone(cluster, set('1', 'Ada')); // the leader has committed in its term
      await assert.rejects(cluster.change({ type: 'addLearner', server: 2 }), ChangeRefused);
      await assert.rejects(cluster.change({ type: 'promote', server: 2 }), ChangeRefused);
      await assert.rejects(cluster.change({ type: 'remove', server: 9 }), { name: 'InvalidArgument' });
    },
  },
];

/** Proposes one command after the other until the signal fires. Returns their number. */
async function clientLoad(cluster: Cluster, client: number, stop: AbortSignal): Promise<number> {
  let proposed = 0;
  while (!stop.aborted) {
    await cluster.propose(set(`${client}`, `name ${proposed}`), { via: client });
    proposed += 1;
  }
  return proposed;
}
