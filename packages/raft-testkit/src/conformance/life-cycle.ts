// The table of `Cluster`, asked row by row: what each call does before the start, twice, while another is under way, after the
// stop, and which refusal comes first when there are several.

import assert from 'node:assert/strict';
import type { Cluster, TraceEvent } from '@three-ways/raft-cluster';
import type { ServerId, Settings } from '@three-ways/raft-core';
import { agreement, leaderOf, others, proposeUntilDone, set } from '../observation/observe.ts';
import { within } from '../observation/until.ts';
import { type Calls, needNoStop, needStart, requests, strangers } from './calls.ts';
import type { ConformanceTest } from './test.ts';

/** One server: nothing changes by itself, and a cluster more costs little. */
const alone: Partial<Settings> = { servers: 1, electionTimeout: [50, 100], heartbeatInterval: 15 };

/** Deadline of a call (ms): generous, to end only one that hangs. */
const patience = 20_000;

const notStarted = { name: 'Stopped', message: 'the cluster has not been started' };
const isOver = { name: 'Stopped', message: 'the cluster has been stopped: make a new one' };
const stopped = { name: 'Stopped' };

async function expectRefusals(cluster: Cluster, calls: Calls, error: object): Promise<void> {
  for (const [name, call] of Object.entries(calls)) {
    const asked = call(cluster);
    await assert.rejects(within(patience, asked), error, `${name} is answered otherwise`);
  }
}

/** In every state of a cluster: arguments come first, then the signal. */
async function expectOrderOfRefusals(cluster: Cluster): Promise<void> {
  const message = `there is no server 9: this cluster has servers 1 to ${cluster.ids.length}`;
  await expectRefusals(cluster, strangers, { name: 'InvalidArgument', message });
  for (const [name, ask] of Object.entries(requests))
    await assert.rejects(ask(cluster, AbortSignal.abort(), 1), { name: 'Aborted' }, name);
}

function idle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Number of a server's events of a type. */
function count(events: readonly TraceEvent[], type: 'start' | 'crash', server: ServerId): number {
  return events.filter((event) => event.type === type && event.server === server).length;
}

/** Results of calls made at once, in this order. All must settle within the deadline. */
function settled(...asked: readonly Promise<unknown>[]): Promise<PromiseSettledResult<unknown>[]> {
  return within(patience, Promise.allSettled(asked));
}

export const lifeCycle: readonly ConformanceTest[] = [
  {
    name: 'before its start a cluster rejects every call that needs a server, and says why',
    settings: alone,
    run: async (_, create) => {
      await using cluster = create(alone);
      await expectRefusals(cluster, needStart, notStarted);
      await cluster.start();
      assert.deepEqual(cluster.ids, [1]);
      await leaderOf(cluster);
    },
  },
  {
    name: 'after its stop a cluster rejects every call with Stopped, and cannot be started',
    settings: alone,
    run: async (cluster) => {
      await leaderOf(cluster);
      await cluster.stop();
      await expectRefusals(cluster, { ...needStart, ...needNoStop }, isOver);
      await cluster.trace(null);
      await cluster.stop();
      assert.deepEqual(cluster.ids, [1]);
    },
  },
  {
    name: 'a cluster that is stopped before its start cannot be started either',
    settings: alone,
    run: async (_, create) => {
      await using cluster = create(alone);
      await cluster.stop();
      await expectRefusals(cluster, { ...needStart, ...needNoStop }, isOver);
    },
  },
  {
    name: 'arguments are judged first, then the signal, then whether the cluster runs, then the question',
    settings: alone,
    run: async (cluster, create) => {
      await using other = create(alone);
      await expectOrderOfRefusals(other);
      await leaderOf(cluster);
      await expectOrderOfRefusals(cluster);
      await cluster.crash(1);
      await expectOrderOfRefusals(cluster);
      await cluster.restart(1);
      const leader = await leaderOf(cluster);
      assert.equal((await cluster.status(leader)).configuration.voters.length, 1);
      await cluster.stop();
      await expectOrderOfRefusals(cluster);
    },
  },
  {
    name: 'a second start does nothing: a crashed server stays crashed, and each has started once',
    settings: alone,
    run: async (_, create) => {
      const events: TraceEvent[] = [];
      await using cluster = create({ electionTimeout: [150, 300], heartbeatInterval: 20 });
      await cluster.trace((event) => events.push(event));
      const outcomes = await settled(cluster.start(), cluster.start(), cluster.start());
      assert.deepEqual(new Set(outcomes.map(({ status }) => status)), new Set(['fulfilled']));
      const leader = await leaderOf(cluster);
      await cluster.crash(leader);
      await cluster.start();
      assert.equal((await cluster.status(leader)).running, false);
      await leaderOf(cluster, others(cluster, leader));
      await cluster.trace(null);
      for (const id of cluster.ids) assert.equal(count(events, 'start', id), 1);
    },
  },
  {
    name: 'a stop that comes while a cluster starts wins, and every stop resolves when nothing runs any more',
    run: async (cluster, create) => {
      await using other = create({});
      const [started, ...stops] = await settled(other.start(), other.stop(), other.stop());
      assert.ok(started!.status === 'fulfilled' || started!.reason.name === 'Stopped', 'the start');
      assert.deepEqual(new Set(stops.map(({ status }) => status)), new Set(['fulfilled']));
      await expectRefusals(other, needStart, isOver);
      await leaderOf(cluster);
      const all = await settled(cluster.launch(), cluster.crash(1), cluster.restart(1), cluster.stop());
      assert.equal(all.at(-1)!.status, 'fulfilled');
      for (const outcome of all)
        if (outcome.status === 'rejected') assert.equal(outcome.reason.name, 'Stopped');
    },
  },
  {
    name: 'to restart a server that runs, and to crash one that has crashed, does nothing',
    run: async (cluster) => {
      const events: TraceEvent[] = [];
      const leader = await leaderOf(cluster);
      await cluster.trace((event) => events.push(event));
      await cluster.restart(leader);
      assert.equal((await cluster.status(leader)).role, 'leader');
      const [dead] = others(cluster, leader) as [ServerId];
      await cluster.crash(dead);
      await cluster.crash(dead);
      await cluster.trace(null);
      assert.equal(count(events, 'start', leader), 0);
      assert.equal(count(events, 'crash', dead), 1);
    },
  },
  {
    name: 'launches, crashes and restarts that overlap are done one after another, in the order of the calls',
    run: async (cluster) => {
      const events: TraceEvent[] = [];
      const dead = others(cluster, await leaderOf(cluster))[0]!;
      await cluster.trace((event) => events.push(event));
      await within(patience, Promise.all([cluster.crash(dead), cluster.restart(dead)]));
      assert.equal((await cluster.status(dead)).running, true);
      await Promise.all([cluster.restart(dead), cluster.crash(dead), cluster.crash(dead)]);
      assert.equal((await cluster.status(dead)).running, false);
      await Promise.all([cluster.restart(dead), cluster.restart(dead), cluster.start()]);
      const launched = await within(patience, Promise.all([cluster.launch(), cluster.launch()]));
      assert.deepEqual(launched, [4, 5]);
      assert.deepEqual(cluster.ids, [1, 2, 3, 4, 5]);
      for (const id of cluster.ids) assert.equal((await cluster.status(id)).running, true);
      await cluster.trace(null);
      assert.deepEqual([count(events, 'crash', dead), count(events, 'start', dead)], [2, 2]);
      await proposeUntilDone(cluster, set('1', 'Ada'));
    },
  },
  {
    name: 'what is asked for while a cluster starts is done when it has',
    settings: alone,
    run: async (_, create) => {
      await using cluster = create(alone);
      const asked = [cluster.start(), cluster.launch(), cluster.crash(1), cluster.restart(1)];
      const [, launched] = await within(patience, Promise.all(asked));
      assert.equal(launched, 2);
      assert.equal((await cluster.status(1)).running, true);
    },
  },
  {
    name: 'a partition, fault rules and a listener that are set before the start hold from the start',
    settings: alone,
    run: async (_, create) => {
      const events: TraceEvent[] = [];
      await using cluster = create({ servers: 3, electionTimeout: [50, 100], heartbeatInterval: 15 });
      await cluster.trace((event) => events.push(event));
      await cluster.heal();
      await cluster.faults({ drop: 0, delay: 1 });
      await cluster.partition([[1], [2, 3]]);
      await cluster.start();
      await leaderOf(cluster, [2, 3]);
      await cluster.trace(null);
      assert.deepEqual(
        events.slice(0, 3).map(({ type, at }) => [type, at]),
        ['heal', 'faults', 'partition'].map((type) => [type, 0]),
      );
      const crossed = events.filter(
        (event) => event.type === 'deliver' && (event.message.from === 1) !== (event.message.to === 1),
      );
      assert.deepEqual(crossed, []);
      await cluster.heal();
      await leaderOf(cluster);
    },
  },
  {
    name: 'a partition that names a server twice is refused, and the network stays as it was',
    run: async (cluster) => {
      await leaderOf(cluster);
      for (const [groups, message] of [
        [[[1, 2, 1]], 'groups[0][2] is 1: give each server once'],
        [
          [
            [1, 2],
            [3, 2],
          ],
          'groups[1][1] is 2: give each server once',
        ],
      ] as const)
        await assert.rejects(cluster.partition(groups), { name: 'InvalidArgument', message });
      await agreement(cluster);
    },
  },
  {
    name: 'of a crashed server there is the status that it had, and no digest',
    run: async (cluster) => {
      const leader = await leaderOf(cluster);
      await cluster.propose(set('1', 'Ada'));
      await agreement(cluster);
      const { running: _, ...before } = await cluster.status(leader);
      await cluster.crash(leader);
      const { running, ...after } = await cluster.status(leader);
      assert.deepEqual([running, after], [false, before]);
      const message = `server ${leader} is not running`;
      await assert.rejects(cluster.digest(leader), { ...stopped, message });
      for (const name of ['propose', 'read', 'stale read'])
        await assert.rejects(requests[name]!(cluster, undefined, leader), { ...stopped, message });
    },
  },
  {
    name: 'what is under way when its server crashes, or the cluster stops, ends with Stopped',
    settings: alone,
    run: async (_, create) => {
      for (const end of ['crash', 'stop'] as const) {
        await using cluster = create({ servers: 3, checkQuorum: false, electionTimeout: [200, 400] });
        await cluster.start();
        const leader = await leaderOf(cluster);
        await proposeUntilDone(cluster, set('1', 'Ada')); // the leader has committed in its term
        await cluster.partition([]);
        const [follower] = others(cluster, leader) as [ServerId];
        const asked = Object.entries(requests)
          .filter(([name]) => name !== 'stale read')
          .map(([, ask]) => ask(cluster, undefined, ask === requests.transfer ? follower : leader));
        const outcomes = settled(...asked);
        await idle();
        await (end === 'crash' ? cluster.crash(leader) : cluster.stop());
        for (const outcome of await outcomes) {
          assert.equal(outcome.status, 'rejected');
          assert.match(outcome.reason.name, /^(Stopped|ChangeRefused|Overloaded|NotLeader)$/);
        }
        assert.ok(
          (await outcomes).some((outcome) => 'reason' in outcome && outcome.reason.name === 'Stopped'),
        );
      }
    },
  },
];
