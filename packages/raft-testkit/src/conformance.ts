// What every runtime must do, told as questions and answered through the contract alone. The list is plain data, so that a
// test runner, a command line or a loop can run it against any cluster.

import assert from 'node:assert/strict';
import {
  Aborted,
  type Cluster,
  InvalidArgument,
  NotLeader,
  type ServerId,
  type Settings,
  Stopped,
  type TraceEvent,
} from '@three-ways/raft-core';
import { agreement, leaderOf, others, proposeUntilDone, set, statuses } from './observe.ts';
import { NotYet, until } from './until.ts';

export interface ConformanceTest {
  /** A sentence that the test proves. */
  readonly name: string;
  /** What the cluster is to be made with, beside the suite's own timing. */
  readonly settings?: Partial<Settings>;
  /** Gets a cluster that has been started, and need not stop it. */
  readonly run: (cluster: Cluster) => Promise<void>;
}

/** Short enough for a quick suite, long enough for a busy machine. In ms. */
const timing: Partial<Settings> = { electionTimeout: [150, 300], heartbeatInterval: 40 };

/** Makes a cluster for a test, runs the test, and stops the cluster whatever happens. */
export async function runConformanceTest(
  test: ConformanceTest,
  create: (settings: Partial<Settings>) => Cluster,
): Promise<void> {
  await using cluster = create({ ...timing, ...test.settings });
  await cluster.start();
  await test.run(cluster);
}

const elections: ConformanceTest[] = [
  {
    name: 'in a new cluster one server comes to lead, and all others follow it',
    settings: { servers: 5 },
    run: async (cluster) => {
      const leader = await leaderOf(cluster);
      const seen = await statuses(cluster);
      assert.deepEqual(
        seen.filter(({ role }) => role === 'follower').map(({ id }) => id),
        others(cluster, leader),
      );
    },
  },
  {
    name: 'a leader that keeps its followers keeps its term',
    run: async (cluster) => {
      const leader = await leaderOf(cluster);
      const { currentTerm } = await cluster.status(leader);
      await heartbeats(cluster, 20);
      const seen = await statuses(cluster);
      assert.deepEqual(new Set(seen.map((one) => one.currentTerm)), new Set([currentTerm]));
    },
  },
  {
    name: 'when the leader dies, another one leads in a newer term',
    run: async (cluster) => {
      const dead = await leaderOf(cluster);
      const before = await cluster.status(dead);
      await cluster.crash(dead);
      const leader = await leaderOf(cluster, others(cluster, dead));
      const after = await cluster.status(leader);
      assert.ok(
        after.currentTerm > before.currentTerm,
        `term ${after.currentTerm} after ${before.currentTerm}`,
      );
    },
  },
  {
    name: 'a leader that comes back follows the new one',
    run: async (cluster) => {
      const dead = await leaderOf(cluster);
      await cluster.crash(dead);
      const leader = await leaderOf(cluster, others(cluster, dead));
      await cluster.restart(dead);
      assert.equal(await leaderOf(cluster), leader);
    },
  },
  {
    name: 'when followers campaign at once, one of them comes to lead all the same',
    settings: { servers: 5, electionTimeout: [100, 110], heartbeatInterval: 30 },
    run: async (cluster) => {
      const dead = await leaderOf(cluster);
      await cluster.crash(dead);
      await leaderOf(cluster, others(cluster, dead));
    },
  },
];

const replication: ConformanceTest[] = [
  {
    name: 'what is updated through one server is updated on all',
    run: async (cluster) => {
      await leaderOf(cluster);
      await cluster.propose(set('1', 'Ada'));
      await agreement(cluster);
      for (const via of cluster.ids)
        assert.equal(await cluster.read('1', { via, consistency: 'stale' }), 'Ada');
    },
  },
  {
    name: 'the answer to a command is the name that its id had before',
    run: async (cluster) => {
      await leaderOf(cluster);
      assert.equal(await cluster.propose(set('1', 'Ada')), null);
      assert.equal(await cluster.propose(set('1', 'Grace')), 'Ada');
      assert.equal(await cluster.propose({ type: 'delete', id: '1' }), 'Grace');
      assert.equal(await cluster.read('1', { consistency: 'stale' }), null);
    },
  },
  {
    name: 'a follower that a client reaches passes the command to the leader',
    run: async (cluster) => {
      const leader = await leaderOf(cluster);
      for (const via of others(cluster, leader))
        assert.equal(await cluster.propose(set(`${via}`, 'Ada'), { via }), null);
      assert.equal((await agreement(cluster)).applied, 2);
    },
  },
  {
    name: 'commands proposed at once through all servers are each applied exactly once',
    settings: { servers: 5 },
    run: async (cluster) => {
      await leaderOf(cluster);
      const commands = Array.from({ length: 500 }, (_, i) => set(`${i % 50}`, `${i}`));
      const answers = await Promise.all(
        commands.map((command, i) => cluster.propose(command, { via: cluster.ids[i % 5]! })),
      );
      assert.equal((await agreement(cluster)).applied, commands.length);
      // Each name was replaced by the next one of its id: together, answers and survivors are all the names.
      const survivors = await Promise.all(
        Array.from({ length: 50 }, (_, id) => cluster.read(`${id}`, { consistency: 'stale' })),
      );
      const seen = [...answers, ...survivors].filter((name) => name !== null).map(Number);
      assert.deepEqual(
        seen.sort((a, b) => a - b),
        [...commands.keys()],
      );
    },
  },
  {
    name: 'a network that drops, delays, duplicates and reorders keeps nobody from agreeing',
    settings: { servers: 3, electionTimeout: [300, 600], heartbeatInterval: 40 },
    run: async (cluster) => {
      await leaderOf(cluster);
      await cluster.faults({ drop: 0.1, delay: 1, jitter: 5, duplicate: 0.1, reorder: 0.1, seed: 7 });
      await Promise.all(
        Array.from({ length: 40 }, (_, i) => proposeUntilDone(cluster, set(`${i}`, `name ${i}`))),
      );
      await cluster.faults({});
      await agreement(cluster);
      for (const [i, via] of cluster.ids.entries())
        assert.equal(await cluster.read(`${i}`, { via, consistency: 'stale' }), `name ${i}`);
    },
  },
];

const failures: ConformanceTest[] = [
  {
    name: 'when a follower dies the others go on, and when it comes back it catches up',
    run: async (cluster) => {
      const leader = await leaderOf(cluster);
      const dead = others(cluster, leader)[0]!;
      await cluster.propose(set('1', 'Ada'));
      await cluster.crash(dead);
      await cluster.propose(set('2', 'Grace'));
      await cluster.restart(dead);
      assert.equal((await agreement(cluster)).applied, 2);
    },
  },
  {
    name: 'what was committed survives the death of the leader',
    run: async (cluster) => {
      const dead = await leaderOf(cluster);
      await cluster.propose(set('1', 'Ada'));
      await cluster.crash(dead);
      const living = others(cluster, dead);
      await leaderOf(cluster, living);
      await agreement(cluster, living);
      for (const via of living) assert.equal(await cluster.read('1', { via, consistency: 'stale' }), 'Ada');
    },
  },
  {
    name: 'a cluster whose servers all died remembers what it had committed',
    run: async (cluster) => {
      await leaderOf(cluster);
      for (let i = 0; i < 10; i++) await cluster.propose(set(`${i}`, `name ${i}`));
      const before = await agreement(cluster);
      const terms = (await statuses(cluster)).map(({ currentTerm }) => currentTerm);
      for (const id of cluster.ids) await cluster.crash(id);
      for (const id of cluster.ids) await cluster.restart(id);
      await leaderOf(cluster);
      assert.deepEqual(await agreement(cluster), before);
      for (const { id, currentTerm } of await statuses(cluster))
        assert.ok(currentTerm > terms[id - 1]!, `server ${id} went back to term ${currentTerm}`);
    },
  },
  {
    name: 'without a majority nothing is committed, and with one again everything goes on',
    settings: { servers: 5 },
    run: async (cluster) => {
      const leader = await leaderOf(cluster);
      await cluster.propose(set('1', 'Ada'));
      const [a, b, c] = others(cluster, leader) as [ServerId, ServerId, ServerId];
      await cluster.partition([[leader, a]]);
      const { commitIndex } = await cluster.status(leader);
      const abandoned = new AbortController();
      const proposal = cluster.propose(set('1', 'nobody'), { via: leader, signal: abandoned.signal });
      await heartbeats(cluster, 10, leader);
      assert.equal((await cluster.status(leader)).commitIndex, commitIndex);
      abandoned.abort();
      await assert.rejects(proposal, { name: 'Aborted' });
      await cluster.heal();
      await leaderOf(cluster);
      await proposeUntilDone(cluster, set('2', 'Grace'));
      await agreement(cluster);
      for (const via of [a, b, c])
        assert.equal(await cluster.read('2', { via, consistency: 'stale' }), 'Grace');
    },
  },
  {
    name: 'a part that was cut off gives up what it could not commit, and catches up',
    settings: { servers: 5 },
    run: async (cluster) => {
      const old = await leaderOf(cluster);
      const companion = others(cluster, old)[0]!;
      const majority = others(cluster, old, companion);
      await cluster.propose(set('1', 'Ada'));
      await cluster.partition([[old, companion], majority]);
      const lost = Promise.allSettled(
        Array.from({ length: 50 }, (_, i) => cluster.propose(set('1', `lost ${i}`), { via: old })),
      );
      const leader = await leaderOf(cluster, majority);
      for (let i = 0; i < 20; i++) await cluster.propose(set('2', `kept ${i}`), { via: leader });
      await cluster.heal();
      for (const { status } of await lost) assert.equal(status, 'rejected');
      assert.equal((await agreement(cluster)).applied, 21);
      for (const via of cluster.ids) {
        assert.equal(await cluster.read('1', { via, consistency: 'stale' }), 'Ada');
        assert.equal(await cluster.read('2', { via, consistency: 'stale' }), 'kept 19');
      }
    },
  },
];

const clients: ConformanceTest[] = [
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
    name: 'a signal that has fired before ends a proposal before it begins',
    run: async (cluster) => {
      await leaderOf(cluster);
      await assert.rejects(cluster.propose(set('1', 'Ada'), { signal: AbortSignal.abort() }), Aborted);
      await cluster.propose(set('2', 'Grace'));
      assert.equal((await agreement(cluster)).applied, 1);
    },
  },
  {
    name: 'a server that knows no leader says NotLeader',
    settings: { electionTimeout: [60_000, 60_000] },
    run: async (cluster) => {
      await assert.rejects(cluster.propose(set('1', 'Ada'), { via: 1 }), NotLeader);
    },
  },
  {
    name: 'a server that has crashed says Stopped, to clients that come and to clients that wait',
    run: async (cluster) => {
      const leader = await leaderOf(cluster);
      await cluster.partition(cluster.ids.map((id) => [id]));
      const waiting = assert.rejects(cluster.propose(set('1', 'Ada'), { via: leader }), Stopped);
      await cluster.crash(leader);
      await waiting;
      await assert.rejects(cluster.propose(set('1', 'Ada'), { via: leader }), Stopped);
      await assert.rejects(cluster.read('1', { via: leader, consistency: 'stale' }), Stopped);
      assert.equal((await cluster.status(leader)).running, false);
    },
  },
  {
    name: 'a cluster that is stopped under way rejects who waits with Stopped',
    run: async (cluster) => {
      const leader = await leaderOf(cluster);
      await cluster.partition(cluster.ids.map((id) => [id]));
      const waiting = assert.rejects(cluster.propose(set('1', 'Ada'), { via: leader }), Stopped);
      await cluster.stop();
      await waiting;
    },
  },
  {
    name: 'an argument that makes no sense is named in an InvalidArgument',
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

const traces: ConformanceTest[] = [
  {
    name: 'the trace tells of roles, votes, messages, appends, commits and applies, and is silent when it is off',
    run: async (cluster) => {
      const events: TraceEvent[] = [];
      await cluster.trace((event) => events.push(event));
      const leader = await leaderOf(cluster);
      await cluster.propose(set('1', 'Ada'));
      await agreement(cluster);
      await cluster.crash(leader);
      await leaderOf(cluster, others(cluster, leader));
      await cluster.trace(null);
      const told = events.length;
      await cluster.restart(leader);
      await leaderOf(cluster);
      assert.equal(events.length, told);
      const types = new Set(events.map(({ type }) => type));
      for (const type of [
        'role',
        'vote',
        'append',
        'commit',
        'apply',
        'send',
        'deliver',
        'drop',
        'crash',
      ] as const)
        assert.ok(types.has(type), `no event of type ${type} among ${[...types]}`);
      assert.ok(
        events.every(({ at }, i) => i === 0 || at >= events[i - 1]!.at),
        'times never go back',
      );
    },
  },
];

/** Waits until so many heartbeats have arrived (from one server, if named): a while in the cluster's own time. */
async function heartbeats(cluster: Cluster, count: number, from?: ServerId): Promise<void> {
  let seen = 0;
  await cluster.trace((event) => {
    if (event.type !== 'deliver' || event.message.type !== 'AppendEntries') return;
    if (from === undefined || event.message.from === from) seen += 1;
  });
  await until(`${count} heartbeats have arrived`, async () => seen >= count || new NotYet(`${seen} have`));
  await cluster.trace(null);
}

/** All tests of the suite, in the order in which a reader would ask. */
export const conformance: readonly ConformanceTest[] = [
  ...elections,
  ...replication,
  ...failures,
  ...clients,
  ...traces,
];
