// The real servers on a virtual clock: what they do is the same every time, and what they leave behind can be counted.

import type { TraceEvent } from '@three-ways/raft-cluster';
import type { Settings } from '@three-ways/raft-core';
import { VirtualClock } from '@three-ways/raft-in-process';
import { describe, expect, it } from 'vitest';
import { AsyncCluster } from '../src/index.ts';

/** Runs a cluster until a server leads, and all of its servers' first entry is applied. */
async function elected(given: Partial<Settings>) {
  const clock = new VirtualClock();
  const events: TraceEvent[] = [];
  const cluster = new AsyncCluster(given, clock);
  await cluster.trace((event) => events.push(event));
  await cluster.start();
  const applied = () =>
    new Set(events.filter(({ type }) => type === 'apply').map((e) => 'server' in e && e.server));
  expect(await clock.runUntil(() => applied().size === cluster.ids.length, 10_000)).toBe(true);
  return { cluster, clock, events, leader: events.findLast((e) => e.type === 'role' && e.role === 'leader') };
}

describe('a cluster in virtual time', () => {
  it('makes the same run of the same seed, event for event', async () => {
    const runs = await Promise.all([1, 2].map(() => elected({ servers: 5, seed: 42 })));
    for (const { cluster, clock } of runs) {
      await cluster.faults({ drop: 0.2, jitter: 30, duplicate: 0.1 });
      await clock.run(20_000);
      await cluster.stop();
    }
    expect(runs[0]!.events.length).toBeGreaterThan(2_000);
    expect(runs[0]!.events).toEqual(runs[1]!.events);
  });

  it('makes different runs of different seeds', async () => {
    const [one, other] = await Promise.all([1, 2].map((seed) => elected({ servers: 5, seed })));
    expect(one!.events).not.toEqual(other!.events);
    await Promise.all([one!.cluster.stop(), other!.cluster.stop()]);
  });

  it('sends nothing but its heartbeats while it is idle, and wakes for little else', async () => {
    const { cluster, clock, events } = await elected({ servers: 3, heartbeatInterval: 50 });
    const [sent, fired] = [count(events, 'send'), clock.fired];
    await clock.run(10_000);
    const beats = 10_000 / 50;
    expect(count(events, 'send') - sent).toBe(beats * 2 * 2); // to two followers, and their answers
    // A beat fires one timer for each follower and two deliveries; a follower's election timer looks up now and then.
    expect(clock.fired - fired).toBeLessThan(beats * 5);
    await cluster.stop();
  });

  it('leaves no timer behind when it is stopped', async () => {
    const { cluster, clock } = await elected({ servers: 5 });
    expect(clock.pending).toBeGreaterThan(0);
    await cluster.stop();
    expect(clock.pending).toBe(0);
  });

  it('leaves no timer behind when it is stopped in the middle of an election', async () => {
    const { cluster, clock, events, leader } = await elected({ servers: 5 });
    await cluster.faults({ delay: 100 });
    await cluster.crash((leader as { server: number }).server);
    const candidates = count(events, 'role');
    expect(await clock.runUntil(() => count(events, 'role') > candidates, 10_000)).toBe(true);
    await cluster.stop();
    expect(clock.pending).toBe(0);
  });

  it('leaves no timer behind when it is stopped with messages under way and clients waiting', async () => {
    const { cluster, clock, leader } = await elected({ servers: 3 });
    const via = (leader as { server: number }).server;
    await cluster.faults({ delay: 1_000 });
    const waiting = expect(
      cluster.propose({ type: 'set', id: '1', name: 'Ada' }, { via, signal: new AbortController().signal }),
    ).rejects.toMatchObject({ name: 'Stopped' });
    await clock.run(10);
    await cluster.stop();
    await waiting;
    expect(clock.pending).toBe(0);
  });
});

function count(events: readonly TraceEvent[], type: TraceEvent['type']): number {
  return events.filter((event) => event.type === type).length;
}
