// The cost of agreement: calls and bytes, counted in the trace. Calls are requests; replies don't count.

import assert from 'node:assert/strict';
import type { Cluster, Message, TraceEvent } from '@three-ways/raft-cluster';
import { agreement, leaderOf, set } from '../observation/observe.ts';
import { NotYet, until } from '../observation/until.ts';
import type { ConformanceTest } from './test.ts';

const asking: readonly Message['type'][] = ['PreVote', 'RequestVote', 'AppendEntries', 'InstallSnapshot'];

/** Counts messages sent from now on. */
async function counted(cluster: Cluster) {
  const count = { calls: 0, bytes: 0, from: Number.NaN, to: Number.NaN };
  await cluster.trace((event: TraceEvent) => {
    if (Number.isNaN(count.from)) count.from = event.at;
    count.to = event.at;
    if (event.type !== 'send' || !asking.includes(event.message.type)) return;
    count.calls += 1;
    count.bytes += JSON.stringify(event.message).length;
  });
  return count;
}

export const costs: readonly ConformanceTest[] = [
  {
    name: 'an idle cluster of three with a heartbeat every 100 ms makes at most 60 calls a second',
    settings: { electionTimeout: [400, 800], heartbeatInterval: 100 },
    run: async (cluster) => {
      await leaderOf(cluster);
      await agreement(cluster);
      const count = await counted(cluster);
      await until('a second of the cluster has passed', async () => {
        const passed = count.to - count.from;
        return passed >= 1_000 || new NotYet(`${passed} ms have`);
      });
      const perSecond = count.calls / ((count.to - count.from) / 1_000);
      assert.ok(perSecond <= 60, `${perSecond} calls a second`);
      assert.ok(perSecond >= 10, `${perSecond} calls a second: the heartbeats are missing`);
    },
  },
  {
    name: 'ten entries for three servers cost at most 42 calls',
    run: async (cluster) => {
      await leaderOf(cluster);
      await agreement(cluster);
      const count = await counted(cluster);
      await Promise.all(Array.from({ length: 10 }, (_, i) => cluster.propose(set(`${i}`, 'Ada'))));
      await agreement(cluster);
      assert.ok(count.calls >= 2 && count.calls <= 42, `${count.calls} calls`);
    },
  },
  {
    name: 'each entry is sent to each server about once: its bytes times the servers, plus 50 kB',
    run: async (cluster) => {
      await leaderOf(cluster);
      await agreement(cluster);
      const count = await counted(cluster);
      const name = 'x'.repeat(5_000);
      for (let i = 0; i < 10; i++) await cluster.propose(set(`${i}`, name));
      await agreement(cluster);
      const allowed = 10 * name.length * cluster.ids.length + 50_000;
      assert.ok(count.bytes <= allowed, `${count.bytes} bytes, expected at most ${allowed}`);
      assert.ok(count.bytes >= 2 * 10 * name.length, `${count.bytes} bytes can't have carried them`);
    },
  },
  {
    name: 'a follower with fifty conflicting entries is repaired in a few calls, not in fifty',
    settings: { servers: 5, preVote: false, checkQuorum: false, maxEntriesPerMessage: 1024 },
    run: async (cluster) => {
      const old = await leaderOf(cluster);
      const companion = cluster.ids.find((id) => id !== old)!;
      const rest = cluster.ids.filter((id) => id !== old && id !== companion);
      await cluster.partition([[old, companion], rest]);
      const lost = Promise.allSettled(
        Array.from({ length: 50 }, (_, i) => cluster.propose(set('1', `lost ${i}`), { via: old })),
      );
      await until('the companion has the fifty entries', async () => {
        const { lastLogIndex } = await cluster.status(companion);
        return lastLogIndex >= 51 || new NotYet(`it has ${lastLogIndex}`);
      });
      const leader = await leaderOf(cluster, rest);
      await Promise.all(
        Array.from({ length: 50 }, (_, i) => cluster.propose(set('2', `kept ${i}`), { via: leader })),
      );
      let refusals = 0;
      await cluster.trace((event) => {
        if (event.type !== 'send' || event.message.type !== 'AppendEntriesReply') return;
        if (!event.message.success && event.message.from === companion) refusals += 1;
      });
      await cluster.heal();
      await agreement(cluster);
      await lost;
      assert.ok(refusals <= 10, `the companion refused ${refusals} times`);
    },
  },
];
