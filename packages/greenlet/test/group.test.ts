// Groups and pools.

import { describe, expect, it } from 'vitest';
import { type Green, Group, Pool, sleep, UsageError, VirtualHub } from '../src/index.ts';
import { caught, doing } from './bodies.ts';

function* square(number: number): Green<number> {
  yield* sleep(10 - number);
  return number * number;
}

function* failing(): Green<never> {
  yield* sleep(5);
  throw new Error('no');
}

describe('a group', () => {
  it('is joined when all have ended, including those added meanwhile', () => {
    const hub = new VirtualHub();
    const group = new Group(hub);
    hub.run(function* () {
      group.spawn(function* () {
        yield* sleep(10);
        group.spawn(sleep(10));
      });
      expect(group.size).toBe(1);
      yield* group.join();
      expect([group.size, hub.now()]).toEqual([0, 20]);
    });
  });

  it('is killed as a whole', () => {
    const hub = new VirtualHub();
    const group = new Group(hub);
    hub.run(function* () {
      const greenlets = [group.spawn(sleep(100)), group.spawn(sleep(200))];
      yield* sleep(1);
      yield* group.kill();
      expect(greenlets.every(({ killed, ready }) => killed && ready)).toBe(true);
      expect([group.size, hub.now(), hub.pendingTimers]).toEqual([0, 1, 0]);
    });
  });

  it('can be a scope: its members are killed at the end', () => {
    const hub = new VirtualHub();
    const ended: string[] = [];
    hub.run(function* () {
      using group = new Group();
      group.spawn(function* () {
        try {
          yield* sleep(1000);
        } finally {
          ended.push('worker');
        }
      });
      yield* sleep(1);
    });
    hub.runFor(0);
    expect(ended).toEqual(['worker']);
  });

  it('adds and discards greenlets', () => {
    const hub = new VirtualHub();
    const group = new Group(hub);
    const [stays, leaves] = [hub.spawn(sleep(100)), hub.spawn(sleep(100))];
    group.add(stays);
    group.add(leaves);
    group.discard(leaves);
    expect([...group]).toEqual([stays]);
    hub.runFor(1);
    group.kill();
    hub.runFor(1);
    expect([stays.ready, leaves.ready]).toEqual([true, false]);
    leaves.kill();
  });

  it('raises the first error with raiseError', () => {
    const hub = new VirtualHub();
    const group = new Group(hub);
    hub.run(function* () {
      group.spawn(failing());
      group.spawn(sleep(100));
      expect(yield* caught(group.join({ raiseError: true }))).toMatchObject({ message: 'no' });
      expect(hub.now()).toBe(5);
      group.kill();
    });
  });

  it('maps items concurrently, with results in the order of the items', () => {
    const hub = new VirtualHub();
    const squares: number[] = hub.run(new Group(hub).map([1, 2, 3], square));
    expect(squares).toEqual([1, 4, 9]);
    expect(hub.now()).toBe(9);
    expect(() => hub.run(new Group(hub).map([1, 2], failing))).toThrow('no');
  });
});

describe('a pool', () => {
  it('makes spawn wait while it is full', () => {
    const hub = new VirtualHub();
    const pool = new Pool(2, hub);
    const started: number[] = [];
    hub.run(function* () {
      for (let i = 0; i < 5; i += 1) {
        yield* pool.spawn(sleep(10));
        started.push(hub.now());
        expect(pool.size).toBeLessThanOrEqual(2);
      }
      yield* pool.join();
      expect([pool.size, pool.free, hub.now()]).toEqual([0, 2, 30]);
    });
    expect(started).toEqual([0, 0, 10, 10, 20]);
  });

  it('has room again when a member is killed, even one that never began', () => {
    const hub = new VirtualHub();
    const pool = new Pool(1, hub);
    hub.run(function* () {
      const first = yield* pool.spawn(sleep(100));
      first.kill();
      yield* pool.spawn(doing(() => {}));
      expect(hub.now()).toBe(0);
      yield* pool.kill();
    });
    expect(() => new Pool(0, hub)).toThrow(UsageError);
  });

  it('maps as many items at a time as its size', () => {
    const hub = new VirtualHub();
    const pool = new Pool(2, hub);
    expect(hub.run(pool.map([1, 2, 3, 4], square))).toEqual([1, 4, 9, 16]);
    expect(hub.now()).toBe(15);
  });
});
