// A clock that advances only when run, from one timer to the next. The servers on it are the real ones; waiting costs
// nothing, and the same seed gives the same run.

import type { Clock, Timer } from './clock.ts';

interface Due {
  readonly at: number;
  /** Breaks ties: timers due at the same time fire in the order of their creation. */
  readonly order: number;
  readonly callback: () => void;
}

export class VirtualClock implements Clock {
  private time = 0;
  private order = 0;
  private firings = 0;
  /** In firing order. */
  private readonly timers: Due[] = [];

  now(): number {
    return this.time;
  }

  /** Number of pending timers. */
  get pending(): number {
    return this.timers.length;
  }

  /** Number of timers fired so far. */
  get fired(): number {
    return this.firings;
  }

  after(ms: number, callback: () => void): Timer {
    const due = { at: this.time + Math.max(0, ms), order: this.order++, callback };
    this.timers.splice(this.position(due), 0, due);
    return { [Symbol.dispose]: () => this.cancel(due) };
  }

  defer(callback: () => void): Timer {
    return this.after(0, callback);
  }

  /**
   * Runs until the condition holds, for at most `ms` of virtual time. Resolves with whether it did; also false when no timer
   * is left.
   */
  async runUntil(condition: () => boolean, ms: number): Promise<boolean> {
    const deadline = this.time + ms;
    for (;;) {
      await settled();
      if (condition()) return true;
      const next = this.timers[0];
      if (next === undefined || next.at > deadline) {
        this.time = deadline;
        return false;
      }
      this.timers.shift();
      this.time = next.at;
      this.firings += 1;
      next.callback();
    }
  }

  /** Runs for `ms` of virtual time. */
  async run(ms: number): Promise<void> {
    await this.runUntil(() => false, ms);
  }

  private cancel(due: Due): void {
    const position = this.timers.indexOf(due);
    if (position >= 0) this.timers.splice(position, 1);
  }

  /** Position of a new timer: after all that are due no later. */
  private position({ at }: Due): number {
    let low = 0;
    let high = this.timers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.timers[middle]!.at <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Resolves once all microtasks have run: they precede the next turn. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
