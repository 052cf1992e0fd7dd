// Log compaction: applied entries are replaced by a snapshot (§7).

import assert from 'node:assert/strict';
import {
  agreement,
  leaderOf,
  openSession,
  others,
  proposeUntilDone,
  set,
  statuses,
} from '../observation/observe.ts';
import type { ConformanceTest } from './test.ts';

const compacting = { snapshotThreshold: 20, snapshotChunk: 256 } as const;

export const snapshots: readonly ConformanceTest[] = [
  {
    name: 'logs stay short under load',
    settings: compacting,
    run: async (cluster) => {
      await leaderOf(cluster);
      for (let round = 0; round < 10; round++) {
        await Promise.all(Array.from({ length: 30 }, (_, i) => cluster.propose(set(`${i}`, `${round}`))));
        await agreement(cluster);
        for (const { id, firstLogIndex, lastLogIndex } of await statuses(cluster)) {
          const length = lastLogIndex - firstLogIndex + 1;
          assert.ok(length <= 2 * 30, `the log of server ${id} has ${length} entries`);
        }
      }
      assert.equal((await agreement(cluster)).applied, 300);
    },
  },
  {
    name: 'without trailing entries a compacted log keeps none, and a follower that needs them gets a snapshot',
    settings: { snapshotThreshold: 20, trailingEntries: 0, catchUpEntries: 0 },
    run: async (cluster) => {
      const leader = await leaderOf(cluster);
      const away = others(cluster, leader)[0]!;
      await cluster.crash(away);
      for (let i = 0; i < 30; i++) await cluster.propose(set(`${i}`, `name ${i}`), { via: leader });
      const { firstLogIndex } = await cluster.status(leader);
      assert.ok(firstLogIndex > 20, `its log begins at ${firstLogIndex}`); // five earlier with the default
      await cluster.restart(away);
      assert.equal((await agreement(cluster)).applied, 30);
    },
  },
  {
    name: 'a follower that needs dropped entries gets a snapshot in chunks and catches up',
    settings: compacting,
    run: async (cluster) => {
      const leader = await leaderOf(cluster);
      const away = others(cluster, leader)[0]!;
      await cluster.crash(away);
      for (let i = 0; i < 100; i++) await cluster.propose(set(`${i}`, `name ${i}`));
      assert.ok((await cluster.status(leader)).firstLogIndex > 1);
      await cluster.restart(away);
      assert.equal((await agreement(cluster)).applied, 100);
    },
  },
  {
    name: 'a crashed cluster restarts from its snapshots, including sessions',
    settings: compacting,
    run: async (cluster) => {
      await leaderOf(cluster);
      const session = await openSession(cluster);
      const once = { session: { session, sequence: 1 } };
      await cluster.propose(set('once', 'Ada'), once);
      for (let i = 0; i < 100; i++) await cluster.propose(set(`${i}`, `name ${i}`));
      const before = await agreement(cluster);
      for (const id of cluster.ids) await cluster.crash(id);
      for (const id of cluster.ids) await cluster.restart(id);
      await leaderOf(cluster);
      assert.deepEqual(await agreement(cluster), before);
      assert.equal(await proposeUntilDone(cluster, set('once', 'Ada'), once), null);
      assert.equal((await agreement(cluster)).applied, before.applied);
    },
  },
  {
    name: 'snapshots arrive despite lost and duplicated chunks and crashes',
    settings: { ...compacting, electionTimeout: [300, 600], heartbeatInterval: 30 },
    run: async (cluster) => {
      const leader = await leaderOf(cluster);
      const away = others(cluster, leader)[0]!;
      for (let round = 0; round < 3; round++) {
        await cluster.crash(away);
        for (let i = 0; i < 40; i++) await cluster.propose(set(`${round} ${i}`, `name ${i}`));
        await cluster.faults({ drop: 0.2, jitter: 2, duplicate: 0.2, reorder: 0.2, seed: round });
        await cluster.restart(away);
        await proposeUntilDone(cluster, set('1', `name ${round}`));
        await cluster.crash(away);
        await cluster.restart(away);
        await cluster.faults({});
        await leaderOf(cluster);
      }
      await agreement(cluster);
    },
  },
];
