// What a cluster leaves behind in the process that it ran in: nothing.

import { getActiveResourcesInfo } from 'node:process';
import { describe, expect, it } from 'vitest';
import { AsyncCluster } from '../src/index.ts';

describe('a cluster in real time', () => {
  it('leaves no timer and no handle behind when it is stopped', async () => {
    const before = resources();
    const cluster = new AsyncCluster({ electionTimeout: [20, 40] });
    await cluster.start();
    await led(cluster);
    await cluster.propose({ type: 'set', id: '1', name: 'Ada' });
    expect(resources()).not.toEqual(before);
    await cluster.stop();
    await turn(); // a delivery that was due finds no server
    expect(resources()).toEqual(before);
  });

  it('keeps its leader when the whole process stalls for longer than the election timeout', async () => {
    await using cluster = new AsyncCluster({ electionTimeout: [40, 80] });
    await cluster.start();
    await led(cluster);
    const before = await Promise.all(cluster.ids.map((id) => cluster.status(id)));
    for (let stalls = 0; stalls < 5; stalls++) {
      block(200);
      for (let turns = 0; turns < 10; turns++) await turn();
    }
    const after = await Promise.all(cluster.ids.map((id) => cluster.status(id)));
    expect(after.map(({ currentTerm }) => currentTerm)).toEqual(before.map(({ currentTerm }) => currentTerm));
  });

  it('may be stopped twice, and before it was started, which ends it', async () => {
    const cluster = new AsyncCluster();
    await cluster.stop();
    await expect(cluster.start()).rejects.toThrow('the cluster has been stopped: make a new one');
    await cluster.stop();
  });
});

/** How many timers, immediates and handles keep the event loop busy, by kind. */
function resources(): Record<string, number> {
  const kinds: Record<string, number> = {};
  for (const kind of getActiveResourcesInfo()) kinds[kind] = (kinds[kind] ?? 0) + 1;
  return {
    Timeout: kinds.Timeout ?? 0,
    Immediate: kinds.Immediate ?? 0,
    total: Object.keys(kinds).length,
  };
}

/** Keeps the thread busy (ms). */
function block(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

async function led(cluster: AsyncCluster): Promise<void> {
  const following = async () =>
    (await Promise.all(cluster.ids.map((id) => cluster.status(id)))).every((s) => s.leader);
  while (!(await following())) await turn();
}
