// Numeric arguments: each is refused with a clear error, or has the documented meaning.

import { describe, expect, it } from 'vitest';
import {
  Channel,
  Event,
  type Green,
  Greenlet,
  joinall,
  LoopExit,
  Pool,
  Queue,
  RealHub,
  Semaphore,
  sleep,
  spawn,
  spawnLater,
  Timeout,
  UsageError,
  VirtualHub,
  wait,
  withTimeout,
} from '../src/index.ts';
import { caught, thrownBy } from './bodies.ts';

const noDelays = [Number.NaN, '5' as unknown as number, undefined as unknown as number];

const delays: Record<string, (ms: number) => void> = {
  sleep: (ms) => void sleep(ms),
  within: (ms) => void new Queue().get().within(ms),
  'within an earlier limit': (ms) => void sleep(5).within(ms),
  Timeout: (ms) => inGreenlet(() => void new Timeout(ms)),
  spawnLater: (ms) => inGreenlet(() => void spawnLater(ms, sleep(1))),
  startLater: (ms) => void new Greenlet(new VirtualHub(), sleep(1)).startLater(ms),
  'after on virtual time': (ms) => void new VirtualHub().after(ms, () => {}),
  'after on real time': (ms) => void new RealHub().after(ms, () => {}),
  restart: (ms) => new VirtualHub().after(1, () => {}).restart(ms === undefined ? Number.NaN : ms),
  runFor: (ms) => new VirtualHub().runFor(ms),
  runUntil: (ms) => void new VirtualHub().runUntil(() => false, ms),
};

/** Makes the call in a greenlet. @throws what the call throws */
function inGreenlet(call: () => void): void {
  // biome-ignore lint/correctness/useYield: it does not wait
  new VirtualHub().run(function* () {
    call();
  });
}

describe('a delay', () => {
  it.each(Object.entries(delays))('of %s that is no number is refused', (_, use) => {
    for (const ms of noDelays) expect(() => use(ms)).toThrow(UsageError);
  });

  it('of withTimeout and runUntilAsync that is no number is refused', async () => {
    expect(() => new VirtualHub().run(withTimeout(Number.NaN, sleep(1)))).toThrow(UsageError);
    await expect(new VirtualHub().runUntilAsync(() => false, Number.NaN)).rejects.toThrow(UsageError);
  });

  it('that is refused leaves the others in order', () => {
    const hub = new VirtualHub();
    const fired: number[] = [];
    for (const ms of [30, Number.NaN, 10, 20])
      thrownBy(() =>
        hub.after(ms, () => {
          fired.push(ms);
        }),
      );
    hub.runFor(100);
    expect(fired).toEqual([10, 20, 30]);
  });

  it('that is negative counts as 0', () => {
    const hub = new VirtualHub();
    hub.run(function* () {
      yield* sleep(-5);
      expect(yield* new Queue().get().within(-1)).toBeUndefined();
      yield* spawnLater(-1, sleep(0)).join();
    });
    hub.after(-7, () => {});
    hub.runFor(-1);
    expect(hub.now()).toBe(0);
  });

  it('may be a fraction', () => {
    const hub = new VirtualHub();
    hub.run(sleep(0.25));
    expect(hub.now()).toBe(0.25);
  });
});

describe('an infinite delay', () => {
  const bodies: Record<string, () => Green<unknown>> = {
    sleep: () => sleep(Infinity),
    within: () => new Queue().get().within(Infinity),
    withTimeout: () => withTimeout(Infinity, new Event().wait(), 'late'),
    *Timeout() {
      using _ = new Timeout(Infinity);
      yield* new Queue().get();
    },
    *spawnLater() {
      yield* spawnLater(Infinity, sleep(0)).join();
    },
    *'the largest number, twice'() {
      yield* sleep(Number.MAX_VALUE);
      yield* sleep(Number.MAX_VALUE);
    },
  };

  it.each(Object.entries(bodies))(
    'of %s never passes: a deadlock if nothing else can happen',
    async (_, body) => {
      const hub = new VirtualHub();
      expect(thrownBy(() => hub.run(body))).toBeInstanceOf(LoopExit);
      expect(hub.now()).toBeLessThan(Infinity);
      expect(hub.pendingTimers).toBe(0);
    },
  );

  it('is a deadlock on real time too', async () => {
    await expect(new RealHub().run(sleep(Infinity))).rejects.toThrow(LoopExit);
    await expect(new RealHub().run(new Queue().get().within(Infinity))).rejects.toThrow(LoopExit);
  });

  it('of an alarm unsets it', () => {
    const hub = new VirtualHub();
    const alarm = hub.after(5, () => {});
    alarm.restart(Infinity);
    expect([alarm.pending, hub.pendingTimers]).toEqual([false, 0]);
    alarm.restart(1);
    expect(alarm.pending).toBe(true);
  });

  it('lets a hub run until nothing is left', async () => {
    const hub = new VirtualHub();
    hub.spawn(sleep(1000));
    hub.runFor(Infinity);
    expect(hub.now()).toBe(1000);
    expect(hub.runUntil(() => false, Infinity)).toBe(false);
    hub.spawn(sleep(1000));
    expect(await hub.runUntilAsync(() => false, Infinity)).toBe(false);
    expect(hub.now()).toBe(2000);
  });

  it('lets a hub run until nothing is left, with any number ready at one moment', () => {
    const hub = new VirtualHub();
    const greenlets = Array.from({ length: 250_000 }, () => hub.spawn(sleep(0)));
    hub.runFor(Infinity);
    expect(greenlets.every(({ ready }) => ready)).toBe(true);
  });

  it('makes a hub wait for promises before it concludes that nothing is left', async () => {
    const hub = new VirtualHub();
    const hold = hub.hold();
    const queue = new Queue<number>();
    const getter = hub.spawn(queue.get());
    setTimeout(() => {
      queue.putNowait(1);
      hold[Symbol.dispose]();
    }, 1);
    expect(await hub.runUntilAsync(() => getter.ready, Infinity)).toBe(true);
  });
});

describe('a delay beyond what Node can time', () => {
  it('is waited for in full on virtual time', () => {
    const hub = new VirtualHub();
    hub.run(sleep(2 ** 40));
    expect(hub.now()).toBe(2 ** 40);
  });

  it('does not fire at once on real time', async () => {
    const hub = new RealHub();
    const sleeper = hub.spawn(sleep(2 ** 31 + 5));
    await hub.run(sleep(3));
    expect(sleeper.ready).toBe(false);
    await hub.run(sleeper.kill());
  });
});

describe('a capacity, a number of permits, a size, a count', () => {
  const bad = [Number.NaN, -1, 1.5, -Infinity, '3' as unknown as number];

  it.each(bad)('of %s is refused', (value) => {
    for (const make of [
      () => new Queue({ capacity: value }),
      () => new Channel({ capacity: value }),
      () => new Semaphore(value),
      () => new Pool(value),
      () => joinall([], { count: value }),
      () => wait([], { count: value }),
      () => new VirtualHub({ seed: value }),
    ])
      expect(make).toThrow(UsageError);
  });

  it('of 0 is refused where nothing could ever pass', () => {
    expect(() => new Queue({ capacity: 0 })).toThrow(UsageError);
    expect(() => new Pool(0)).toThrow(UsageError);
    expect(new Channel({ capacity: 0 }).size).toBe(0);
    expect(new Semaphore(0).free).toBe(0);
  });

  it('may be infinite', () => {
    const hub = new VirtualHub();
    hub.run(function* () {
      const semaphore = new Semaphore(Infinity);
      yield* semaphore.acquire();
      expect(semaphore.free).toBe(Infinity);
      const channel = new Channel<number>({ capacity: Infinity });
      for (let i = 0; i < 100; i += 1) yield* channel.send(i);
      const pool = new Pool(Infinity);
      for (let i = 0; i < 100; i += 1) yield* pool.spawn(sleep(1));
      yield* pool.join();
      expect(hub.now()).toBe(1);
      expect(yield* joinall([spawn(sleep(1))], { count: Infinity })).toHaveLength(1);
    });
  });
});

describe('several limits on one wait', () => {
  it('count as the least of them', () => {
    const taken = (make: () => Green<unknown>): number => {
      const hub = new VirtualHub();
      hub.run(make);
      return hub.now();
    };
    expect(taken(() => sleep(50).within(100))).toBe(50);
    expect(taken(() => sleep(50).within(20))).toBe(20);
    expect(taken(() => new Queue().get().within(50).within(100))).toBe(50);
    expect(taken(() => new Queue().get().within(100).within(50))).toBe(50);
    expect(taken(() => new Queue().get().within(Infinity).within(50))).toBe(50);
    expect(taken(() => caught(withTimeout(30, new Queue().get().within(50))))).toBe(30);
  });
});
