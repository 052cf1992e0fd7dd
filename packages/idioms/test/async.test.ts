// What is the event loop's own: the queue, the timer, the mutex, and what a select withdraws.

import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Mutex } from '../src/async/critical-section.ts';
import { Queue, RestartableTimer, select, selectMessages } from '../src/async/index.ts';
import { leftBy } from './leftovers.ts';

const never = new AbortController().signal;

describe('a select', () => {
  it('takes a message that is there', async () => {
    const queue = new Queue<string>(1);
    await queue.put('hello');
    expect(await select(queue, 60_000, never)).toBe('message');
    expect(queue.size).toBe(0);
  });

  it('takes a message that arrives', async () => {
    const queue = new Queue<string>(1);
    const selecting = select(queue, 60_000, never);
    await queue.put('hello');
    expect(await selecting).toBe('message');
    expect(queue.size).toBe(0);
  });

  it('waits each time where its cost is measured, with all that it sets up and withdraws', async () => {
    const waits = vi.spyOn(Queue.prototype, 'onItem');
    expect(await selectMessages(10)).toBe(10);
    expect(waits).toHaveBeenCalledTimes(10);
    waits.mockRestore();
  });

  it('ends at its deadline', async () => {
    expect(await select(new Queue(1), 1, never)).toBe('deadline');
  });

  it('ends when it is cancelled, also before its start', async () => {
    const cancellation = new AbortController();
    const selecting = select(new Queue(1), 60_000, cancellation.signal);
    cancellation.abort();
    expect(await selecting).toBe('cancelled');
    expect(await select(new Queue(1), 60_000, cancellation.signal)).toBe('cancelled');
  });

  it('leaves a message that comes right after a cancellation to the next', async () => {
    const queue = new Queue<string>(1);
    const cancellation = new AbortController();
    const selecting = select(queue, 60_000, cancellation.signal);
    cancellation.abort();
    await queue.put('for the next');
    expect(await selecting).toBe('cancelled');
    expect(await queue.get()).toBe('for the next');
  });

  it.each(['message', 'deadline', 'cancelled'])('withdraws the losers: %s', async (first) => {
    const queue = new Queue<string>(1);
    const cancellation = new AbortController();
    const left = await leftBy(async () => {
      const selecting = select(queue, first === 'deadline' ? 1 : 60_000, cancellation.signal);
      if (first === 'message') await queue.put('hello');
      if (first === 'cancelled') cancellation.abort();
      expect(await selecting).toBe(first);
    });
    expect(left).toEqual([]);
    expect(getEventListeners(cancellation.signal, 'abort')).toEqual([]);
    await queue.put('still there');
    expect(queue.size).toBe(1);
  });

  it('refuses a deadline that is none', async () => {
    await expect(select(new Queue(1), -1, never)).rejects.toThrow(RangeError);
  });
});

describe('a queue', () => {
  it('wakes waiting putters and getters in their order', async () => {
    const queue = new Queue<number>(1);
    const got = [queue.get(), queue.get()];
    await Promise.all([1, 2, 3, 4].map((item) => queue.put(item)).slice(0, 3));
    expect(await Promise.all(got)).toEqual([1, 2]);
    expect([await queue.get(), await queue.get()]).toEqual([3, 4]);
  });
});

describe('a mutex', () => {
  it('is released when its holder fails', async () => {
    const mutex = new Mutex();
    const failing = async () => {
      using _lock = await mutex.lock();
      throw new Error('within');
    };
    await expect(failing()).rejects.toThrow('within');
    using lock = await mutex.lock();
    expect(lock).toBeDefined();
  });

  it('is held by one at a time, in the order of asking', async () => {
    const mutex = new Mutex();
    const log: string[] = [];
    const work = async (name: string) => {
      using _lock = await mutex.lock();
      log.push(`${name} in`);
      await null;
      log.push(`${name} out`);
    };
    await Promise.all([work('a'), work('b')]);
    expect(log).toEqual(['a in', 'a out', 'b in', 'b out']);
  });
});

describe('a restartable timer', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('fires one delay after its last restart, and not before', () => {
    const fire = vi.fn();
    using timer = new RestartableTimer(fire);
    for (const ms of [10, 20, 10]) {
      timer.restart(ms);
      vi.advanceTimersByTime(9);
    }
    expect(fire).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(fire).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1_000);
    expect(fire).toHaveBeenCalledTimes(1);
  });

  it('does not fire once it is stopped, and can be restarted then', () => {
    const fire = vi.fn();
    using timer = new RestartableTimer(fire);
    timer.restart(10);
    timer.stop();
    vi.advanceTimersByTime(100);
    expect(fire).not.toHaveBeenCalled();
    timer.restart(10);
    vi.advanceTimersByTime(10);
    expect(fire).toHaveBeenCalledTimes(1);
  });

  it('is stopped by the end of its scope', () => {
    const fire = vi.fn();
    {
      using timer = new RestartableTimer(fire);
      timer.restart(10);
    }
    expect(vi.getTimerCount()).toBe(0);
  });
});
