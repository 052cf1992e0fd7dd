// States of a server that a whole cluster reaches only by chance.

import { VirtualHub } from '@three-ways/greenlet';
import type { Message } from '@three-ways/raft-cluster';
import { MemoryStorage, settings } from '@three-ways/raft-core';
import { Network } from '@three-ways/raft-in-process';
import { describe, expect, it } from 'vitest';
import { Server } from '../src/server.ts';

/** Server 1 of three; what the other two would say is up to the test. */
function alone(storage = new MemoryStorage(), chance = 0.5) {
  const hub = new VirtualHub();
  const network = new Network(hub);
  const sent: Message[] = [];
  network.emit = (event) => event.type === 'send' && sent.push(event.message);
  const given = settings({ preVote: false, checkQuorum: false });
  const server = new Server(hub, 1, given, { network, storage, random: () => chance });
  server.start();
  return { hub, network, server, storage, sent };
}

/** The same, and it campaigns. */
function standing() {
  const all = alone();
  expect(all.hub.runUntil(() => all.server.raft.role === 'candidate', 1_000)).toBe(true);
  return all;
}

/** Stops the server, and sees that nothing of it is left. */
function stop({ hub, network, server }: ReturnType<typeof alone>): void {
  hub.run(() => server.stop());
  network.close();
  for (let last = 0; last < 10; last++) hub.step(); // turns that were due when their work was called off
  expect(hub.pendingTimers).toBe(0);
  expect(hub.step()).toBe(false);
}

const granted = (from: number, term: number): Message => ({
  ...{ type: 'RequestVoteReply', from, to: 1, term },
  voteGranted: true,
});

const higherTerm: Message = {
  ...{ type: 'RequestVote', from: 3, to: 1, term: 9 },
  ...{ lastLogIndex: 0, lastLogTerm: 0, leadershipTransfer: false },
};

const clientRequest: Message = {
  ...{ type: 'ClientRequest', from: 2, to: 1, requestId: 1 },
  command: { type: 'delete', id: '1' },
};

describe('a server of greenlets', () => {
  it('that is elected and deposed within one turn rejects what was proposed in between', () => {
    const all = standing();
    const { hub, network, server } = all;
    network.send(granted(2, 1));
    network.send(clientRequest);
    network.send(higherTerm);
    const replies: Message[] = [];
    network.attach(2, (message) => message.type === 'ClientReply' && replies.push(message));
    hub.runFor(10);
    expect(replies).toMatchObject([{ type: 'ClientReply', requestId: 1, outcome: { ok: false } }]);
    expect(server.raft).toMatchObject({ role: 'follower', currentTerm: 9 });
    stop(all);
  });

  it('that is deposed waits a whole election timeout before it campaigns again', () => {
    const all = standing();
    const { hub, network, server } = all;
    network.send(granted(2, 1));
    hub.runFor(5_000); // as a leader, far beyond its last election timeout
    expect(server.raft.role).toBe('leader');
    network.send(higherTerm);
    hub.runFor(140);
    expect(server.raft).toMatchObject({ role: 'follower', currentTerm: 9 });
    stop(all);
  });

  it('asks for a vote again until it is answered', () => {
    const all = standing();
    const { hub, network, sent } = all;
    network.send({ ...granted(2, 1), voteGranted: false } as Message);
    hub.runFor(160); // three heartbeat intervals of 50 ms, within the election timeout of 225 ms
    const asked = sent.filter(({ type, from }) => type === 'RequestVote' && from === 1).map(({ to }) => to);
    expect(asked.filter((to) => to === 2)).toHaveLength(1);
    expect(asked.filter((to) => to === 3)).toHaveLength(4);
    stop(all);
  });

  it('campaigns at once when the leader hands over to it', () => {
    const all = alone();
    const { hub, network, sent } = all;
    network.send({
      ...{ type: 'AppendEntries', from: 2, to: 1, term: 1, prevLogIndex: 0, prevLogTerm: 0 },
      ...{ entries: [], leaderCommit: 0, round: 0 },
    });
    network.send({ type: 'TimeoutNow', from: 2, to: 1, term: 1 });
    hub.runFor(1);
    const asked = sent.filter(({ type, from }) => type === 'RequestVote' && from === 1);
    expect(asked).toMatchObject([
      { to: 2, term: 2, leadershipTransfer: true },
      { to: 3, term: 2, leadershipTransfer: true },
    ]);
    stop(all);
  });

  it('has its term and vote on stable storage before it sends them', () => {
    const all = alone();
    const { hub, network, server, storage } = all;
    const stableThen: unknown[] = [];
    network.emit = ({ type }) => type === 'send' && stableThen.push(structuredClone(storage.load()));
    hub.runUntil(() => server.raft.role === 'candidate', 1_000);
    hub.runFor(1);
    expect(stableThen[0]).toMatchObject({ currentTerm: 1, votedFor: 1 });
    stop(all);
  });

  it('votes no second time in a term that it has forgotten', () => {
    const first = alone();
    first.network.send({ ...higherTerm, from: 2 } as Message);
    first.hub.runFor(1);
    stop(first);
    const second = alone(first.storage);
    second.network.send(higherTerm);
    second.hub.runFor(1);
    expect(second.sent.at(-1)).toMatchObject({
      type: 'RequestVoteReply',
      to: 3,
      term: 9,
      voteGranted: false,
    });
    stop(second);
  });

  it('ignores a message that no server can have sent', () => {
    const all = alone();
    const { hub, network, sent } = all;
    network.send({ ...higherTerm, term: -1 } as Message);
    network.send(higherTerm);
    hub.runFor(1);
    expect(sent.filter(({ from }) => from === 1)).toMatchObject([{ type: 'RequestVoteReply', term: 9 }]);
    stop(all);
  });

  it('sends nothing once it has stopped, and takes no client', () => {
    const all = standing();
    const { hub, network, server, sent } = all;
    network.send(granted(2, 1));
    network.send(clientRequest);
    hub.runFor(10);
    const before = sent.length;
    stop(all);
    hub.runFor(1_000);
    expect(sent).toHaveLength(before);
    expect(() => hub.run(() => server.clients.read('1'))).toThrow(/server 1 has stopped/);
  });
});
