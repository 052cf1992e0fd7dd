// What a caller may pass, and what becomes of it: the same answer from every implementation, before anything has changed;
// and arguments are copied at the call, so that a caller may change its objects afterwards.

import assert from 'node:assert/strict';
import { type Cluster, type FaultRules, maxCommandBytes } from '@three-ways/raft-cluster';
import {
  type Answer,
  type ConfigurationChange,
  InvalidArgument,
  type ServerId,
  type Settings,
} from '@three-ways/raft-core';
import {
  agreement,
  heartbeats,
  leaderOf,
  openSession,
  others,
  proposeUntilDone,
  set,
} from '../observation/observe.ts';
import type { ConformanceTest } from './test.ts';
import { type Call, notIntegers, refusals } from './wrong-arguments.ts';
import { wrongSettings } from './wrong-settings.ts';

/** One server: nothing changes by itself. */
const alone: Partial<Settings> = { servers: 1, electionTimeout: [50, 100], heartbeatInterval: 15 };

export const callers: readonly ConformanceTest[] = [
  {
    name: 'an InvalidArgument says what is wrong with an argument, and nothing has changed',
    settings: alone,
    run: async (cluster) => {
      const leader = await leaderOf(cluster);
      await cluster.propose(set('1', 'Ada'));
      const before = await cluster.status(leader);
      for (const { what, call, message } of refusals()) await expectRefusal(what, cluster, call, message);
      assert.deepEqual(await cluster.status(leader), before);
      for (const name of ['Grace', 'Edsger', 'Barbara']) await cluster.propose(set('1', name));
      assert.equal((await cluster.digest(leader)).applied, 4);
    },
  },
  {
    name: 'every call names a server that does not exist',
    settings: alone,
    run: async (cluster) => {
      await leaderOf(cluster);
      const naming: readonly ((id: ServerId) => Promise<unknown>)[] = [
        (id) => cluster.status(id),
        (id) => cluster.digest(id),
        (id) => cluster.crash(id),
        (id) => cluster.restart(id),
        (id) => cluster.block(id, 0),
        (id) => cluster.transfer(id),
        (id) => cluster.change({ type: 'remove', server: id }),
        (via) => cluster.propose(set('1', 'Ada'), { via }),
        (via) => cluster.read('1', { via, consistency: 'stale' }),
      ];
      for (const [place, name] of naming.entries())
        for (const [id, shown] of [...notIntegers, [0, '0'], [-1, '-1'], [9, '9']] as const) {
          if (id === undefined && place > 6) continue; // then it is the leader
          const message = `there is no server ${shown}: this cluster has servers 1 to 1`;
          await expectRefusal(`${name}`, cluster, () => name(id as ServerId), message);
        }
    },
  },
  {
    name: 'a setting that cannot be used is named, and one that is undefined has its default',
    settings: alone,
    run: async (_, create) => {
      for (const { given, message } of wrongSettings())
        assert.throws(() => create(given), { name: 'InvalidArgument', message });
      create({ servers: undefined, preVote: undefined, seed: undefined } as unknown as Partial<Settings>);
    },
  },
  {
    name: 'a command of a mebibyte is taken through every server, and one of a byte more is refused',
    run: async (cluster) => {
      const leader = await leaderOf(cluster);
      const id = 'ü'.repeat(8);
      const largest = 'x'.repeat(maxCommandBytes - 16);
      for (const via of cluster.ids)
        await proposeUntilDone(cluster, set(id, `${via}${largest.slice(1)}`), { via });
      const last = `${cluster.ids.at(-1)}${largest.slice(1)}`;
      assert.equal((await cluster.read(id, { via: leader, consistency: 'linearizable' })) === last, true);
      const tooLarge = `command.id and command.name have more than ${maxCommandBytes} bytes of UTF-8: give less`;
      for (const name of [
        `${largest}x`,
        'ü'.repeat(maxCommandBytes / 2 - 7),
        'x'.repeat(4 * maxCommandBytes),
      ])
        await expectRefusal('propose', cluster, () => cluster.propose(set(id, name)), tooLarge);
      await agreement(cluster);
    },
  },
  {
    name: 'a proposal is taken as it was at the call, even if its caller changes it then',
    run: async (cluster) => {
      const leader = await leaderOf(cluster);
      const mark = { session: await openSession(cluster), sequence: 0 };
      const command = { type: 'set' as const, id: '1', name: '' };
      for (let sequence = 1; sequence <= 20; sequence++) {
        Object.assign(mark, { sequence });
        Object.assign(command, { id: `${sequence % 5}`, name: `name ${sequence}` });
        const proposal = cluster.propose(command, { session: mark });
        Object.assign(mark, { sequence: 1 });
        Object.assign(command, { id: 'another', name: 'another' });
        await proposal;
      }
      assert.equal((await agreement(cluster)).applied, 20);
      for (const id of ['0', '1', '2', '3', '4', 'another'])
        for (const via of cluster.ids)
          assert.equal(await cluster.read(id, { via, consistency: 'stale' }), expectedName(id));
      await cluster.crash(leader);
      const next = await leaderOf(cluster, others(cluster, leader));
      assert.equal(await cluster.read('0', { via: next, consistency: 'linearizable' }), 'name 20');
    },
  },
  {
    name: 'settings, groups, rules and changes are taken as they were at the call',
    run: async (cluster, create) => {
      const leader = await leaderOf(cluster);
      const groups = [[...cluster.ids]];
      const rules = { delay: 0, seed: 1 };
      const change: { type: ConfigurationChange['type']; server: ServerId } = { type: 'remove', server: 0 };
      change.server = others(cluster, leader)[0]!;
      const asked = [cluster.partition(groups), cluster.faults(rules as FaultRules)];
      Object.assign(groups, [[], [], []]);
      Object.assign(rules, { delay: 3_600_000, drop: 1 });
      await Promise.all(asked);
      await heartbeats(cluster, 2);
      await proposeUntilDone(cluster, set('1', 'Ada'));
      const removed = change.server;
      const changing = cluster.change(change);
      change.server = leader;
      await changing;
      assert.deepEqual((await cluster.status(leader)).configuration.voters, others(cluster, removed));
      const electionTimeout: [number, number] = [50, 100];
      await using other = create({ servers: 1, electionTimeout });
      electionTimeout.fill(Number.NaN);
      await other.start();
      await leaderOf(other);
    },
  },
];

function expectedName(id: string): Answer {
  return id === 'another' ? null : `name ${20 - ((5 - Number(id)) % 5)}`;
}

/** The call must reject: an error thrown by the call itself would miss a caller that awaits the promise later. */
async function expectRefusal(what: string, cluster: Cluster, call: Call, message: string): Promise<void> {
  let asked: Promise<unknown>;
  try {
    asked = call(cluster);
  } catch (error) {
    assert.fail(`${what} throws instead of rejecting: ${error}`);
  }
  const outcome = await asked.then(
    (answer) => `is answered with ${String(answer)}`,
    (error) => error,
  );
  if (!(outcome instanceof InvalidArgument)) assert.fail(`${what} ${outcome}, not refused with ${message}`);
  assert.equal(outcome.message, message, what);
}
