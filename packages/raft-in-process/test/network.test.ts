// The network between servers of one process: when it delivers, and what the fault rules make of a message.

import type { Message } from '@three-ways/raft-cluster';
import { beforeEach, describe, expect, it } from 'vitest';
import { Network } from '../src/network.ts';
import { VirtualClock } from '../src/virtual-clock.ts';

const vote = (term: number, from = 1, to = 2): Message => ({
  ...{ type: 'RequestVote', from, to, term },
  ...{ lastLogIndex: 0, lastLogTerm: 0, leadershipTransfer: false },
});

describe('the network', () => {
  let clock: VirtualClock;
  let network: Network;
  let arrived: { term: unknown; at: number }[];

  beforeEach(() => {
    clock = new VirtualClock();
    network = new Network(clock);
    arrived = [];
    network.attach(2, (message) =>
      arrived.push({ term: 'term' in message && message.term, at: clock.now() }),
    );
  });

  async function sendAndRun(count: number): Promise<void> {
    for (let term = 1; term <= count; term++) network.send(vote(term));
    await clock.run(1_000);
  }

  it('delivers on a later turn, never within the call that sends', async () => {
    network.send(vote(1));
    expect(arrived).toEqual([]);
    await clock.run(0);
    expect(arrived).toEqual([{ term: 1, at: 0 }]);
  });

  it('delivers in the order of sending as long as no rule says otherwise', async () => {
    await sendAndRun(100);
    expect(arrived.map(({ term }) => term)).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
  });

  it('lets an answer wait for the turn after', async () => {
    const turns: number[] = [];
    network.attach(1, () => turns.push(1));
    network.attach(2, (message) => network.send({ ...message, from: 2, to: 1 }));
    network.send(vote(1));
    expect(clock.pending).toBe(1);
    await clock.runUntil(() => turns.length === 1, 0);
    expect(clock.fired).toBe(2);
  });

  it('drops about as many messages as its rules say', async () => {
    network.faults({ drop: 0.3 }, 1);
    await sendAndRun(1_000);
    expect(arrived.length).toBeGreaterThan(650);
    expect(arrived.length).toBeLessThan(750);
  });

  it('drops all or none at the ends of the range', async () => {
    network.faults({ drop: 1 }, 1);
    await sendAndRun(100);
    expect(arrived).toHaveLength(0);
    network.faults({ drop: 0 }, 1);
    await sendAndRun(100);
    expect(arrived).toHaveLength(100);
  });

  it('delays every message, and some more than others', async () => {
    network.faults({ delay: 10, jitter: 5 }, 1);
    await sendAndRun(100);
    const times = arrived.map(({ at }) => at);
    expect(Math.min(...times)).toBeGreaterThanOrEqual(10);
    expect(Math.max(...times)).toBeLessThan(15);
    expect(new Set(times).size).toBeGreaterThan(90);
  });

  it('delivers twice what it duplicates', async () => {
    network.faults({ duplicate: 1 }, 1);
    await sendAndRun(10);
    expect(arrived).toHaveLength(20);
  });

  it('lets messages overtake one another under a rule to reorder', async () => {
    network.faults({ reorder: 0.5 }, 1);
    await sendAndRun(100);
    const order = arrived.map(({ term }) => Number(term));
    expect(order).toHaveLength(100);
    expect(order).not.toEqual(order.toSorted((a, b) => a - b));
  });

  it('makes the same of the same messages with the same seed', async () => {
    const runs = [];
    for (const seed of [5, 5, 6]) {
      arrived.length = 0;
      network.faults({ drop: 0.5, duplicate: 0.5, seed }, 1);
      await sendAndRun(50);
      runs.push(arrived.map(({ term }) => term));
    }
    expect(runs[0]).toEqual(runs[1]);
    expect(runs[0]).not.toEqual(runs[2]);
  });

  it('loses what crosses a partition, also what was under way when it began', async () => {
    network.send(vote(1));
    network.partition([[1], [2]]);
    await sendAndRun(5);
    expect(arrived).toEqual([]);
    network.partition([[1, 2], [3]]);
    await sendAndRun(5);
    expect(arrived).toHaveLength(5);
    network.partition([[1, 3]]);
    await sendAndRun(5);
    expect(arrived).toHaveLength(5);
    network.partition(null);
    await sendAndRun(5);
    expect(arrived).toHaveLength(10);
  });

  it('emits what it sends, delivers and drops', async () => {
    const types: string[] = [];
    network.emit = ({ type }) => types.push(type);
    network.send(vote(1));
    network.send(vote(1, 1, 9));
    await clock.run(0);
    expect(types).toEqual(['send', 'send', 'deliver', 'drop']);
  });

  it('leaves it to an interceptor which messages arrive, and when', async () => {
    const types: string[] = [];
    network.emit = ({ type }) => types.push(type);
    const fates = [true, false, 30, true];
    network.intercept = () => fates.shift()!;
    await sendAndRun(3);
    expect(arrived).toEqual([
      { term: 1, at: 0 },
      { term: 3, at: 30 },
    ]);
    expect(types).toEqual(['send', 'send', 'send', 'deliver', 'drop', 'deliver']);
  });

  it('loses all that is under way when it is closed, and leaves no timer', async () => {
    network.faults({ delay: 100 }, 1);
    network.send(vote(1));
    network.close();
    expect(clock.pending).toBe(0);
  });

  it('names the rule that makes no sense', () => {
    expect(() => network.faults({ drop: 1.5 }, 1)).toThrow(/drop is 1.5/);
    expect(() => network.faults({ jitter: -1 }, 1)).toThrow(/jitter is -1/);
    expect(() => network.faults({ delay: Number.NaN }, 1)).toThrow(/delay is NaN/);
  });
});
