// Pending errors and kill state of one greenlet.
//
// A kill raises GreenletExit at the greenlet's wait; its `finally` blocks may wait while that unwinds. JavaScript has no
// exception that `catch (error)` lets pass, so code that catches everything may carry on instead, and from outside the two
// look alike. So there is a grace period. After it the generator is asked to return, at every further wait, which no `catch` can
// stop. Only `finally { continue }` can, so the number of attempts is bounded as well.

import { GreenletExit } from './errors.ts';
import type { Interruption } from './interruption.ts';
import { LinkedList } from './linked-list.ts';
import type { Parked } from './public.ts';
import type { Scheduler } from './scheduler.ts';
import { Timer, type TimerTarget } from './timers.ts';
import type { PendingWait } from './wait.ts';

/** How long a killed greenlet may go on waiting, from its first wait after GreenletExit (ms). */
const graceMs = 1000;

/** Attempts to make the generator return before it is dropped. */
const maxReturns = 100;

/** The greenlet, as far as its cancel status needs it. */
export interface Cancellable {
  readonly name: string;
  readonly hub: Scheduler;
  /** Ends its current wait. */
  endWait(): void;
}

export class CancelStatus implements TimerTarget {
  private readonly greenlet: Cancellable;
  /** To be raised, one at each wait. */
  private readonly interruptions = new LinkedList<Interruption>();
  private kill: 'none' | 'requested' | 'raised' | 'graceExpired' = 'none';
  private exit: GreenletExit | null = null;
  private timer: Timer | null = null;
  private returns = 0;

  constructor(greenlet: Cancellable) {
    this.greenlet = greenlet;
  }

  get killRequested(): boolean {
    return this.kill !== 'none';
  }

  get graceExpired(): boolean {
    return this.kill === 'graceExpired';
  }

  add(interruption: Interruption): void {
    this.interruptions.push(interruption);
  }

  /** Overrides all pending errors. */
  requestKill(): void {
    while (this.interruptions.shift() !== null);
    this.kill = 'requested';
    this.exit = exitWithoutStack(`${this.greenlet.name} was killed`);
  }

  /** Whether the error is the one raised to kill the greenlet. */
  isExit(error: unknown): boolean {
    return this.exit !== null && this.exit === error;
  }

  /** Whether the greenlet may wait; otherwise it must resume at once, for an error to be raised. */
  mayWait(): boolean {
    if (!this.interruptions.isEmpty) return false;
    if (this.kill === 'none') return true;
    if (this.kill === 'raised' && this.timer === null) {
      this.timer = new Timer(this, graceMs);
      this.greenlet.hub.setTimer(this.timer);
    }
    return this.kill === 'raised';
  }

  /** Resumes the generator. A result that has come precedes pending errors, but not a kill. */
  resume<T>(
    iterator: Iterator<Parked, T, unknown>,
    wait: PendingWait<unknown> | null,
  ): IteratorResult<Parked, T> {
    if (this.kill === 'requested') {
      this.kill = 'raised';
      return raise(iterator, this.exit);
    }
    const interruption = wait?.done ? null : this.interruptions.shift();
    if (interruption !== null) return raise(iterator, interruption.error);
    return this.graceExpired ? this.close(iterator) : iterator.next();
  }

  /** The grace period has passed. */
  expire(): void {
    this.kill = 'graceExpired';
    this.greenlet.endWait();
  }

  private close<T>(iterator: Iterator<Parked, T, unknown>): IteratorResult<Parked, T> {
    this.returns += 1;
    const result = this.returns > maxReturns ? undefined : iterator.return?.();
    return result ?? { done: true, value: undefined as T };
  }

  /** The greenlet has ended. */
  end(): void {
    if (this.timer !== null) this.greenlet.hub.cancelTimer(this.timer);
  }
}

/** Capturing a stack would take most of the time of a kill. */
function exitWithoutStack(message: string): GreenletExit {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  const exit = new GreenletExit(message);
  Error.stackTraceLimit = stackTraceLimit;
  return exit;
}

function raise<T>(iterator: Iterator<Parked, T, unknown>, error: unknown): IteratorResult<Parked, T> {
  if (iterator.throw === undefined) throw error;
  return iterator.throw(error);
}
