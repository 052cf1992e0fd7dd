// Every call ends, in its answer or in a typed error: also where messages get lost, where servers are gone for good, and where
// changes and transfers meet. A call waits for at most three election timeouts beyond what it waits for (raft-core's expiry).

import assert from 'node:assert/strict';
import type { Cluster, Message } from '@three-ways/raft-cluster';
import {
  ChangeRefused,
  NotLeader,
  RaftError,
  type ServerId,
  type Settings,
  TransferRefused,
} from '@three-ways/raft-core';
import {
  agreement,
  changeUntilDone,
  leaderOf,
  others,
  proposeUntilDone,
  readUntilDone,
  set,
} from '../observation/observe.ts';
import { NotYet, until, within } from '../observation/until.ts';
import type { ConformanceTest } from './test.ts';

const timing: Partial<Settings> = { electionTimeout: [150, 300], heartbeatInterval: 30 };
/** Ten election timeouts or more (ms): a busy machine may be late, and a call that hangs is found. */
const bound = 6_000;

export const liveness: readonly ConformanceTest[] = [
  {
    name: 'through a learner whose leader and majority are gone every call ends, and then with NotLeader',
    settings: timing,
    run: async (cluster) => {
      const leader = await leaderOf(cluster);
      const learner = await cluster.launch();
      await changeUntilDone(cluster, { type: 'addLearner', server: learner });
      await leaderOf(cluster);
      const dead = others(cluster, leader)[0]!;
      for (const id of [dead, leader]) await cluster.crash(id);
      await everyCallEnds(cluster, learner, dead);
      await untilLeaderless(cluster, learner);
      await assert.rejects(cluster.propose(set('1', 'Ada'), { via: learner }), NotLeader);
      await assert.rejects(linearizable(cluster, learner), NotLeader);
    },
  },
  {
    name: 'on a leader that stays without a majority, and through its follower, every call ends',
    settings: { ...timing, servers: 5, checkQuorum: false },
    run: async (cluster) => {
      const leader = await leaderOf(cluster);
      await cluster.propose(set('1', 'Ada'));
      const [follower, ...dying] = others(cluster, leader) as [ServerId, ServerId, ServerId, ServerId];
      for (const id of dying) await cluster.crash(id);
      await Promise.all([leader, follower].map((via) => everyCallEnds(cluster, via, dying[0])));
      for (const id of dying) await cluster.restart(id);
      await proposeUntilDone(cluster, set('1', 'Grace'));
      assert.equal(await readUntilDone(cluster, '1', follower), 'Grace');
    },
  },
  {
    name: 'through a removed server a read ends with NotLeader, and a proposal in its answer or with NotLeader',
    run: async (cluster) => {
      const leader = await leaderOf(cluster);
      const learner = await cluster.launch();
      await changeUntilDone(cluster, { type: 'addLearner', server: learner });
      await leaderOf(cluster);
      const removed = [learner, others(cluster, leader)[0]!];
      for (const server of removed) {
        await changeUntilDone(cluster, { type: 'remove', server });
        await assert.rejects(linearizable(cluster, server), NotLeader);
        const ended = await endOf(cluster.propose(set('1', 'Ada'), { via: server }));
        assert.ok(ended === null || ended instanceof NotLeader, `the proposal ends with ${ended}`);
      }
      for (const via of removed) {
        await untilLeaderless(cluster, via);
        await assert.rejects(cluster.propose(set('1', 'Ada'), { via }), NotLeader);
        await assert.rejects(linearizable(cluster, via), NotLeader);
      }
    },
  },
  {
    name: 'a proposal whose request to the leader is lost ends with Unavailable, though the leader stays',
    settings: timing,
    run: async (cluster) => {
      const leader = await leaderOf(cluster);
      const via = others(cluster, leader)[0]!;
      const lost = await lossOf(cluster, 'ClientRequest');
      await cluster.partition([others(cluster, via), [via]]);
      const proposal = endOf(cluster.propose(set('1', 'Ada'), { via }));
      await lost();
      await cluster.heal();
      assert.equal((await proposal)?.name, 'Unavailable');
      await proposeUntilDone(cluster, set('1', 'Grace'), { via });
      assert.equal((await agreement(cluster)).applied, 1);
    },
  },
  {
    name: 'a proposal whose answer from the leader is lost ends with Unavailable, and is applied',
    settings: { ...timing, electionTimeout: [500, 600] }, // no election while the leader is cut off
    run: async (cluster) => {
      const leader = await leaderOf(cluster);
      const voters = [...cluster.ids];
      const via = await cluster.launch();
      await changeUntilDone(cluster, { type: 'addLearner', server: via });
      await agreement(cluster);
      const lost = await lossOf(cluster, 'ClientReply');
      const { lastLogIndex } = await cluster.status(leader);
      await cluster.partition([[leader, via]]); // the leader gets the request and cannot commit it
      const proposal = endOf(cluster.propose(set('1', 'Ada'), { via }));
      await until('the leader has it', async () => {
        const now = (await cluster.status(leader)).lastLogIndex;
        return now > lastLogIndex || new NotYet(`its log ends at ${now}`);
      });
      await cluster.partition([voters, [via]]);
      await lost();
      await cluster.heal();
      assert.equal((await proposal)?.name, 'Unavailable');
      assert.equal((await agreement(cluster)).applied, 1);
    },
  },
  {
    name: 'a linearizable read whose question to the leader is lost is asked again, and answered',
    run: async (cluster) => {
      const leader = await leaderOf(cluster);
      await cluster.propose(set('1', 'Ada'));
      const via = others(cluster, leader)[0]!;
      const lost = await lossOf(cluster, 'ReadIndex');
      await cluster.partition([others(cluster, via), [via]]);
      const read = within(bound, linearizable(cluster, via));
      read.catch(() => {}); // looked at below
      await lost();
      await cluster.heal();
      assert.equal(await read, 'Ada');
    },
  },
  {
    name: 'while the leadership is handed over every change is refused; then the successor can be removed',
    run: async (cluster) => {
      const leader = await leaderOf(cluster);
      const [successor, other] = others(cluster, leader) as [ServerId, ServerId];
      await cluster.propose(set('1', 'Ada'));
      const stranger = await cluster.launch();
      await cluster.crash(successor);
      const transfer = endOf(cluster.transfer(successor));
      await until('the leader takes no more proposals', async () => {
        const ended = await endOf(cluster.propose(set('1', 'Grace'), { via: leader }));
        return ended instanceof NotLeader || new NotYet(`the proposal ends with ${ended}`);
      });
      for (const server of [successor, other, leader])
        await assert.rejects(cluster.change({ type: 'remove', server }), ChangeRefused);
      await assert.rejects(cluster.change({ type: 'addLearner', server: stranger }), ChangeRefused);
      assert.equal((await transfer)?.name, 'Unavailable');
      await cluster.change({ type: 'remove', server: successor });
      await cluster.propose(set('1', 'Barbara'), { via: leader });
      await assert.rejects(cluster.transfer(successor), TransferRefused);
    },
  },
  {
    name: 'of a transfer and the removal of its successor at once, one is refused, and the cluster goes on',
    settings: { ...timing, servers: 5 },
    run: async (cluster) => {
      let voters = [...cluster.ids];
      await cluster.faults({ delay: 20 }); // the second call comes long before the first is done
      for (const isTransferFirst of [true, false]) {
        const leader = await leaderOf(cluster, voters);
        await proposeUntilDone(cluster, set('1', 'Ada'), { via: leader });
        const successor = voters.find((id) => id !== leader)!;
        const transfer = () => endOf(cluster.transfer(successor));
        const remove = () => endOf(cluster.change({ type: 'remove', server: successor }));
        const [first, second] = isTransferFirst ? [transfer, remove] : [remove, transfer];
        const begun = first();
        await turn();
        const ended = (await Promise.all([begun, second()])).map((error) => error?.name ?? 'done');
        const refused = ended.filter((name) => /Refused|NotLeader/.test(name));
        const accepted = ended.filter((name) => /done|Unavailable/.test(name));
        assert.ok(refused.length > 0, `none is refused: they end with ${ended.join(' and ')}`);
        assert.equal(refused.length + accepted.length, 2, `they end with ${ended.join(' and ')}`);
        await changeUntilDone(cluster, { type: 'remove', server: successor });
        voters = voters.filter((id) => id !== successor);
        await proposeUntilDone(cluster, set('1', 'Grace'), { via: voters[0]! });
      }
      await leaderOf(cluster, voters);
      await agreement(cluster, voters);
    },
  },
];

/** What a change or a transfer may be refused with where both meet. */
const refusals = ['ChangeRefused', 'TransferRefused', 'NotLeader', 'Unavailable'];

function linearizable(cluster: Cluster, via: ServerId): Promise<unknown> {
  return cluster.read('1', { via, consistency: 'linearizable' });
}

/** One turn of the event loop: a call that was made has reached its server, where that is in this process. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** What a call ends with: an error of Raft's, or null for an answer. @throws Hangs */
async function endOf(call: Promise<unknown>): Promise<RaftError | null> {
  try {
    await within(bound, call);
    return null;
  } catch (error) {
    if (error instanceof RaftError) return error;
    throw error;
  }
}

/** Asks for everything that a client can ask for; none of it can be done, and each says so. */
async function everyCallEnds(cluster: Cluster, via: ServerId, dead: ServerId): Promise<void> {
  const calls = [
    cluster.propose(set('1', 'Edsger'), { via }),
    linearizable(cluster, via),
    cluster.change({ type: 'remove', server: dead }),
    cluster.transfer(dead),
  ];
  for (const ended of await Promise.all(calls.map(endOf)))
    assert.ok(ended !== null && refusals.includes(ended.name), `a call ends with ${ended}`);
}

async function untilLeaderless(cluster: Cluster, id: ServerId): Promise<void> {
  await until(`server ${id} knows no leader`, async () => {
    const { leader } = await cluster.status(id);
    return leader === null || new NotYet(`it follows ${leader}`);
  });
}

/** From now on listens for messages of a type that the network loses; what it returns waits for one, and ends the trace. */
async function lossOf(cluster: Cluster, type: Message['type']): Promise<() => Promise<void>> {
  let isLost = false;
  await cluster.trace((event) => {
    if (event.type === 'drop' && event.message.type === type) isLost = true;
  });
  return async () => {
    await until(`a ${type} is lost`, async () => isLost || new NotYet('none is'));
    await cluster.trace(null);
  };
}
