// Everything at once: leaders crash one after the other, links fail and recover, clients never pause (§5.4, §5.5; Figure 8).

import assert from 'node:assert/strict';
import type { Cluster } from '@three-ways/raft-cluster';
import { type ServerId, seededRandom } from '@three-ways/raft-core';
import {
  agreement,
  leaderOf,
  openSession,
  others,
  proposeUntilDone,
  readUntilDone,
  set,
  statuses,
} from '../observation/observe.ts';
import { NotYet, until } from '../observation/until.ts';
import type { ConformanceTest } from './test.ts';

export const churn: readonly ConformanceTest[] = [
  {
    name: 'whichever three of seven servers are isolated, the other four have one leader',
    settings: { servers: 7 },
    run: async (cluster) => {
      const random = seededRandom(7);
      for (let round = 0; round < 6; round++) {
        const shuffled = [...cluster.ids].sort(() => random() - 0.5);
        const [cut, rest] = [shuffled.slice(0, 3), shuffled.slice(3)];
        await cluster.partition([rest, ...cut.map((id) => [id])]);
        const leader = await leaderOf(cluster, rest);
        await cluster.propose(set(`${round}`, 'Ada'), { via: leader });
        await cluster.heal();
        await leaderOf(cluster);
      }
      assert.equal((await agreement(cluster)).applied, 6);
    },
  },
  {
    name: 'committed entries survive successive leaders that crash with uncommitted ones (Figure 8)',
    settings: { servers: 5 },
    run: async (cluster) => {
      const random = seededRandom(8);
      let dead: ServerId[] = [];
      for (let round = 0; round < 8; round++) {
        const living = others(cluster, ...dead);
        const leader = await leaderOf(cluster, living);
        await proposeUntilDone(cluster, set('kept', `${round}`), { via: leader });
        const unheard = cluster.propose(set('perhaps', `${round}`), { via: leader });
        unheard.catch(() => {}); // it may be committed or not
        await cluster.crash(leader);
        dead.push(leader);
        if (dead.length === 2) {
          const back = dead[random() < 0.5 ? 0 : 1]!;
          await cluster.restart(back);
          dead = dead.filter((id) => id !== back);
        }
      }
      for (const id of dead) await cluster.restart(id);
      await leaderOf(cluster);
      await agreement(cluster);
      for (const via of cluster.ids) assert.equal(await readUntilDone(cluster, 'kept', via), '7');
    },
  },
  {
    name: 'committed entries survive crashing leaders while messages are lost and reordered',
    settings: { servers: 5, electionTimeout: [200, 400], heartbeatInterval: 40 },
    run: async (cluster) => {
      const random = seededRandom(9);
      await leaderOf(cluster);
      await cluster.faults({ drop: 0.1, jitter: 60, reorder: 0.5, duplicate: 0.1, seed: 9 });
      for (let round = 0; round < 8; round++) {
        await proposeUntilDone(cluster, set('kept', `${round}`));
        for (const { id, role, running } of await statuses(cluster))
          if (running && role === 'leader' && random() < 0.7) await cluster.crash(id);
        const dead = (await statuses(cluster)).filter(({ running }) => !running);
        for (const { id } of dead) if (dead.length === 2 || random() < 0.5) await cluster.restart(id);
      }
      await cluster.faults({});
      for (const id of cluster.ids) await cluster.restart(id);
      await leaderOf(cluster);
      await agreement(cluster);
      for (const via of cluster.ids) assert.equal(await readUntilDone(cluster, 'kept', via), '7');
    },
  },
  {
    name: 'three clients go on through crashes and partitions, and each command is applied once',
    settings: { servers: 5, snapshotThreshold: 30 },
    run: async (cluster) => {
      await leaderOf(cluster);
      const stop = new AbortController();
      const clients = await Promise.all(
        [1, 2, 3].map(async (client) => ({ client, session: await openSession(cluster) })),
      );
      const load = Promise.all(clients.map((client) => neverRest(cluster, client, stop.signal)));
      await disturb(cluster, 6);
      stop.abort();
      const done = await load;
      await agreement(cluster);
      const { applied } = await cluster.digest(1);
      assert.equal(
        applied,
        done.reduce((sum, count) => sum + count, 0),
      );
      for (const [i, count] of done.entries())
        assert.equal(await readUntilDone(cluster, `${i + 1}`, 1), `${count}`);
    },
  },
];

interface Client {
  readonly client: number;
  readonly session: number;
}

/** Sends one command after the other, each until it is answered. Returns their number. */
async function neverRest(cluster: Cluster, { client, session }: Client, stop: AbortSignal): Promise<number> {
  for (let sequence = 1; ; sequence++) {
    await proposeUntilDone(cluster, set(`${client}`, `${sequence}`), { session: { session, sequence } });
    if (stop.aborted) return sequence;
  }
}

/** Crashes or isolates the leader, lets the others go on for a while, then restarts and heals. */
async function disturb(cluster: Cluster, rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    const leader = await leaderOf(cluster);
    const rest = others(cluster, leader);
    if (round % 2 === 0) await cluster.crash(leader);
    else await cluster.partition([[leader], rest]);
    const next = await leaderOf(cluster, rest);
    const { commitIndex } = await cluster.status(next);
    await until('the others have committed more', async () => {
      const now = await statuses(cluster, rest);
      return now.some((one) => one.commitIndex > commitIndex + 3) || new NotYet(`since ${commitIndex}`);
    });
    await cluster.restart(leader);
    await cluster.heal();
  }
}
