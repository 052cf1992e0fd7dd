// What is held against a greenlet: errors that are to be raised in it, and its death.
//
// To kill it, GreenletExit is raised where it waits, and while that unwinds its `finally` blocks may wait. JavaScript has no
// exception that `catch (error)` lets through, so code that catches everything may go on instead, and nobody can see from
// outside which of the two it is. So there is a time of grace. When that has passed the generator is told to return, at each
// wait anew, and no `catch` can stop that. Only `finally { continue }` can, and so even this is not tried for ever.

import type { Coroutine } from './coroutine.ts';
import { GreenletExit } from './errors.ts';
import type { Interruption } from './interruption.ts';
import { type Expiring, Timer } from './timers.ts';
import type { Parked, Wait } from './wait.ts';

/** For so many ms from the first time on that it waits again, a killed greenlet may wait. */
const grace = 1000;

/** So often a generator is told to return. */
const patience = 100;

export class Plight implements Expiring {
  private readonly greenlet: Coroutine<unknown>;
  /** What is to be raised, one at each wait. */
  private readonly interruptions: Interruption[] = [];
  private death: 'far' | 'asked' | 'raised' | 'overdue' = 'far';
  private exit: GreenletExit | null = null;
  private timer: Timer | null = null;
  private returns = 0;

  constructor(greenlet: Coroutine<unknown>) {
    this.greenlet = greenlet;
  }

  get isDoomed(): boolean {
    return this.death !== 'far';
  }

  /** Whether the time of grace has passed. */
  get isOverdue(): boolean {
    return this.death === 'overdue';
  }

  add(interruption: Interruption): void {
    this.interruptions.push(interruption);
  }

  remove(interruption: Interruption): void {
    const index = this.interruptions.indexOf(interruption);
    if (index >= 0) this.interruptions.splice(index, 1);
  }

  /** Nothing else counts any more. */
  doom(): void {
    this.interruptions.length = 0;
    this.death = 'asked';
    this.exit = exitWithoutStack(`${this.greenlet.name} was killed`);
  }

  /** Whether this is what was raised to kill the greenlet. */
  isExit(error: unknown): boolean {
    return this.exit !== null && this.exit === error;
  }

  /** Whether the greenlet may wait. If not it must go on at once, and meet what is held against it. */
  allowsWait(): boolean {
    if (this.interruptions.length > 0) return false;
    if (this.death === 'far') return true;
    if (this.death === 'raised' && this.timer === null) {
      this.timer = new Timer(this, grace);
      this.greenlet.hub.setTimer(this.timer);
    }
    return this.death === 'raised';
  }

  /** Lets the greenlet go on. What it waited for comes first if it has come, and if it is not to die. */
  resume<T>(iterator: Iterator<Parked, T, unknown>, wait: Wait<unknown> | null): IteratorResult<Parked, T> {
    if (this.death === 'asked') {
      this.death = 'raised';
      return raise(iterator, this.exit);
    }
    const interruption = wait?.done ? undefined : this.interruptions.shift();
    if (interruption !== undefined) return raise(iterator, interruption.error);
    return this.death === 'overdue' ? this.close(iterator) : iterator.next();
  }

  /** The time of grace has passed. */
  expire(): void {
    this.death = 'overdue';
    this.greenlet.breakOff();
  }

  private close<T>(iterator: Iterator<Parked, T, unknown>): IteratorResult<Parked, T> {
    this.returns += 1;
    const result = this.returns > patience ? undefined : iterator.return?.();
    return result ?? { done: true, value: undefined as T };
  }

  /** The greenlet has ended. */
  end(): void {
    if (this.timer !== null) this.greenlet.hub.cancelTimer(this.timer);
  }
}

/** A stack takes most of the time of a kill, and nobody looks at it. */
function exitWithoutStack(message: string): GreenletExit {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  const exit = new GreenletExit(message);
  Error.stackTraceLimit = stackTraceLimit;
  return exit;
}

/** Raises an error where the iterator waits. */
function raise<T>(iterator: Iterator<Parked, T, unknown>, error: unknown): IteratorResult<Parked, T> {
  if (iterator.throw === undefined) throw error;
  return iterator.throw(error);
}
