// A client repeats a command of unknown outcome, which is applied once (§8; dissertation §6.3).

import assert from 'node:assert/strict';
import { SequenceTooOld, SessionExpired } from '@three-ways/raft-cluster';
import { agreement, leaderOf, openSession, others, proposeUntilDone, set } from '../observation/observe.ts';
import type { ConformanceTest } from './test.ts';

export const sessions: readonly ConformanceTest[] = [
  {
    name: 'a repeated command of a session gets its first answer and is applied once',
    run: async (cluster) => {
      await leaderOf(cluster);
      const session = await openSession(cluster);
      const once = { session: { session, sequence: 1 } };
      assert.equal(await cluster.propose(set('1', 'Ada'), once), null);
      assert.equal(await cluster.propose(set('1', 'Grace')), 'Ada');
      for (const via of cluster.ids)
        assert.equal(await cluster.propose(set('1', 'Ada'), { ...once, via }), null);
      assert.equal(await cluster.read('1', { consistency: 'linearizable' }), 'Grace');
      assert.equal((await agreement(cluster)).applied, 2);
    },
  },
  {
    name: 'a repeated command is applied once across crashes of its leader and of the whole cluster',
    run: async (cluster) => {
      const first = await leaderOf(cluster);
      const session = await openSession(cluster);
      const once = { session: { session, sequence: 1 } };
      await cluster.propose(set('1', 'Ada'), once);
      await cluster.crash(first);
      await leaderOf(cluster, others(cluster, first));
      await proposeUntilDone(cluster, set('1', 'Ada'), once);
      await cluster.restart(first);
      for (const id of cluster.ids) await cluster.crash(id);
      for (const id of cluster.ids) await cluster.restart(id);
      await leaderOf(cluster);
      assert.equal(await proposeUntilDone(cluster, set('1', 'Ada'), once), null);
      assert.equal((await agreement(cluster)).applied, 1);
    },
  },
  {
    name: 'clients that repeat every command on a faulty network have each applied once',
    settings: { electionTimeout: [300, 600], heartbeatInterval: 40 },
    run: async (cluster) => {
      await leaderOf(cluster);
      const clients = await Promise.all([0, 1, 2, 3].map(() => openSession(cluster)));
      await cluster.faults({ drop: 0.1, jitter: 3, duplicate: 0.3, reorder: 0.1, seed: 23 });
      await Promise.all(
        clients.map(async (session, client) => {
          for (let sequence = 1; sequence <= 10; sequence++)
            await proposeUntilDone(cluster, set(`${client}`, `${sequence}`), {
              via: cluster.ids[client % 3]!,
              session: { session, sequence },
            });
        }),
      );
      await cluster.faults({});
      assert.equal((await agreement(cluster)).applied, 40);
    },
  },
  {
    name: 'an unknown or closed session is SessionExpired, through every server',
    settings: { maxSessions: 2 },
    run: async (cluster) => {
      await leaderOf(cluster);
      const closed = await openSession(cluster);
      for (let i = 0; i < 2; i++) await openSession(cluster);
      for (const via of cluster.ids)
        for (const session of [closed, 999])
          await assert.rejects(
            cluster.propose(set('1', 'Ada'), { via, session: { session, sequence: 1 } }),
            SessionExpired,
          );
      assert.equal((await agreement(cluster)).applied, 0);
    },
  },
  {
    name: 'an outdated sequence number is SequenceTooOld, through every server',
    run: async (cluster) => {
      await leaderOf(cluster);
      const session = await openSession(cluster);
      for (const sequence of [1, 2, 3])
        await proposeUntilDone(cluster, set('1', `name ${sequence}`), { session: { session, sequence } });
      for (const via of cluster.ids)
        await assert.rejects(
          cluster.propose(set('1', 'name 1'), { via, session: { session, sequence: 1 } }),
          SequenceTooOld,
        );
      assert.equal(await cluster.read('1', { consistency: 'linearizable' }), 'name 3');
      assert.equal((await agreement(cluster)).applied, 3);
    },
  },
];
