// Waits for time to pass.

import { current } from './current.ts';
import { delay } from './numbers.ts';
import type { Wait } from './public.ts';
import type { IdleWait, Scheduler } from './scheduler.ts';
import { PendingWait, WaitKind } from './wait.ts';

class Sleep extends WaitKind<void, number> {
  override ready(): boolean {
    return false;
  }

  override commit(): void {}

  override register(wait: PendingWait<void>, ms: number): void {
    if (ms === 0) wait.complete();
  }

  override describe(ms: number): string {
    return `a sleep of ${ms} ms`;
  }
}

/**
 * Waits for `ms` milliseconds; with 0 or less, until everything ready now has run; with Infinity, until it is interrupted. In a
 * `select`, the deadline.
 * @throws UsageError if `ms` is NaN
 */
export function sleep(ms: number): Wait<void> {
  const wait = new PendingWait(sleeping, delay(ms));
  return ms > 0 ? (wait.within(ms) as Wait<void>) : wait;
}

class Idle extends WaitKind<void, Scheduler | null> {
  override ready(): boolean {
    return false;
  }

  override commit(wait: PendingWait<void>): void {
    wait.succeed();
  }

  override register(wait: PendingWait<void>): void {
    current.hub!.addIdler(wait satisfies IdleWait);
  }

  override describe(): string {
    return 'idleness';
  }
}

/** Waits until nothing else is ready. */
export function idle(): Wait<void> {
  return new PendingWait(idling, null);
}

const sleeping = new Sleep();
const idling = new Idle();
