// Threads that end: at any instruction, by an error, during an election or a write, with full rings. What ends
// is a server, never the cluster, and every pending call ends.

import { maxCommandBytes, Stopped, Unavailable } from '@three-ways/raft-cluster';
import type { ClientCommand } from '@three-ways/raft-core';
import { afterEach, describe, expect, it } from 'vitest';
import { WorkersCluster, type WorkersOptions } from '../src/index.ts';
import { livingThreads } from './threads.ts';
import { leaderOf, until } from './until.ts';

const long = 'n'.repeat(1000);
const set = (id: number, name = `name ${id}`): ClientCommand => ({ type: 'set', id: `${id}`, name });

const transports: readonly NonNullable<WorkersOptions['transport']>[] = ['rings', 'postMessage'];

/** Blocks this thread, as an application may do. */
function block(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

afterEach(() => {
  expect(livingThreads()).toBe(0);
});

describe.each(transports)('by %s', (transport) => {
  it('a server whose thread throws has crashed, and says why; the others go on, and it can come back', async () => {
    const errors: [number, unknown][] = [];
    const onError = (id: number, error: unknown) => void errors.push([id, error]);
    await using cluster = new WorkersCluster({}, { transport, onError, journalBytes: 200_000 });
    await cluster.start();
    const via = await leaderOf(cluster);
    const waiting = Array.from({ length: 1000 }, (_, i) => cluster.propose(set(i, long), { via }));
    const ends = await Promise.allSettled(waiting);
    const rejected = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
    expect(rejected.length).toBeGreaterThan(0);
    for (const reason of rejected) expect([Stopped.name, Unavailable.name]).toContain(reason.name);
    await until(() => errors.find(([id]) => id === via));
    expect(errors[0]![1]).toMatchObject({ name: 'JournalFull' });
    expect(await cluster.status(via)).toMatchObject({ running: false, role: 'leader' });
    await expect(cluster.digest(via)).rejects.toThrow(Stopped);
    await cluster.restart(via);
    expect(await cluster.status(via)).toMatchObject({ running: true });
  });

  it('a block ends with its server', async () => {
    await using cluster = new WorkersCluster({ servers: 1 }, { transport });
    await cluster.start();
    const blocked = expect(cluster.block(1, 60_000)).rejects.toThrow(Stopped);
    await cluster.crash(1);
    await blocked;
  });

  it('a server can be ended in mid-write, repeatedly, and forgets nothing that it has sent', async () => {
    await using cluster = new WorkersCluster({ servers: 1 }, { transport });
    await cluster.start();
    let answered = 0;
    for (let life = 0; life < 5; life++) {
      const via = await leaderOf(cluster);
      const before = answered;
      const clients = Array.from({ length: 64 }, async (_, client) => {
        for (let i = 0; ; i++) {
          await cluster.propose(set(client, `${life} ${i}`), { via });
          answered += 1;
        }
      });
      const ends = Promise.allSettled(clients);
      await until(() => (answered > before + 500 + 100 * life ? true : undefined));
      await cluster.crash(via);
      for (const end of await ends) expect(end).toMatchObject({ reason: expect.any(Stopped) });
      await cluster.restart(via);
      await leaderOf(cluster); // which has its journal to apply yet
      await until(async () => ((await cluster.digest(via)).applied >= answered ? true : undefined));
    }
  });

  it('it can be stopped in mid-election, and before it has begun', async () => {
    for (const untilStanding of [true, false]) {
      const cluster = new WorkersCluster({ servers: 3, electionTimeout: [20, 30] }, { transport });
      await cluster.trace(() => {});
      const started = cluster.start().catch((error) => expect(error).toBeInstanceOf(Stopped));
      if (untilStanding) {
        await started;
        await cluster.partition([[1], [2], [3]]); // elections without end
        await until(async () => ((await cluster.status(1)).role !== 'follower' ? true : undefined));
      }
      await cluster.stop();
      await started;
      await expect(cluster.propose(set(1))).rejects.toThrow(Stopped);
    }
  });

  it('it can be stopped with full rings, and pending calls reject', async () => {
    const cluster = new WorkersCluster({}, { transport });
    await cluster.start();
    const via = await leaderOf(cluster);
    const proposals = Array.from({ length: 20_000 }, (_, i) => cluster.propose(set(i, long), { via }));
    const ends = Promise.allSettled(proposals);
    await Promise.race(proposals);
    await cluster.stop();
    for (const end of await ends)
      if (end.status === 'rejected') expect(end.reason.name).toMatch(/Stopped|Unavailable/);
  });

  it('answers that the main thread takes late are all there, and no server blocks for them', async () => {
    await using cluster = new WorkersCluster({ electionTimeout: [100, 200] }, { transport });
    await cluster.start();
    const via = await leaderOf(cluster);
    await cluster.propose(set(1, long), { via });
    const { currentTerm } = await cluster.status(via);
    const reads = Array.from({ length: 5000 }, () => cluster.read('1', { via, consistency: 'stale' }));
    await new Promise(setImmediate);
    block(500);
    expect(new Set(await Promise.all(reads))).toEqual(new Set([long]));
    expect((await cluster.status(via)).currentTerm).toBe(currentTerm);
  });

  it('carries the largest commands through leader and follower, several at a time, and to a server that missed them', async () => {
    await using cluster = new WorkersCluster({ electionTimeout: [300, 600] }, { transport });
    await cluster.start();
    const leader = await leaderOf(cluster);
    const [away, other] = cluster.ids.filter((id) => id !== leader);
    await cluster.crash(away!);
    const largest = 'é'.repeat(maxCommandBytes / 2 - 8);
    const proposals = [1, 2, 3, 4].map((id) =>
      cluster.propose(set(id, largest), { via: id % 2 ? leader : other! }),
    );
    await Promise.all(proposals);
    expect(await cluster.propose(set(4, 'short'), { via: other! })).toBe(largest);
    await cluster.restart(away!);
    await until(
      async () => (await cluster.read('4', { via: away!, consistency: 'stale' })) === 'short' || undefined,
    );
    expect(await cluster.read('3', { via: away!, consistency: 'linearizable' })).toBe(largest);
  });

  it('a request that was given up is forgotten by its server', async () => {
    await using cluster = new WorkersCluster({ servers: 2 }, { transport });
    await cluster.start();
    const via = await leaderOf(cluster);
    const [other] = cluster.ids.filter((id) => id !== via);
    await cluster.crash(other!);
    const given = new AbortController();
    const proposals = Array.from({ length: 10 }, (_, i) =>
      cluster.propose(set(i), { via, signal: given.signal }),
    );
    given.abort();
    for (const end of await Promise.allSettled(proposals))
      expect(end).toMatchObject({ reason: { name: 'Aborted' } });
    await cluster.restart(other!);
    await leaderOf(cluster);
    expect(await cluster.propose(set(1, 'Ada'))).toMatch(/name 1|Ada/);
  });
});

describe('a cluster', () => {
  it('has room for eight servers more, and says so', async () => {
    await using cluster = new WorkersCluster({ servers: 1 });
    await cluster.start();
    for (let id = 2; id <= 9; id++) expect(await cluster.launch()).toBe(id);
    await expect(cluster.launch()).rejects.toThrow(/room for 9 servers/);
  });

  it('that has been stopped says so', async () => {
    const cluster = new WorkersCluster();
    await cluster.start();
    await cluster.stop();
    await cluster.stop();
    await expect(cluster.status(1)).rejects.toThrow(Stopped);
    await expect(cluster.start()).rejects.toThrow(Stopped);
  });
});
