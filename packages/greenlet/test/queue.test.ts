// Queues: order of items and waiters, and items of greenlets that time out or are killed.

import { describe, expect, it } from 'vitest';
import {
  Empty,
  Full,
  type Green,
  LifoQueue,
  PriorityQueue,
  Queue,
  sleep,
  spawn,
  UsageError,
  VirtualHub,
} from '../src/index.ts';

describe('a queue', () => {
  it('is first in, first out, and serves getters first come, first served', () => {
    const hub = new VirtualHub();
    const queue = new Queue<number>();
    const getters = [1, 2, 3].map(() => hub.spawn(queue.get()));
    hub.runFor(0);
    for (const item of [1, 2, 3, 4, 5]) queue.putNowait(item);
    const later = [4, 5].map(() => hub.spawn(queue.get()));
    hub.runFor(0);
    expect([...getters, ...later].map(({ value }) => value)).toEqual([1, 2, 3, 4, 5]);
  });

  it('makes putters wait while it is full, and serves them first come, first served', () => {
    const hub = new VirtualHub();
    const queue = new Queue<number>({ capacity: 2 });
    const put: number[] = [];
    function* putter(item: number): Green<void> {
      yield* queue.put(item);
      put.push(item);
    }
    for (const item of [1, 2, 3, 4]) hub.spawn(putter(item));
    hub.runFor(1);
    expect(put).toEqual([1, 2]);
    expect(queue.size).toBe(2);
    expect(queue.getNowait()).toBe(1);
    hub.runFor(1);
    expect(put).toEqual([1, 2, 3]);
    expect([queue.getNowait(), queue.getNowait(), queue.getNowait()]).toEqual([2, 3, 4]);
    hub.runFor(1);
    expect(put).toEqual([1, 2, 3, 4]);
  });

  it('raises Full and Empty instead of waiting', () => {
    const queue = new Queue<number>({ name: 'inbox', capacity: 1 });
    expect(() => queue.getNowait()).toThrow(Empty);
    queue.putNowait(1);
    expect(() => queue.putNowait(2)).toThrow(Full);
    expect(() => new Queue({ capacity: 0 })).toThrow(UsageError);
  });

  it('loses no item when a getter times out', () => {
    const hub = new VirtualHub();
    const queue = new Queue<string>();
    const late = hub.spawn(queue.get().within(10));
    hub.runFor(10);
    expect(late).toMatchObject({ ready: true, value: undefined });
    queue.putNowait('item');
    expect(queue.getNowait()).toBe('item');
    expect(hub.pendingTimers).toBe(0);
  });

  it('gives an item in time to a getter with a deadline, and cancels the deadline', () => {
    const hub = new VirtualHub();
    const queue = new Queue<string>();
    const getter = hub.spawn(queue.get().within(10));
    hub.runFor(9);
    queue.putNowait('item');
    hub.runFor(100);
    expect(getter.value).toBe('item');
    expect(hub.pendingTimers).toBe(0);
  });

  it('loses no item when a getter is killed while it waits', () => {
    const hub = new VirtualHub();
    const queue = new Queue<string>();
    const [first, second] = [hub.spawn(queue.get()), hub.spawn(queue.get())];
    hub.runFor(0);
    first.kill();
    queue.putNowait('item');
    hub.runFor(0);
    expect(second.value).toBe('item');
  });

  it('loses no item when a getter is killed after it was given one and before it runs', () => {
    const hub = new VirtualHub();
    const queue = new Queue<string>();
    const [first, second, third] = [hub.spawn(queue.get()), hub.spawn(queue.get()), hub.spawn(queue.get())];
    hub.runFor(0);
    queue.putNowait('one');
    first.kill();
    queue.putNowait('two');
    third.kill();
    hub.runFor(0);
    expect(second.value).toBe('one');
    expect(queue.getNowait()).toBe('two');
  });

  it('drops the item of a putter that was killed while it waited', () => {
    const hub = new VirtualHub();
    const queue = new Queue<string>({ capacity: 1 });
    queue.putNowait('first');
    const putter = hub.spawn(queue.put('second'));
    hub.runFor(0);
    putter.kill();
    expect(queue.getNowait()).toBe('first');
    expect(queue.size).toBe(0);
  });

  it('puts nothing back for a getter that is killed after its time-out', () => {
    const hub = new VirtualHub();
    const queue = new Queue<string>();
    const getter = hub.spawn(queue.get().within(10));
    hub.runFor(0);
    hub.after(10, () => getter.kill()); // when it has been woken, but has not run
    hub.runFor(10);
    expect(getter.killed).toBe(true);
    expect(queue.size).toBe(0);
  });

  it('is joined when every item is done', () => {
    const hub = new VirtualHub();
    const queue = new Queue<number>({ capacity: 2 });
    function* worker(): Green<void> {
      for (;;) {
        yield* queue.get();
        yield* sleep(10);
        queue.taskDone();
      }
    }
    hub.run(function* () {
      yield* queue.join();
      expect(hub.now()).toBe(0);
      const workers = [spawn(worker), spawn(worker)];
      for (const item of [1, 2, 3, 4, 5]) yield* queue.put(item);
      yield* queue.join();
      expect(hub.now()).toBe(30);
      for (const greenlet of workers) greenlet.kill();
    });
    expect(() => queue.taskDone()).toThrow(UsageError);
  });
});

describe('a LIFO queue', () => {
  it('is last in, first out', () => {
    const queue = new LifoQueue<number>();
    for (const item of [1, 2, 3]) queue.putNowait(item);
    expect([queue.getNowait(), queue.getNowait(), queue.getNowait()]).toEqual([3, 2, 1]);
  });
});

describe('a priority queue', () => {
  it('returns the least item first, and equal ones first in, first out', () => {
    const queue = new PriorityQueue<[number, string]>(([a], [b]) => a - b);
    const items: [number, string][] = [
      ...([
        [3, 'a'],
        [1, 'b'],
        [2, 'c'],
        [1, 'd'],
      ] as [number, string][]),
      ...([
        [3, 'e'],
        [0, 'f'],
        [1, 'g'],
      ] as [number, string][]),
    ];
    for (const item of items) queue.putNowait(item);
    const out = items.map(() => queue.getNowait()[1]).join('');
    expect(out).toBe('fbdgcae');
  });

  it('puts the item of a killed getter back in its place', () => {
    const hub = new VirtualHub();
    const queue = new PriorityQueue<[number, string]>(([a], [b]) => a - b);
    const getter = hub.spawn(queue.get());
    hub.runFor(0);
    queue.putNowait([1, 'a']);
    queue.putNowait([1, 'b']);
    getter.kill();
    expect([queue.getNowait()[1], queue.getNowait()[1]]).toEqual(['a', 'b']);
  });
});
