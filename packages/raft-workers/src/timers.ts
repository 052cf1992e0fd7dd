// Timers of a blocking thread: it sleeps at most until the earliest one, and then runs those that are due.

interface Timer {
  readonly at: number;
  readonly act: () => void;
}

export class Timers {
  /** By time, the earliest first: a new timer is mostly the last, and is placed at once. */
  private readonly timers: Timer[] = [];

  /** Milliseconds on this thread's clock. */
  now(): number {
    return performance.now();
  }

  /** The earliest due time (ms); Infinity without timers. */
  get next(): number {
    return this.timers[0]?.at ?? Number.POSITIVE_INFINITY;
  }

  after(ms: number, act: () => void): void {
    const at = this.now() + ms;
    const place = this.timers.findLastIndex((timer) => timer.at <= at) + 1; // behind those that are due at the same time
    this.timers.splice(place, 0, { at, act });
  }

  /** Runs the timers that are due. */
  run(): void {
    if (this.timers.length === 0) return;
    for (const now = this.now(); this.next <= now; ) for (const timer of this.takeDue(now)) timer.act();
  }

  private takeDue(now: number): Timer[] {
    const later = this.timers.findIndex((timer) => timer.at > now);
    return this.timers.splice(0, later < 0 ? this.timers.length : later);
  }
}
