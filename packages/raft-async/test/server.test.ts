// States of a server that a whole cluster reaches only by chance.

import type { Message } from '@three-ways/raft-cluster';
import { MemoryStorage, settings } from '@three-ways/raft-core';
import { Network, VirtualClock } from '@three-ways/raft-in-process';
import { describe, expect, it } from 'vitest';
import { Server } from '../src/server.ts';

/** Server 1 of three; what the other two would say is up to the test. */
function alone(storage = new MemoryStorage(), chance = 0.5) {
  const clock = new VirtualClock();
  const network = new Network(clock);
  const sent: Message[] = [];
  network.emit = (event) => event.type === 'send' && sent.push(event.message);
  const given = settings({ preVote: false, checkQuorum: false });
  const server = new Server(1, given, { clock, network, storage, random: () => chance });
  return { clock, network, server, storage, sent };
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

describe('a server', () => {
  it('that is elected and deposed within one turn rejects what was proposed in between', async () => {
    const { clock, network, server } = alone();
    server.start();
    await clock.runUntil(() => server.raft.role === 'candidate', 1_000);
    network.send(granted(2, 1));
    network.send(clientRequest);
    network.send(higherTerm);
    const replies: Message[] = [];
    network.attach(2, (message) => message.type === 'ClientReply' && replies.push(message));
    await clock.run(10);
    expect(replies).toMatchObject([
      { type: 'ClientReply', requestId: 1, outcome: { ok: false, error: 'Unavailable' } },
    ]);
    expect(server.raft).toMatchObject({ role: 'follower', currentTerm: 9 });
    await server.stop();
    expect(clock.pending).toBe(0);
  });

  it('that is deposed waits a whole election timeout before it campaigns again', async () => {
    const { clock, network, server } = alone();
    server.start();
    await clock.runUntil(() => server.raft.role === 'candidate', 1_000);
    network.send(granted(2, 1));
    await clock.run(5_000); // as a leader, far beyond its last election timeout
    expect(server.raft.role).toBe('leader');
    network.send(higherTerm);
    await clock.run(140);
    expect(server.raft).toMatchObject({ role: 'follower', currentTerm: 9 });
    await server.stop();
  });

  it('asks for a vote again until it is answered', async () => {
    const { clock, network, server, sent } = alone();
    server.start();
    await clock.runUntil(() => server.raft.role === 'candidate', 1_000);
    network.send({ ...granted(2, 1), voteGranted: false } as Message);
    await clock.run(160); // three heartbeat intervals of 50 ms, within the election timeout of 225 ms
    const asked = sent.filter(({ type, from }) => type === 'RequestVote' && from === 1).map(({ to }) => to);
    expect(asked.filter((to) => to === 2)).toHaveLength(1);
    expect(asked.filter((to) => to === 3)).toHaveLength(4);
    await server.stop();
  });

  it('has its term and vote on stable storage before it sends them', async () => {
    const { clock, network, server, storage } = alone();
    const stableThen: unknown[] = [];
    network.emit = ({ type }) => type === 'send' && stableThen.push(structuredClone(storage.load()));
    server.start();
    await clock.runUntil(() => server.raft.role === 'candidate', 1_000);
    expect(stableThen[0]).toMatchObject({ currentTerm: 1, votedFor: 1 });
    await server.stop();
  });

  it('votes no second time in a term that it has forgotten', async () => {
    const first = alone();
    first.server.start();
    first.network.send({ ...higherTerm, from: 2 } as Message);
    await first.clock.run(1);
    await first.server.stop();
    const { clock, network, server, sent } = alone(first.storage);
    server.start();
    network.send(higherTerm);
    await clock.run(1);
    expect(sent.at(-1)).toMatchObject({ type: 'RequestVoteReply', to: 3, term: 9, voteGranted: false });
    await server.stop();
  });

  it('takes no late answer to an earlier incarnation for one of its own', async () => {
    const asked: number[] = [];
    for (const chance of [0.25, 0.75]) {
      const { clock, network, server } = alone(new MemoryStorage(), chance);
      network.attach(2, (message) => message.type === 'ClientRequest' && asked.push(message.requestId));
      server.start();
      network.send({
        ...{ type: 'AppendEntries', from: 2, to: 1, term: 1, prevLogIndex: 0, prevLogTerm: 0 },
        ...{ entries: [], leaderCommit: 0, round: 0 },
      });
      await clock.run(1);
      const rejected = expect(server.clients.propose({ type: 'delete', id: '1' })).rejects.toMatchObject({
        name: 'Stopped',
      });
      const late = { ok: true, answer: 'Ada' } as const;
      if (asked.length > 0)
        network.send({ type: 'ClientReply', from: 2, to: 1, requestId: asked[0]!, outcome: late });
      await clock.run(1);
      await server.stop();
      await rejected;
    }
    expect(asked).toHaveLength(2);
  });

  it('ignores a message that no server can have sent', async () => {
    const { clock, network, server, sent } = alone();
    server.start();
    network.send({ ...higherTerm, term: -1 } as Message);
    network.send(higherTerm);
    await clock.run(1);
    expect(sent.filter(({ from }) => from === 1)).toMatchObject([{ type: 'RequestVoteReply', term: 9 }]);
    await server.stop();
  });

  it('sends nothing once it has stopped', async () => {
    const { clock, network, server, sent } = alone();
    server.start();
    await clock.runUntil(() => server.raft.role === 'candidate', 1_000);
    network.send(granted(2, 1));
    network.send(clientRequest);
    await clock.run(10);
    const before = sent.length;
    await server.stop();
    await clock.run(1_000);
    expect(sent).toHaveLength(before);
  });
});
