// Servers that lag or were never reached: what they may delay, and how they catch up while clients go on (§7;
// dissertation §4.2.1).

import assert from 'node:assert/strict';
import type { Cluster } from '@three-ways/raft-cluster';
import { ChangeRefused, type ServerId, type Settings } from '@three-ways/raft-core';
import {
  agreement,
  changeUntilDone,
  heartbeats,
  leaderOf,
  others,
  proposeUntilDone,
  set,
} from '../observation/observe.ts';
import { NotYet, until, within } from '../observation/until.ts';
import type { ConformanceTest } from './test.ts';

/** For tests that wait until a silent server counts as such, which takes two election timeouts. */
const timing: Partial<Settings> = { electionTimeout: [150, 300], heartbeatInterval: 30 };
/** Deadline of a proposal (ms), ten election timeouts: generous, for busy machines. */
const bound = 6_000;

export const catchingUp: readonly ConformanceTest[] = [
  ...[1, 3].map(
    (servers): ConformanceTest => ({
      name: `of ${servers}: a learner never reached is not promoted, delays nothing, and can be removed`,
      settings: { servers },
      run: async (cluster) => {
        const leader = await leaderOf(cluster);
        await cluster.propose(set('1', 'Ada'));
        const unreached = await cluster.launch();
        await cluster.crash(unreached);
        await cluster.change({ type: 'addLearner', server: unreached });
        await assert.rejects(cluster.change({ type: 'promote', server: unreached }), ChangeRefused);
        assert.equal(await cluster.propose(set('1', 'Grace')), 'Ada');
        assert.equal(await cluster.read('1', { via: leader, consistency: 'linearizable' }), 'Grace');
        await cluster.change({ type: 'remove', server: unreached });
        const { configuration } = await cluster.status(leader);
        assert.deepEqual(configuration, { voters: others(cluster, unreached), learners: [] });
      },
    }),
  ),
  {
    name: 'a learner that has been silent for two election timeouts is not promoted until it answers again',
    settings: timing,
    run: async (cluster) => {
      const leader = await leaderOf(cluster);
      const learner = await cluster.launch();
      await changeUntilDone(cluster, { type: 'addLearner', server: learner });
      await agreement(cluster);
      await cluster.crash(learner);
      await heartbeats(cluster, 50, leader); // to two followers: 25 intervals of 30 ms, more than two election timeouts
      await assert.rejects(cluster.change({ type: 'promote', server: learner }), ChangeRefused);
      await cluster.propose(set('1', 'Ada'));
      await cluster.restart(learner);
      await changeUntilDone(cluster, { type: 'promote', server: learner });
      await agreement(cluster);
    },
  },
  {
    name: 'a server that was removed and is added again takes part: its vote makes a majority',
    run: async (cluster) => {
      const leader = await leaderOf(cluster);
      const [away, other] = others(cluster, leader) as [ServerId, ServerId];
      await cluster.propose(set('1', 'Ada'));
      for (const isDown of [false, true]) {
        await changeUntilDone(cluster, { type: 'remove', server: away });
        if (isDown) await cluster.crash(away);
        for (let i = 0; i < 20; i++) await proposeUntilDone(cluster, set('1', `name ${i}`));
        await cluster.restart(away);
        await changeUntilDone(cluster, { type: 'addLearner', server: away });
        await changeUntilDone(cluster, { type: 'promote', server: away });
      }
      await cluster.crash(other);
      await proposeUntilDone(cluster, set('1', 'Grace'));
      await agreement(cluster, [leader, away]);
    },
  },
  {
    name: 'a follower that was down catches up under load while the leader compacts: tiny chunks',
    settings: { ...timing, snapshotThreshold: 50, snapshotChunk: 512 },
    run: (cluster) => catchUpUnderLoad(cluster, { keys: 40, bytes: 200 }),
  },
  {
    name: 'a follower that was down catches up under load while the leader compacts: default chunks',
    settings: { ...timing, snapshotThreshold: 50 },
    run: (cluster) => catchUpUnderLoad(cluster, { keys: 100, bytes: 5_000 }),
  },
  {
    name: 'with the least of every bound a cluster serves, and a follower that was away catches up',
    settings: leastOfAll(),
    run: async (cluster) => {
      const leader = await leaderOf(cluster);
      const away = others(cluster, leader)[0]!;
      await cluster.crash(away);
      for (let i = 0; i < 5; i++) await within(bound, proposeUntilDone(cluster, set(`${i}`, 'Ada')));
      await cluster.restart(away);
      for (let i = 0; i < 5; i++) await proposeUntilDone(cluster, set(`${i}`, 'Grace'), { via: away });
      await agreement(cluster);
    },
  },
];

function leastOfAll(): Partial<Settings> {
  return {
    ...{ maxEntriesPerMessage: 1, maxMessagesInFlight: 1, maxBytesInFlight: 1, maxUncommitted: 1 },
    maxUncommittedBytes: 1,
    ...{ snapshotThreshold: 1, trailingEntries: 0, catchUpEntries: 0, snapshotChunk: 1, maxSessions: 1 },
  };
}

/** Has a follower down until its leader has replaced by a snapshot what it needs, and up again while clients never rest. */
async function catchUpUnderLoad(cluster: Cluster, { keys, bytes }: { keys: number; bytes: number }) {
  const leader = await leaderOf(cluster);
  const away = others(cluster, leader)[0]!;
  await cluster.crash(away);
  const name = 'x'.repeat(bytes);
  await Promise.all(Array.from({ length: keys }, (_, key) => cluster.propose(set(`${key}`, name))));
  await cluster.faults({ delay: 3 });
  const stop = new AbortController();
  const load = Promise.all(
    Array.from({ length: 32 }, (_, client) => clientLoad(cluster, client, stop.signal)),
  );
  try {
    await until('the leader has dropped what the follower needs', async () => {
      const { firstLogIndex } = await cluster.status(leader);
      return firstLogIndex > keys || new NotYet(`its log begins at ${firstLogIndex}`);
    });
    await cluster.restart(away);
    await until('the follower lags by less than a snapshot takes to travel', async () => {
      const goal = (await cluster.status(leader)).lastApplied;
      const { lastApplied } = await cluster.status(away);
      return lastApplied > goal - 100 || new NotYet(`it has applied ${lastApplied}, the leader ${goal}`);
    });
  } finally {
    stop.abort();
    await load;
  }
  await cluster.faults({});
  await agreement(cluster);
}

async function clientLoad(cluster: Cluster, client: number, stop: AbortSignal): Promise<void> {
  for (let i = 0; !stop.aborted; i++) await proposeUntilDone(cluster, set(`load ${client}`, `${i}`));
}
