// What becomes of a greenlet that is killed. GreenletExit is raised where it waits, and while that unwinds its `finally`
// blocks may wait. JavaScript has no exception that `catch (error)` lets through, so code that catches everything may go on
// instead, and nobody can see from outside which of the two it is. So there is a time of grace. When that has passed, the
// generator is told to return, at each wait anew, and no `catch` can stop that.

import { GreenletExit } from './errors.ts';
import type { Greenlet } from './greenlet.ts';
import { type Expiring, Timer } from './timers.ts';
import type { Parked } from './wait.ts';

/** For so many ms after its first wait a killed greenlet may wait. */
const grace = 1000;

export class Doom implements Expiring {
  readonly exit: GreenletExit;
  private stage: 'asked' | 'raised' | 'overdue' = 'asked';
  private readonly greenlet: Greenlet<unknown>;
  private timer: Timer | null = null;

  constructor(greenlet: Greenlet<unknown>) {
    this.greenlet = greenlet;
    this.exit = new GreenletExit(`${greenlet.name} was killed`);
  }

  get isOverdue(): boolean {
    return this.stage === 'overdue';
  }

  /** Whether the greenlet may wait; if not, it must go on at once, and meet its doom. */
  allowsWait(): boolean {
    if (this.stage !== 'raised') return false;
    if (this.timer === null) {
      this.timer = new Timer(this, grace);
      this.greenlet.hub.setTimer(this.timer);
    }
    return true;
  }

  resume<T>(iterator: Iterator<Parked, T, unknown>): IteratorResult<Parked, T> {
    if (this.stage === 'raised') return iterator.next();
    if (this.stage === 'overdue') return iterator.return?.() ?? { done: true, value: undefined as T };
    this.stage = 'raised';
    return raise(iterator, this.exit);
  }

  /** The time of grace is over. */
  expire(): void {
    this.stage = 'overdue';
    this.greenlet.breakOff();
  }

  /** The greenlet has ended. */
  fulfil(): void {
    if (this.timer !== null) this.greenlet.hub.cancelTimer(this.timer);
  }
}

/** Raises an error where the iterator waits. */
export function raise<T>(iterator: Iterator<Parked, T, unknown>, error: unknown): IteratorResult<Parked, T> {
  if (iterator.throw === undefined) throw error;
  return iterator.throw(error);
}
