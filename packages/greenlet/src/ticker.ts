// Go's time.Ticker: ticks at fixed intervals from its creation. It sets a timer only while a greenlet waits, so that it need
// not be stopped. A slow reader misses ticks instead of getting them late, all at once.

import { UsageError } from './errors.ts';
import { getHub } from './get-hub.ts';
import { LinkedList } from './linked-list.ts';
import type { Hub, Wait } from './public.ts';
import type { Scheduler } from './scheduler.ts';
import { Timer } from './timers.ts';
import { PendingWait, WaitKind } from './wait.ts';

export class Ticker {
  /** Interval (ms). */
  readonly ms: number;
  private readonly hub: Scheduler;
  private readonly timer: Timer;
  private readonly waiters = new LinkedList<PendingWait<number>>();
  /** Time of the next tick. */
  private due: number;

  /**
   * @param ms interval: greater than 0, finite
   * @throws UsageError for any other interval
   */
  constructor(ms: number, hub: Hub = getHub()) {
    if (!(ms > 0 && ms < Infinity))
      throw new UsageError(`a Ticker's interval can't be ${ms}: give milliseconds greater than 0`);
    this.ms = ms;
    this.hub = hub as Hub & Scheduler;
    this.due = hub.now() + ms;
    this.timer = new Timer({ expire: () => this.tick() }, ms);
  }

  /** Waits for a tick and returns its time (ms, on the hub's clock). Of the ticks missed, the last one is ready at once. */
  next(): Wait<number> {
    return new PendingWait(Ticker.ticking, this);
  }

  private isDue(): boolean {
    return this.hub.now() >= this.due;
  }

  /** Takes the latest tick that is due. */
  private take(): number {
    const missed = Math.max(0, Math.floor((this.hub.now() - this.due) / this.ms));
    const tick = this.due + missed * this.ms;
    this.due = tick + this.ms;
    return tick;
  }

  private tick(): void {
    if (this.isDue()) this.waiters.shift()?.finish();
    this.settle();
  }

  /** Has a timer set if and only if a greenlet waits. */
  private settle(): void {
    if (this.waiters.isEmpty) return this.hub.cancelTimer(this.timer);
    this.timer.ms = Math.max(0, this.due - this.hub.now());
    this.hub.setTimer(this.timer);
  }

  private static readonly ticking = new (class extends WaitKind<number, Ticker> {
    override ready(ticker: Ticker): boolean {
      return ticker.isDue();
    }

    override commit(wait: PendingWait<number>, ticker: Ticker): void {
      wait.succeed(ticker.take());
    }

    override register(wait: PendingWait<number>, ticker: Ticker): void {
      ticker.waiters.push(wait);
      ticker.settle();
    }

    override cancel(_wait: PendingWait<number>, ticker: Ticker): void {
      ticker.settle();
    }

    override describe({ ms }: Ticker): string {
      return `a tick of ${ms} ms`;
    }
  })();
}
