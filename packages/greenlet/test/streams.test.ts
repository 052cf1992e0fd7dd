// Queues that are shut down, buffers that drop, iteration, ticks.

import { describe, expect, it } from 'vitest';
import {
  Channel,
  each,
  type Green,
  LoopExit,
  Queue,
  RealHub,
  ShutDown,
  select,
  sleep,
  spawn,
  Ticker,
  UsageError,
  VirtualHub,
} from '../src/index.ts';
import { caught, thrownBy } from './bodies.ts';

describe('a queue that is shut down', () => {
  it('delivers its items, then raises ShutDown', () => {
    const queue = new Queue<number>({ name: 'inbox' });
    queue.putNowait(1);
    queue.shutdown();
    expect(queue.isShutDown).toBe(true);
    expect(() => queue.putNowait(2)).toThrow(ShutDown);
    expect(queue.getNowait()).toBe(1);
    expect(() => queue.getNowait()).toThrow('inbox is shut down');
    const hub = new VirtualHub();
    expect(hub.run(caught(queue.get()))).toBeInstanceOf(ShutDown);
    expect(hub.run(caught(queue.put(3)))).toBeInstanceOf(ShutDown);
    expect(() => hub.run(select({ item: queue.get() }))).toThrow(ShutDown);
  });

  it('raises ShutDown in its waiters', () => {
    const hub = new VirtualHub();
    const [empty, full] = [new Queue<number>(), new Queue<number>({ capacity: 1 })];
    full.putNowait(1);
    const waiting = [hub.spawn(caught(empty.get())), hub.spawn(caught(full.put(2)))];
    hub.runFor(1);
    empty.shutdown();
    full.shutdown();
    hub.runFor(0);
    for (const { value } of waiting) expect(value).toBeInstanceOf(ShutDown);
    expect(full.getNowait()).toBe(1);
  });

  it('at once drops its items, which count as finished', () => {
    const hub = new VirtualHub();
    const queue = new Queue<number>();
    for (const i of [1, 2, 3]) queue.putNowait(i);
    const joiner = hub.spawn(queue.join());
    queue.getNowait();
    queue.taskDone();
    queue.shutdown({ immediate: true });
    hub.runFor(0);
    expect([joiner.ready, queue.size, queue.dropped]).toEqual([true, 0, 2]);
    expect(() => queue.getNowait()).toThrow(ShutDown);
  });
});

it('a queue that is shut down at once drops an item whose getter is killed before it runs', () => {
  const hub = new VirtualHub();
  const queue = new Queue<string>();
  queue.putNowait('taken');
  queue.getNowait();
  const joiner = hub.spawn(queue.join());
  const getter = hub.spawn(queue.get());
  hub.runFor(0);
  queue.putNowait('given');
  queue.shutdown({ immediate: true });
  queue.taskDone();
  getter.kill();
  hub.runFor(0);
  expect([joiner.ready, queue.unfinished, queue.size]).toEqual([true, 0, 0]);
});

describe.each([
  ['queue', (overflow: 'sliding' | 'dropping') => new Queue<number>({ capacity: 2, overflow })],
  ['channel', (overflow: 'sliding' | 'dropping') => new Channel<number>({ capacity: 2, overflow })],
])('a full %s', (_, make) => {
  it.each([
    ['sliding', 'oldest', [3, 4]],
    ['dropping', 'newest', [1, 2]],
  ] as const)('that is %s drops the %s item', (overflow, _age, left) => {
    const buffer = make(overflow);
    const items = new VirtualHub().run(function* () {
      for (const i of [1, 2, 3, 4]) yield* buffer instanceof Queue ? buffer.put(i) : buffer.send(i);
      const items: number[] = [];
      while (buffer.size > 0)
        items.push(buffer instanceof Queue ? yield* buffer.get() : (yield* buffer.receive()).value!);
      return items;
    });
    expect([items, buffer.dropped]).toEqual([left, 2]);
  });
});

it('a buffer that drops needs room for an item', () => {
  expect(() => new Channel({ overflow: 'sliding' })).toThrow(UsageError);
  expect(() => new Queue({ overflow: 'dropping' })).toThrow(UsageError);
  expect(() => new Queue({ capacity: 1, overflow: 'slide' as 'sliding' })).toThrow(UsageError);
});

describe('iteration', () => {
  it.each([
    ['channel', () => new Channel<number>()],
    ['queue', () => new Queue<number>()],
  ])('over a %s ends with it', (_, make) => {
    const source = make();
    const hub = new VirtualHub();
    const seen = hub.run(function* () {
      spawn(function* () {
        for (const i of [1, 2, 3]) {
          yield* source instanceof Queue ? source.put(i) : source.send(i);
          yield* sleep(1);
        }
        if (source instanceof Queue) source.shutdown();
        else source.close();
      });
      const seen: number[] = [];
      const items = yield* each(source);
      for (const item of items) {
        seen.push(item);
        yield* items.next();
      }
      return seen;
    });
    expect(seen).toEqual([1, 2, 3]);
  });

  it('that does not wait for the next item is refused', () => {
    const channel = new Channel<number>({ capacity: 1 });
    const hub = new VirtualHub();
    function* forgetful(): Green<void> {
      yield* channel.send(1);
      for (const _ of yield* each(channel));
    }
    expect(() => hub.run(forgetful)).toThrow('yield* items.next()');
  });

  it.each([
    ['channel', () => new Channel<number>()],
    ['queue', () => new Queue<number>()],
  ])('over a %s outside of greenlets ends with it, and loses nothing when left', async (_, make) => {
    const source = make();
    const hub = new RealHub();
    const sender = hub.spawn(function* () {
      for (const i of [1, 2, 3, 4]) yield* source instanceof Queue ? source.put(i) : source.send(i);
      if (source instanceof Queue) source.shutdown();
      else source.close();
    });
    const seen: number[] = [];
    for await (const item of source) if (seen.push(item) === 2) break;
    for await (const item of source) seen.push(item);
    expect(seen).toEqual([1, 2, 3, 4]);
    expect(sender.ready).toBe(true);
  });
});

describe('a ticker', () => {
  it('ticks at fixed times, independent of the work between', () => {
    const hub = new VirtualHub();
    const times = hub.run(function* () {
      const ticker = new Ticker(10);
      const times: number[] = [];
      for (let i = 0; i < 4; i += 1) {
        times.push(yield* ticker.next());
        yield* sleep(i * 3);
      }
      return times;
    });
    expect(times).toEqual([10, 20, 30, 40]);
  });

  it('lets a slow reader miss ticks', () => {
    const hub = new VirtualHub();
    const seen = hub.run(function* () {
      const ticker = new Ticker(10);
      yield* sleep(35);
      return [
        [yield* ticker.next(), hub.now()],
        [yield* ticker.next(), hub.now()],
      ];
    });
    expect(seen).toEqual([
      [30, 35],
      [40, 40],
    ]);
  });

  it('gives each tick to one waiter, and sets no timer without waiters', () => {
    const hub = new VirtualHub();
    const ticker = new Ticker(10, hub);
    expect(hub.pendingTimers).toBe(0);
    const readers = [hub.spawn(ticker.next()), hub.spawn(ticker.next().within(5)), hub.spawn(ticker.next())];
    hub.runFor(100);
    expect(readers.map(({ value }) => value)).toEqual([10, undefined, 20]);
    expect(hub.pendingTimers).toBe(0);
    expect(hub.run(select({ tick: ticker.next(), late: sleep(50) })).case).toBe('tick');
  });

  it.each([0, -1, Number.NaN, Infinity])('of %s ms is refused', (ms) => {
    expect(() => new Ticker(ms)).toThrow(UsageError);
  });

  it('that is not waited for prevents no deadlock', () => {
    const hub = new VirtualHub();
    new Ticker(10, hub);
    expect(thrownBy(() => hub.run(new Queue().get()))).toBeInstanceOf(LoopExit);
  });
});
