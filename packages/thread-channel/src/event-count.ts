// The wake protocol: the only place in this package where a thread sleeps. An event count is one shared word that says
// whether a waiter may be asleep. A waiter sets the word, tries once more, and sleeps only while the word is still set. A
// notifier publishes its change, then reads the word; if set, it clears the word and wakes the waiter. Each side writes
// before it reads, so at least one sees the other and no wake-up is lost. Without a waiter, a notification costs one load.

import { InvalidArgument } from './errors.ts';

const noWaiter = 0;
const waiting = 1;

/** Awaited calls that complete without waiting before one yields to the event loop. */
const callsPerTurn = 128;

/** The longest delay of `setTimeout` (ms). */
const longestTimer = 2 ** 31 - 1;

/** Tries something once; null if it can't be done yet. */
export type Attempt<T> = () => T | null;

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

  /** Wakes the waiters. Call it after the store that lets their attempt succeed, never before. */
  notify(): void {
    if (Atomics.load(this.words, this.index) === noWaiter) return;
    if (Atomics.exchange(this.words, this.index, noWaiter) === noWaiter) return; // another thread notifies
    Atomics.notify(this.words, this.index);
  }

  /** Wakes the waiters whatever the word says: a notifier that dies after clearing it leaves a sleeper without a mark. */
  notifyAlways(): void {
    Atomics.store(this.words, this.index, noWaiter);
    Atomics.notify(this.words, this.index);
  }

  /** Blocks the thread until the attempt succeeds, and returns its result; null after `timeout` ms. */
  wait<T>(attempt: Attempt<T>, timeout: number, spin = 0): T | null {
    for (let i = 0; i < spin; i++) {
      const result = attempt();
      if (result !== null) return result;
    }
    const deadline = deadlineIn(timeout);
    for (;;) {
      Atomics.store(this.words, this.index, waiting);
      const result = attempt();
      if (result !== null) return result; // the word stays set: at worst one notification is in vain
      const left = timeLeft(deadline);
      if (left <= 0) return null;
      Atomics.wait(this.words, this.index, waiting, left);
    }
  }

  /** As `wait`, for an event loop. Without a timeout it does not keep the process alive. */
  async waitAsync<T>(attempt: Attempt<T>, timeout: number): Promise<T | null> {
    const deadline = deadlineIn(timeout);
    for (;;) {
      Atomics.store(this.words, this.index, waiting);
      const result = attempt();
      if (result !== null) return result;
      const left = timeLeft(deadline);
      if (left <= 0) return null;
      await this.nextNotify(left);
    }
  }

  /** Called by awaited operations that need not wait: every 128th yields to timers and I/O. */
  async yieldTurn(): Promise<void> {
    this.calls = (this.calls + 1) % callsPerTurn;
    if (this.calls === 0) await new Promise(setImmediate);
  }

  /** Lets the waits of this thread's event loop try again. */
  retryWaiters(): void {
    const waiters = [...this.waiters];
    this.waiters.clear();
    for (const wake of waiters) wake();
  }

  /** Resolves at the next notification, or after `ms` ms. */
  private nextNotify(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.waiters.add(resolve);
    this.listen();
    if (ms === Number.POSITIVE_INFINITY) return promise;
    const timer = setTimeout(
      () => {
        this.waiters.delete(resolve);
        resolve();
      },
      Math.min(ms, longestTimer),
    );
    return promise.finally(() => clearTimeout(timer));
  }

  /** Keeps at most one `waitAsync` pending, however many waits begin or time out. */
  private listen(): void {
    if (this.listening) return;
    const { async, value } = Atomics.waitAsync(this.words, this.index, waiting);
    this.listening = async;
    if (async) void value.then(this.notified);
    else queueMicrotask(this.notified);
  }

  private readonly notified = (): void => {
    this.listening = false;
    this.retryWaiters();
  };
}

/** Only durations cross threads, because their clocks differ. */
function deadlineIn(ms: number): number {
  if (Number.isNaN(ms)) throw new InvalidArgument('timeout is NaN: give milliseconds, or Infinity');
  return ms === Number.POSITIVE_INFINITY ? ms : performance.now() + ms;
}

function timeLeft(deadline: number): number {
  return deadline === Number.POSITIVE_INFINITY ? deadline : deadline - performance.now();
}
