// Semaphores and locks: first come, first served, and no permit is lost with a killed greenlet.

import { describe, expect, it } from 'vitest';
import { type Green, RLock, Semaphore, select, sleep, spawn, UsageError, VirtualHub } from '../src/index.ts';

describe('a semaphore', () => {
  it('serves strictly first come, first served', () => {
    const hub = new VirtualHub();
    const semaphore = new Semaphore(1);
    const served: string[] = [];
    function* customer(name: string): Green<void> {
      using _permit = yield* semaphore.acquire();
      served.push(`${name} at ${hub.now()}`);
      yield* sleep(10);
    }
    for (const name of ['a', 'b', 'c']) hub.spawn(customer(name));
    hub.spawnLater(10, customer('d')); // at the moment of the first release
    hub.runFor(100);
    expect(served).toEqual(['a at 0', 'b at 10', 'c at 20', 'd at 30']);
    expect(semaphore.free).toBe(1);
  });

  it('admits as many greenlets as it has permits', () => {
    const hub = new VirtualHub();
    const semaphore = new Semaphore(3);
    let [inside, most] = [0, 0];
    function* customer(): Green<void> {
      using _permit = yield* semaphore.acquire();
      inside += 1;
      most = Math.max(most, inside);
      yield* sleep(1);
      inside -= 1;
    }
    for (let i = 0; i < 10; i += 1) hub.spawn(customer);
    hub.runFor(100);
    expect([most, semaphore.free]).toEqual([3, 3]);
  });

  it('gets the permit of a killed greenlet back, even before that ran', () => {
    const hub = new VirtualHub();
    const semaphore = new Semaphore(1);
    function* customer(): Green<void> {
      using _permit = yield* semaphore.acquire();
      yield* sleep(10);
    }
    const [holder, next, waiting] = [hub.spawn(customer), hub.spawn(customer), hub.spawn(customer)];
    hub.runFor(1);
    waiting.kill();
    holder.kill();
    hub.step();
    hub.step(); // the permit goes to the next, which does not run yet
    next.kill();
    hub.runFor(1);
    expect([holder.ready, next.ready, waiting.ready, semaphore.free]).toEqual([true, true, true, 1]);
  });

  it('can be released without its permit, by another greenlet too', () => {
    const hub = new VirtualHub();
    const semaphore = new Semaphore(0);
    const waiting = hub.spawn(semaphore.acquire());
    hub.runFor(1);
    semaphore.release();
    hub.runFor(0);
    expect([waiting.ready, semaphore.free, semaphore.acquireNowait()]).toEqual([true, 0, false]);
    waiting.value![Symbol.dispose]();
    waiting.value![Symbol.dispose]();
    expect([semaphore.free, semaphore.acquireNowait()]).toEqual([1, true]);
  });

  it('can be acquired within a deadline, and in a select', () => {
    const hub = new VirtualHub();
    const semaphore = new Semaphore(0);
    expect(hub.run(semaphore.acquire().within(10))).toBeUndefined();
    expect(hub.run(select({ permit: semaphore.acquire(), deadline: sleep(10) })).case).toBe('deadline');
    semaphore.release();
    expect(semaphore.free).toBe(1);
    expect(() => new Semaphore(-1)).toThrow(UsageError);
  });
});

describe('a lock', () => {
  it('can be acquired again by its holder, and passes on when released as often', () => {
    const hub = new VirtualHub();
    const lock = new RLock();
    const ran: string[] = [];
    function* holder(): Green<void> {
      using _outer = yield* lock.acquire();
      {
        using _inner = yield* lock.acquire();
        yield* sleep(10);
      }
      yield* sleep(10);
      ran.push(`holder at ${hub.now()}`);
    }
    function* other(name: string): Green<void> {
      using _held = yield* lock.acquire();
      ran.push(`${name} at ${hub.now()}`);
    }
    hub.spawn(holder);
    hub.spawn(other('first'));
    hub.spawn(other('second'));
    hub.runFor(100);
    expect(ran).toEqual(['holder at 20', 'first at 20', 'second at 20']);
    expect(lock.owner).toBe(null);
  });

  it('can only be released by its holder', () => {
    const hub = new VirtualHub();
    const lock = new RLock('registry');
    hub.run(function* () {
      const holder = spawn(function* () {
        using _held = yield* lock.acquire();
        yield* sleep(10);
      }, 'holder');
      yield* sleep(1);
      expect(lock.owner).toBe(holder);
      expect(() => lock.release()).toThrow('registry is held by holder');
    });
    expect(() => lock.release()).toThrow(UsageError);
  });

  it('passes on when its new holder is killed before it runs', () => {
    const hub = new VirtualHub();
    const lock = new RLock();
    function* customer(): Green<void> {
      using _held = yield* lock.acquire();
      yield* sleep(10);
    }
    const [holder, next, last] = [hub.spawn(customer), hub.spawn(customer), hub.spawn(customer)];
    hub.runFor(1);
    holder.kill();
    hub.step();
    expect(lock.owner).toBe(next);
    next.kill();
    expect(lock.owner).toBe(last);
    hub.runFor(20);
    expect([lock.owner, next.ready, last.ready]).toEqual([null, true, true]);
  });

  it('is held by the greenlet that waits for it, wherever the wait was created', () => {
    const hub = new VirtualHub();
    const lock = new RLock();
    const wait = lock.acquire();
    hub.run(function* () {
      const holder = spawn(wait, 'holder');
      yield* sleep(0);
      expect(lock.owner).toBe(holder);
      const late = spawn(lock.acquire().within(5), 'late');
      yield* sleep(0);
      expect(late.waitsFor).toContain('held by holder');
      expect(yield* late.get()).toBeUndefined();
    });
  });

  it('can be released outside of greenlets by the result of acquire, once', () => {
    const hub = new VirtualHub();
    const lock = new RLock();
    const held = hub.run(lock.acquire());
    const next = hub.spawn(lock.acquire());
    hub.runFor(0);
    expect(next.ready).toBe(false);
    held[Symbol.dispose]();
    held[Symbol.dispose]();
    hub.runFor(0);
    expect(lock.owner).toBe(next);
    next.value![Symbol.dispose]();
    expect(lock.owner).toBe(null);
  });
});
