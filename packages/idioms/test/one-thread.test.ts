// The idioms of the models whose tasks share one thread give the same results.

import { type Green, run } from '@three-ways/greenlet';
import { describe, expect, it } from 'vitest';
import * as async from '../src/async/index.ts';
import * as coroutines from '../src/coroutines/index.ts';
import { leftBy } from './leftovers.ts';

type Call<A extends unknown[], T> = (...args: A) => Promise<T>;

/** Starts the idiom of one model or the other from plain code. */
function onHub<A extends unknown[], T>(idiom: (...args: A) => Green<T>): Call<A, T> {
  return (...args) => run(idiom(...args));
}

const models = {
  async,
  coroutines: {
    race: onHub(coroutines.race),
    handOff: onHub(coroutines.handOff),
    join: onHub(coroutines.join),
    criticalSection: onHub(coroutines.criticalSection),
    gatherVotes: onHub(coroutines.gatherVotes),
    restartableTimer: onHub(coroutines.restartableTimer),
    selectMessages: onHub(coroutines.selectMessages),
    cancelDeep: onHub(coroutines.cancelDeep),
    boundedQueue: onHub(coroutines.boundedQueue),
    wakeAll: onHub(coroutines.wakeAll),
    ring: onHub(coroutines.ring),
    spawnTree: onHub(coroutines.spawnTree),
    signalTask: onHub(coroutines.signalTask),
    pipe: onHub(coroutines.pipe),
    shareBuffer: onHub(coroutines.shareBuffer),
    takeTurns: onHub(coroutines.takeTurns),
    park: coroutines.park,
  },
};

describe.each(Object.entries(models))('%s', (_, model) => {
  it('a hand-off has one outcome', async () => {
    for (let i = 0; i < 1_000; i += 1) expect(await model.handOff()).toEqual([4, 2]);
  });

  it('a join returns what every task has counted', async () => {
    expect(await model.join(10, 7)).toBe(70);
    expect(await model.join(0, 7)).toBe(0);
    expect(await model.join(10, 0)).toBe(0);
  });

  it('a critical section loses no update', async () => {
    expect(await model.criticalSection(10, 50)).toBe(500);
    expect(await model.criticalSection(1, 3)).toBe(3);
    expect(await model.criticalSection(0, 5)).toBe(0);
  });

  it('half of the voters grant their vote, rounded up', async () => {
    expect(await model.gatherVotes(5)).toBe(3);
    expect(await model.gatherVotes(4)).toBe(2);
    expect(await model.gatherVotes(0)).toBe(0);
  });

  it('a timer that is restarted fires once, after its last start', async () => {
    expect(await model.restartableTimer(100, 2)).toBe(0);
    expect(await model.restartableTimer(0, 0)).toBe(0);
  });

  it('a select receives every message', async () => {
    expect(await model.selectMessages(100)).toBe(100);
    expect(await model.selectMessages(0)).toBe(0);
  });

  it('a timeout cuts a deep wait short, and every frame cleans up', async () => {
    expect(await model.cancelDeep(100, 2)).toEqual({ outcome: 'timeout', cleanedUp: 100 });
    expect(await model.cancelDeep(1, 0)).toEqual({ outcome: 'timeout', cleanedUp: 1 });
  });

  it('a cancellation cuts a deep wait short, and every frame cleans up', async () => {
    const cancellation = new AbortController();
    const waiting = model.cancelDeep(100, 60_000, cancellation.signal);
    setImmediate(() => cancellation.abort());
    expect(await waiting).toEqual({ outcome: 'cancelled', cleanedUp: 100 });
  });

  it('a task that is cancelled before its start does not wait', async () => {
    const { outcome } = await model.cancelDeep(3, 60_000, AbortSignal.abort());
    expect(outcome).toBe('cancelled');
  });

  it('a bounded queue is filled, and never longer than its capacity', async () => {
    expect(await model.boundedQueue(4, 100)).toEqual({ sum: 5050, longest: 4 });
    expect(await model.boundedQueue(1, 10)).toEqual({ sum: 55, longest: 1 });
    expect(await model.boundedQueue(4, 0)).toEqual({ sum: 0, longest: 0 });
  });

  it('an event wakes all who wait', async () => {
    expect(await model.wakeAll(100)).toBe(100);
    expect(await model.wakeAll(0)).toBe(0);
  });

  it('a token passes every task of a ring in every lap', async () => {
    expect(await model.ring(10, 7)).toBe(70);
    expect(await model.ring(1, 7)).toBe(7);
    expect(await model.ring(10, 0)).toBe(0);
  });

  it.each([0, 1, 2, 10, 11, 99, 1_000, 12_345])('a tree adds up %i leaves', async (leaves) => {
    expect(await model.spawnTree(leaves)).toEqual((leaves * Math.max(leaves - 1, 0)) / 2);
  });

  it('no signal is lost', async () => {
    expect(await model.signalTask(100)).toBe(100);
    expect(await model.signalTask(0)).toBe(0);
  });

  it.each(['pipe', 'shareBuffer'] as const)('%s carries every byte', async (idiom) => {
    expect(await model[idiom](1_000, 10)).toBe(10_000);
    expect(await model[idiom](1, 10)).toBe(10);
    expect(await model[idiom](1_000, 0)).toBe(0);
  });

  it('two tasks take their turns', async () => {
    expect(await model.takeTurns(100)).toBe(200);
    expect(await model.takeTurns(0)).toBe(0);
  });

  it('parked tasks wait until they are released', async () => {
    const parked = await model.park(100);
    expect(await parked.release()).toBe(100);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['tasks is -1', () => model.join(-1, 1)],
    ['count is 0.5', () => model.join(1, 0.5)],
    ['tasks is NaN', () => model.criticalSection(Number.NaN, 1)],
    ['times is -1', () => model.criticalSection(1, -1)],
    ['voters is Infinity', () => model.gatherVotes(Infinity)],
    ['restarts is -1', () => model.restartableTimer(-1, 1)],
    ['timeout is -1', () => model.restartableTimer(1, -1)],
    ['timeout is NaN', () => model.restartableTimer(1, Number.NaN)],
    ['messages is -1', () => model.selectMessages(-1)],
    ['depth is 0', () => model.cancelDeep(0, 1)],
    ['timeout is Infinity', () => model.cancelDeep(1, Infinity)],
    ['capacity is 0', () => model.boundedQueue(0, 1)],
    ['items is 1.5', () => model.boundedQueue(1, 1.5)],
    ['waiters is -1', () => model.wakeAll(-1)],
    ['tasks is 0', () => model.ring(0, 1)],
    ['laps is -1', () => model.ring(1, -1)],
    ['leaves is -1', () => model.spawnTree(-1)],
    ['times is -1', () => model.signalTask(-1)],
    ['bytes is 0', () => model.pipe(0, 1)],
    ['bytes is 0', () => model.shareBuffer(0, 1)],
    ['messages is -1', () => model.pipe(1, -1)],
    ['messages is -1', () => model.shareBuffer(1, -1)],
    ['turns is -1', () => model.takeTurns(-1)],
    ['tasks is -1', () => model.park(-1)],
  ])('a size that is none is an error that names it: %s', async (message, call) => {
    const error = await call().catch((error: unknown) => error);
    expect(error).toBeInstanceOf(RangeError);
    expect((error as Error).message).toContain(`${message}: give a `);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['timer', () => model.restartableTimer(10, 1)],
    ['select', () => model.selectMessages(10)],
    ['cancelled wait', () => model.cancelDeep(10, 60_000, AbortSignal.timeout(1))],
    ['wait that timed out', () => model.cancelDeep(10, 1)],
  ])('a %s leaves no timer behind', async (_, work) => {
    expect(await leftBy(work)).toEqual([]);
  });
});
