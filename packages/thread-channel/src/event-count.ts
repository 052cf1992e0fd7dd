// The wake protocol: the only place in this package where a thread sleeps. An event count is one shared word, a count of
// wake-ups that is odd while a waiter may be asleep. A waiter makes it odd, tries once more, and sleeps only while the
// count is still the same. A notifier publishes its change, then reads the count; if it is odd, it adds one and wakes all
// waiters. Each side writes before it reads, so at least one sees the other and no wake-up is lost. Since the count never
// returns to an earlier value, a waiter that comes later cannot put an earlier one to sleep past its wake-up. Without a
// waiter, a notification costs one load.
//
// Literature: D. P. Reed, R. K. Kanodia, "Synchronization with eventcounts and sequencers", CACM 22 (1979).

import type { Limits } from './arguments.ts';
import { CannotBlock } from './errors.ts';
import type { Attempt, Spinner } from './spin.ts';
import { after, nextTurn, onAbort } from './timers.ts';

/** Awaited calls that complete without waiting before one yields to the event loop. */
const callsPerTurn = 128;

export class EventCount {
  private readonly words: Int32Array;
  private readonly index: number;
  /** Waits of this thread's event loop, oldest first. */
  private readonly waiters = new Set<() => void>();
  private listening = false;
  private calls = 0;

  constructor(words: Int32Array, index: number) {
    this.words = words;
    this.index = index;
  }

  /** Wakes all waiters. Call it after the store that lets their attempt succeed, never before. */
  notify(): void {
    const count = Atomics.load(this.words, this.index);
    if (!isOdd(count)) return;
    if (!this.advance(count)) return; // another thread notifies
    Atomics.notify(this.words, this.index);
  }

  /** Wakes all waiters even if the count is even: a notifier that died after advancing it left its waiters asleep. */
  notifyAlways(): void {
    const count = Atomics.load(this.words, this.index);
    if (isOdd(count)) this.advance(count);
    Atomics.notify(this.words, this.index);
  }

  /**
   * Blocks the thread until the attempt succeeds, and returns its result; null at the timeout.
   * @throws CannotBlock
   */
  wait<T>(attempt: Attempt<T>, { timeout, signal }: Limits, spinner: Spinner): T | null {
    const spun = timeout > 0 ? spinner.try(attempt) : null;
    if (spun !== null) return spun;
    const deadline = deadlineIn(timeout);
    for (;;) {
      const count = this.prepare();
      const result = attempt();
      if (result !== null) return result; // the count stays odd: costs one needless notification at most
      signal?.throwIfAborted();
      const left = timeLeft(deadline);
      if (left <= 0) return null;
      spinner.slept(this.sleep(count, left));
    }
  }

  /** As `wait`, for an event loop. Without a timeout it does not keep the process alive. */
  async waitAsync<T>(attempt: Attempt<T>, { timeout, signal }: Limits): Promise<T | null> {
    const deadline = deadlineIn(timeout);
    for (;;) {
      signal?.throwIfAborted();
      const count = this.prepare();
      const result = attempt();
      if (result !== null) return result;
      const left = timeLeft(deadline);
      if (left <= 0) return null;
      await this.nextNotify(count, left, signal);
    }
  }

  /**
   * The first phase of a wait for schedulers of their own: announces a waiter, to be followed by an attempt and, if that
   * fails, `subscribe` with the returned count.
   */
  prepare(): number {
    return Atomics.or(this.words, this.index, 1) | 1;
  }

  /** Calls back once, at the next notification since `prepare` returned the count. Returns the cancellation. */
  subscribe(count: number, wake: () => void): () => void {
    this.waiters.add(wake);
    this.listen(count);
    return () => void this.waiters.delete(wake);
  }

  /** Called by awaited operations that need not wait: every 128th yields to timers and I/O. */
  async yieldTurn(): Promise<void> {
    this.calls = (this.calls + 1) % callsPerTurn;
    if (this.calls === 0) await nextTurn();
  }

  /** Lets the waits of this thread's event loop try again. */
  retryWaiters(): void {
    const waiters = [...this.waiters];
    this.waiters.clear();
    for (const wake of waiters) wake();
  }

  /** Makes an odd count even; false if another thread did. */
  private advance(count: number): boolean {
    return Atomics.compareExchange(this.words, this.index, count, (count + 1) | 0) === count;
  }

  /** Sleeps until a notification, at most `ms` ms. Returns how long. */
  private sleep(count: number, ms: number): number {
    const start = performance.now();
    try {
      Atomics.wait(this.words, this.index, count, ms);
      return performance.now() - start;
    } catch (error) {
      throw error instanceof TypeError ? new CannotBlock() : error;
    }
  }

  /** Resolves at the next notification, after `ms` ms, or when the signal aborts. */
  private nextNotify(count: number, ms: number, signal: AbortSignal | undefined): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const wake = () => {
      for (const cancel of cancellations) cancel();
      resolve();
    };
    const cancellations = [this.subscribe(count, wake), after(ms, wake), onAbort(signal, wake)];
    return promise;
  }

  /** Keeps at most one `waitAsync` pending, however many waits begin, time out or are aborted. */
  private listen(count: number): void {
    if (this.listening) return;
    const { async, value } = Atomics.waitAsync(this.words, this.index, count);
    this.listening = true;
    if (async) void value.then(this.notified);
    else queueMicrotask(this.notified);
  }

  private readonly notified = (): void => {
    this.listening = false;
    this.retryWaiters();
  };
}

function isOdd(count: number): boolean {
  return (count & 1) === 1;
}

/** Only durations cross threads, because their clocks differ. */
function deadlineIn(ms: number): number {
  return ms === Number.POSITIVE_INFINITY ? ms : performance.now() + ms;
}

function timeLeft(deadline: number): number {
  return deadline === Number.POSITIVE_INFINITY ? deadline : deadline - performance.now();
}
