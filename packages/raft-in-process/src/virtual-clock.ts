// A clock that stands still until it is told to run: then it jumps from one timer to the next. The servers on it are the
// real ones; only waiting costs nothing, and the same seed gives the same run.

import type { Clock, Timer } from './clock.ts';

interface Due {
  readonly at: number;
  /** Timers of the same moment fire in the order in which they were set. */
  readonly order: number;
  readonly callback: () => void;
}

export class VirtualClock implements Clock {
  private time = 0;
  private order = 0;
  private firings = 0;
  /** In the order in which they fire. */
  private readonly timers: Due[] = [];

  now(): number {
    return this.time;
  }

  /** How many timers are set. */
  get pending(): number {
    return this.timers.length;
  }

  /** How many timers have fired. */
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
   * Runs until the condition holds. Returns whether it did within so many ms of virtual time; false, too, if nothing is
   * left that could ever run.
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

  /** Runs for so many ms of virtual time. */
  async run(ms: number): Promise<void> {
    await this.runUntil(() => false, ms);
  }

  private cancel(due: Due): void {
    const position = this.timers.indexOf(due);
    if (position >= 0) this.timers.splice(position, 1);
  }

  /** Where a timer belongs: behind all that fire before it. */
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

/** Resolves when every promise that could go on has gone on: microtasks end before the next turn begins. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
