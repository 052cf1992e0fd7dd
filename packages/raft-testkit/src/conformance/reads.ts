// What reads return: linearizable ones see every write answered before, through every server, and never an old value from a
// deposed leader (§8; dissertation §6.4).

import assert from 'node:assert/strict';
import { Aborted } from '@three-ways/raft-cluster';
import { leaderOf, others, proposeUntilDone, readUntilDone, set } from '../observation/observe.ts';
import type { ConformanceTest } from './test.ts';

const linearizable = { consistency: 'linearizable' } as const;

export const reads: readonly ConformanceTest[] = [
  {
    name: 'a linearizable read sees the newest write, through every server',
    settings: { servers: 5 },
    run: async (cluster) => {
      await leaderOf(cluster);
      for (let i = 0; i < 20; i++) {
        await cluster.propose(set('1', `name ${i}`));
        for (const via of cluster.ids)
          assert.equal(await cluster.read('1', { via, ...linearizable }), `name ${i}`);
      }
    },
  },
  {
    name: 'many concurrent reads are answered without log entries',
    run: async (cluster) => {
      const leader = await leaderOf(cluster);
      await cluster.propose(set('1', 'Ada'));
      const { lastLogIndex } = await cluster.status(leader);
      const names = await Promise.all(
        Array.from({ length: 300 }, (_, i) =>
          cluster.read('1', { via: cluster.ids[i % 3]!, ...linearizable }),
        ),
      );
      assert.deepEqual(new Set(names), new Set(['Ada']));
      assert.equal((await cluster.status(leader)).lastLogIndex, lastLogIndex);
    },
  },
  {
    name: 'many concurrent reads through a follower share a read index',
    run: async (cluster) => {
      const leader = await leaderOf(cluster);
      await cluster.propose(set('1', 'Ada'));
      const via = others(cluster, leader)[0]!;
      let questions = 0;
      await cluster.trace((event) => {
        if (event.type === 'send' && event.message.type === 'ReadIndex') questions += 1;
      });
      await Promise.all(Array.from({ length: 1000 }, () => cluster.read('1', { via, ...linearizable })));
      await cluster.trace(null);
      assert.ok(questions <= 200, `a thousand reads took ${questions} questions to the leader`);
    },
  },
  {
    name: 'ten thousand reads through a follower are answered, and as many end with their one signal',
    settings: { electionTimeout: [1000, 2000], heartbeatInterval: 50 },
    run: async (cluster) => {
      const leader = await leaderOf(cluster);
      await cluster.propose(set('1', 'Ada'));
      const via = others(cluster, leader)[0]!;
      const readAll = ({ signal } = new AbortController()) =>
        Promise.all(
          Array.from({ length: 10_000 }, () =>
            cluster.read('1', { via, signal, ...linearizable }).catch((error: Error) => error.name),
          ),
        );
      assert.deepEqual(new Set(await readAll()), new Set(['Ada']));
      const controller = new AbortController();
      const aborted = readAll(controller);
      controller.abort();
      assert.deepEqual(new Set(await aborted), new Set(['Aborted']));
    },
  },
  {
    name: 'a deposed leader unaware of its successor serves no linearizable read',
    settings: { servers: 5, checkQuorum: false },
    run: async (cluster) => {
      const old = await leaderOf(cluster);
      await cluster.propose(set('1', 'Ada'));
      const majority = others(cluster, old);
      await cluster.partition([[old], majority]);
      const tooOld = cluster.read('1', { via: old, ...linearizable }).then(
        (name) => assert.fail(`the old leader has answered ${name}`),
        (error: Error) => error.name,
      );
      tooOld.catch(() => {}); // checked below
      const leader = await leaderOf(cluster, majority);
      await cluster.propose(set('1', 'Grace'), { via: leader });
      assert.equal(await cluster.read('1', { via: old, consistency: 'stale' }), 'Ada');
      assert.equal((await cluster.status(old)).role, 'leader');
      await cluster.heal();
      assert.ok(['Unavailable', 'NotLeader'].includes(await tooOld));
      assert.equal(await readUntilDone(cluster, '1', old), 'Grace');
    },
  },
  {
    name: 'a linearizable read ends at once with Aborted when its signal fires',
    run: async (cluster) => {
      const leader = await leaderOf(cluster);
      await cluster.partition(cluster.ids.map((id) => [id]));
      const abandoned = new AbortController();
      const read = cluster.read('1', { via: leader, signal: abandoned.signal, ...linearizable });
      read.catch(() => {}); // looked at below
      abandoned.abort();
      await assert.rejects(read, Aborted);
    },
  },
  {
    name: 'reads on a lossy network are answered eventually, and never with an old name',
    settings: { electionTimeout: [300, 600], heartbeatInterval: 40 },
    run: async (cluster) => {
      await leaderOf(cluster);
      await cluster.faults({ drop: 0.1, jitter: 5, duplicate: 0.1, reorder: 0.1, seed: 11 });
      for (let i = 0; i < 10; i++) {
        await proposeUntilDone(cluster, set('1', `name ${i}`));
        const names = await Promise.all(cluster.ids.map((via) => readUntilDone(cluster, '1', via)));
        assert.deepEqual(new Set(names), new Set([`name ${i}`]));
      }
    },
  },
];
