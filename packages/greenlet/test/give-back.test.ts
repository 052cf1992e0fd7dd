// Items given to getters that are killed before they run go back to their place.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  Channel,
  LifoQueue,
  PriorityQueue,
  Queue,
  Semaphore,
  select,
  sleep,
  VirtualHub,
  type Wait,
} from '../src/index.ts';

const makers = {
  'a queue': () => new Queue<number>(),
  'a LIFO queue': () => new LifoQueue<number>(),
  'a priority queue': () => new PriorityQueue<number>((a, b) => (a % 3) - (b % 3)),
};

function drain(queue: Queue<number>): number[] {
  return Array.from({ length: queue.size }, () => queue.getNowait());
}

const getters: Record<string, (queue: Queue<number>) => Wait<unknown>> = {
  get: (queue) => queue.get(),
  'select of gets': (queue) => select({ a: queue.get(), b: queue.get(), late: sleep(100) }),
};

describe.each(Object.entries(makers))('%s', (_, make) => {
  it.each(Object.entries(getters))('is as if no item had been taken, by %s', (_, get) => {
    const arbitrary = fc.record({
      early: fc.integer({ min: 1, max: 5 }),
      late: fc.nat(5),
      order: fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }),
    });
    fc.assert(
      fc.property(arbitrary, ({ early, late, order }) => {
        const [hub, queue, untouched] = [new VirtualHub(), make(), make()];
        const victims = Array.from({ length: early }, () => hub.spawn(get(queue)));
        hub.runFor(0);
        for (let item = 1; item <= early + late; item += 1) {
          queue.putNowait(item);
          untouched.putNowait(item);
        }
        for (const i of order) victims[i]?.kill();
        expect(drain(queue)).toEqual(drain(untouched));
      }),
    );
  });
});

describe('a channel', () => {
  it('takes items back in order', () => {
    const hub = new VirtualHub();
    const channel = new Channel<number>();
    const victims = [1, 2, 3].map(() => hub.spawn(channel.receive()));
    hub.runFor(0);
    const senders = [1, 2, 3].map((item) => hub.spawn(channel.send(item)));
    for (let i = 0; i < 3; i += 1) hub.step();
    expect(senders.every(({ ready }) => ready)).toBe(true);
    for (const victim of victims) victim.kill();
    const received = hub.run(function* () {
      return [yield* channel.receive(), yield* channel.receive(), yield* channel.receive()];
    });
    expect(received.map(({ value }) => value)).toEqual([1, 2, 3]);
  });
});

describe('a parked select with several cases on one channel', () => {
  it.each(['channel', 'queue', 'semaphore', 'sends'])('is fair: %s', (kind) => {
    const hub = new VirtualHub();
    const taken: Record<string, number> = { a: 0, b: 0, c: 0 };
    hub.run(function* () {
      const channel = new Channel<number>();
      const queue = new Queue<number>();
      const semaphore = new Semaphore(0);
      const make: Record<string, () => Wait<unknown>> = {
        channel: () => channel.receive(),
        queue: () => queue.get(),
        semaphore: () => semaphore.acquire(),
        sends: () => channel.send(1),
      };
      for (let i = 0; i < 900; i += 1) {
        hub.defer(() => {
          if (kind === 'queue') queue.putNowait(1);
          else if (kind === 'semaphore') semaphore.release();
          else if (kind === 'channel') hub.spawn(channel.send(1));
          else hub.spawn(channel.receive());
        });
        const first = yield* select({ a: make[kind]!(), b: make[kind]!(), c: make[kind]!() });
        taken[first.case]! += 1;
      }
    });
    for (const count of Object.values(taken)) expect(count).toBeGreaterThan(220);
  });
});
