// Clients with commands that become due at equal distances, on clusters that answer as a test says.

import { type Cluster, Unavailable } from '@three-ways/raft-cluster';
import { Overloaded } from '@three-ways/raft-core';
import { expect, test } from 'vitest';
import { Clients } from './clients.ts';

type Propose = (via: number) => Promise<string>;

/** Clients of a fake cluster, asked via server 1. */
function clientsOf(propose: Propose, distance = 1): Clients {
  const cluster = { propose: (_: unknown, { via }: { via: number }) => propose(via) };
  return new Clients(cluster as unknown as Cluster, distance, 1);
}

/** Runs until a condition holds. */
async function runUntil(clients: Clients, condition: () => boolean): Promise<void> {
  const running = clients.run();
  while (!condition()) await Promise.race([new Promise(setImmediate), running]);
  clients.end();
  await running;
}

test('a latency counts from when the command was due, also where none could be sent', async () => {
  const clients = clientsOf(async () => 'answer');
  const from = performance.now();
  const running = clients.run();
  while (performance.now() < from + 40); // nothing else runs
  const to = performance.now();
  while (!clients.haveAnswersUntil(to)) await new Promise(setImmediate);
  clients.end();
  await running;
  const latencies = clients.latenciesBetween(from, to);
  expect(latencies.length).toBeGreaterThanOrEqual(39);
  expect(Math.max(...latencies.slice(0, 3))).toBeGreaterThan(35);
  expect(clients.latenciesBetween(from - 100, from - 50)).toEqual([]);
});

test('a command whose leader is lost is proposed again, to the server that is asked then', async () => {
  const asked: number[] = [];
  const clients = clientsOf(async (via) => {
    asked.push(via);
    if (asked.length === 1) throw new Unavailable('the leader has changed');
    if (asked.length === 2) throw new Overloaded('too many');
    return 'answer';
  }, 1e6);
  await runUntil(clients, () => {
    if (asked.length === 1) clients.via = 2;
    return clients.haveAnswersUntil(performance.now());
  });
  expect(asked).toEqual([1, 2, 2]);
  expect(clients.commands).toBe(1);
  expect(clients.unanswered).toBe(1);
});

test('any other failure ends the clients', async () => {
  const clients = clientsOf(() => Promise.reject(new Error('the network is gone')));
  await expect(clients.run()).rejects.toThrow('the network is gone');
});
