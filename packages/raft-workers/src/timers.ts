// What is due later: a blocked thread has no timers, so it asks for the earliest time, sleeps no longer than until then,
// and does what is due by itself.

interface Timer {
  readonly at: number;
  readonly act: () => void;
}

export class Timers {
  /** By time, the next one last. */
  private readonly timers: Timer[] = [];

  /** Milliseconds on this thread's clock. */
  now(): number {
    return performance.now();
  }

  /** When something is due next; Infinity if nothing is. */
  get next(): number {
    return this.timers.at(-1)?.at ?? Number.POSITIVE_INFINITY;
  }

  after(ms: number, act: () => void): void {
    const at = this.now() + ms;
    const place = this.timers.findLastIndex((timer) => timer.at > at) + 1; // behind those that are due at the same time
    this.timers.splice(place, 0, { at, act });
  }

  /** Does all that is due by now. */
  run(): void {
    if (this.timers.length === 0) return;
    for (const now = this.now(); this.next <= now; ) this.timers.pop()!.act();
  }
}
