// The wake protocol, the one place in this package where a thread goes to sleep. A bell is one shared word. Whoever wants
// to sleep first leaves a note on it, then looks once more whether there is really nothing to do, and sleeps only as long
// as the note hangs there. Whoever has made something ready looks for the note; if there is one, it takes it down and
// knocks. Since each writes first and looks second, at least one of the two sees the other: no wake-up is lost. And as
// long as nobody sleeps, ringing costs one load.

import { InvalidArgument } from './errors.ts';

const awake = 0;
const asleep = 1;

/** So many awaited calls that need not wait are followed by a turn of the event loop. */
const callsPerTurn = 128;

/** The longest time that `setTimeout` knows, in ms. */
const longestTimer = 2 ** 31 - 1;

/** Tries something once; null if it can't be done yet. */
export type Attempt<T> = () => T | null;

export class Bell {
  private readonly words: Int32Array;
  private readonly index: number;
  /** What this thread's event loop has waiting at the bell, in the order in which it came. */
  private readonly waiters = new Set<() => void>();
  private listening = false;
  private calls = 0;

  constructor(words: Int32Array, index: number) {
    this.words = words;
    this.index = index;
  }

  /** Wakes who sleeps. To be called after the store that makes the sleeper's attempt succeed, never before. */
  ring(): void {
    if (Atomics.load(this.words, this.index) === awake) return;
    if (Atomics.exchange(this.words, this.index, awake) === awake) return; // another has taken the note and knocks
    Atomics.notify(this.words, this.index);
  }

  /**
   * Wakes who sleeps even if nothing says so. For the ends of things: a thread that died between taking the note down and
   * knocking has left a sleeper whom nobody would wake any more.
   */
  alarm(): void {
    Atomics.store(this.words, this.index, awake);
    Atomics.notify(this.words, this.index);
  }

  /** Blocks the thread until the attempt succeeds, and returns its result; null after so many ms. */
  until<T>(attempt: Attempt<T>, timeout: number, spin = 0): T | null {
    for (let i = 0; i < spin; i++) {
      const result = attempt();
      if (result !== null) return result;
    }
    const deadline = deadlineIn(timeout);
    for (;;) {
      Atomics.store(this.words, this.index, asleep);
      const result = attempt();
      if (result !== null) return result; // the note stays: at worst somebody knocks in vain
      const left = timeLeft(deadline);
      if (left <= 0) return null;
      Atomics.wait(this.words, this.index, asleep, left);
    }
  }

  /** The same for an event loop, which it never blocks. Does not keep the process alive unless it has a timeout. */
  async untilAsync<T>(attempt: Attempt<T>, timeout: number): Promise<T | null> {
    const deadline = deadlineIn(timeout);
    for (;;) {
      Atomics.store(this.words, this.index, asleep);
      const result = attempt();
      if (result !== null) return result;
      const left = timeLeft(deadline);
      if (left <= 0) return null;
      await this.knock(left);
    }
  }

  /** For awaited calls that need not wait: if there is no end of them, timers and I/O must get a turn all the same. */
  async breathe(): Promise<void> {
    this.calls = (this.calls + 1) % callsPerTurn;
    if (this.calls === 0) await new Promise(setImmediate);
  }

  /** Lets those of this thread's event loop that wait at the bell try again. */
  wakeWaiters(): void {
    const waiters = [...this.waiters];
    this.waiters.clear();
    for (const wake of waiters) wake();
  }

  /** Resolves at the next knock, or after so many ms. */
  private knock(ms: number): Promise<void> {
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

  /** However many wait and however often they give up, the bell has one `waitAsync` pending and no more. */
  private listen(): void {
    if (this.listening) return;
    const { async, value } = Atomics.waitAsync(this.words, this.index, asleep);
    this.listening = async;
    if (async) void value.then(this.heard);
    else queueMicrotask(this.heard);
  }

  private readonly heard = (): void => {
    this.listening = false;
    this.wakeWaiters();
  };
}

/** Clocks differ between threads, so only spans of time cross them, and each thread counts by its own. */
function deadlineIn(ms: number): number {
  if (Number.isNaN(ms)) throw new InvalidArgument('a timeout is NaN: milliseconds, or Infinity, are needed');
  return ms === Number.POSITIVE_INFINITY ? ms : performance.now() + ms;
}

function timeLeft(deadline: number): number {
  return deadline === Number.POSITIVE_INFINITY ? deadline : deadline - performance.now();
}
