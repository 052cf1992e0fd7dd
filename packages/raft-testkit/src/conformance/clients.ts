// Answers and errors that clients get, and when (§8).

import assert from 'node:assert/strict';
import { Aborted, Stopped } from '@three-ways/raft-cluster';
import { InvalidArgument, NotLeader } from '@three-ways/raft-core';
import { agreement, leaderOf, others, proposeUntilDone, set } from '../observation/observe.ts';
import type { ConformanceTest } from './test.ts';

export const clients: readonly ConformanceTest[] = [
  {
    name: 'a proposal ends at once with Aborted when its signal fires',
    run: async (cluster) => {
      const leader = await leaderOf(cluster);
      await cluster.partition(cluster.ids.map((id) => [id]));
      for (const via of cluster.ids) {
        const abandoned = new AbortController();
        const proposal = cluster.propose(set('1', 'Ada'), { via, signal: abandoned.signal });
        proposal.catch(() => {}); // looked at below
        abandoned.abort();
        if (via === leader) await assert.rejects(proposal, Aborted);
        else
          await assert.rejects(proposal, (error) => error instanceof Aborted || error instanceof NotLeader);
      }
    },
  },
  {
    name: 'a transfer and a change are aborted at once by their signal, and the leader serves again',
    settings: { checkQuorum: false },
    run: async (cluster) => {
      const leader = await leaderOf(cluster);
      await cluster.propose(set('1', 'Ada')); // the leader has committed in its term
      const stranger = await cluster.launch();
      for (const id of others(cluster, leader)) await cluster.crash(id);
      const abandoned = new AbortController();
      const { signal } = abandoned;
      const change = cluster.change({ type: 'addLearner', server: stranger }, { signal });
      const transfer = cluster.transfer(others(cluster, leader, stranger)[0]!, { signal });
      for (const waiting of [change, transfer]) waiting.catch(() => {}); // looked at below
      abandoned.abort();
      await assert.rejects(change, Aborted);
      await assert.rejects(transfer, Aborted);
      for (const id of others(cluster, leader)) await cluster.restart(id);
      await proposeUntilDone(cluster, set('2', 'Grace'));
    },
  },
  {
    name: 'a signal that has fired before ends a proposal before it begins',
    run: async (cluster) => {
      await leaderOf(cluster);
      await assert.rejects(cluster.propose(set('1', 'Ada'), { signal: AbortSignal.abort() }), Aborted);
      await cluster.propose(set('2', 'Grace'));
      assert.equal((await agreement(cluster)).applied, 1);
    },
  },
  {
    name: 'a server that knows no leader rejects with NotLeader',
    settings: { electionTimeout: [60_000, 120_000] },
    run: async (cluster) => {
      await assert.rejects(cluster.propose(set('1', 'Ada'), { via: 1 }), NotLeader);
    },
  },
  {
    name: 'a crashed server rejects new and pending requests with Stopped',
    settings: { checkQuorum: false }, // the leader must not step down first
    run: async (cluster) => {
      const leader = await leaderOf(cluster);
      await cluster.partition(cluster.ids.map((id) => [id]));
      const waiting = assert.rejects(cluster.propose(set('1', 'Ada'), { via: leader }), Stopped);
      waiting.catch(() => {}); // looked at below
      await cluster.crash(leader);
      await waiting;
      await assert.rejects(cluster.propose(set('1', 'Ada'), { via: leader }), Stopped);
      await assert.rejects(cluster.read('1', { via: leader, consistency: 'stale' }), Stopped);
      assert.equal((await cluster.status(leader)).running, false);
    },
  },
  {
    name: 'a cluster that is stopped rejects its pending requests with Stopped',
    settings: { checkQuorum: false },
    run: async (cluster) => {
      const leader = await leaderOf(cluster);
      await cluster.partition(cluster.ids.map((id) => [id]));
      const waiting = assert.rejects(cluster.propose(set('1', 'Ada'), { via: leader }), Stopped);
      waiting.catch(() => {}); // looked at below
      await cluster.stop();
      await waiting;
    },
  },
  {
    name: 'an InvalidArgument names the argument that makes no sense',
    run: async (cluster) => {
      await assert.rejects(
        cluster.status(9),
        (error) => error instanceof InvalidArgument && /server 9/.test(error.message),
      );
      await assert.rejects(
        cluster.faults({ drop: 2 }),
        (error) => error instanceof InvalidArgument && /drop/.test(error.message),
      );
      await assert.rejects(cluster.partition([[1, 7]]), InvalidArgument);
    },
  },
];
