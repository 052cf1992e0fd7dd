// A value, or an error, that comes once and is then there for all who ask.

import { Chain } from './chain.ts';
import { Misuse } from './errors.ts';
import { finishAll, Kind, Wait } from './wait.ts';

export class AsyncResult<T> {
  // Assigned in the constructor, which is faster than initialised here.
  declare readonly name: string;
  declare private state: 'open' | 'value' | 'error';
  declare private outcome: unknown;
  declare private waiters: Chain<Wait<unknown>> | null;
  /** The promise that was handed out, and what settles it. */
  declare private promise: Promise<T> | null;
  declare private resolve: ((value: unknown) => void) | null;
  declare private reject: ((error: unknown) => void) | null;

  constructor(name = 'a result') {
    this.name = name;
    this.state = 'open';
    this.outcome = undefined;
    this.waiters = null;
    this.promise = null;
    this.resolve = null;
    this.reject = null;
  }

  /** Whether there is a value or an error. */
  get ready(): boolean {
    return this.state !== 'open';
  }

  /** Whether there is a value. */
  get successful(): boolean {
    return this.state === 'value';
  }

  /** The value; undefined if there is none. */
  get value(): T | undefined {
    return this.state === 'value' ? (this.outcome as T) : undefined;
  }

  /** The error; undefined if there is none. */
  get error(): unknown {
    return this.state === 'error' ? this.outcome : undefined;
  }

  /** Wakes all who wait. @throws Misuse if it is ready */
  set(value: T): void {
    this.settle('value', value);
  }

  /** Wakes all who wait, with an error for those who ask for the value. @throws Misuse if it is ready */
  setError(error: unknown): void {
    this.settle('error', error);
  }

  /** Waits for the value. Raises the error, if that is what comes. */
  get(): Wait<T> {
    return new Wait(getting, this) as Wait<T>;
  }

  /** What `get` waits for, for code that is no greenlet. Nobody can tell whether that will ever come: no LoopExit is raised. */
  toPromise(): Promise<T> {
    if (this.promise !== null) return this.promise;
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve as (value: unknown) => void;
      this.reject = reject;
    });
    if (this.ready) this.keepPromise();
    return this.promise;
  }

  /** Waits until there is a value or an error. */
  wait(): Wait<true> {
    return new Wait(waiting, this);
  }

  /** The value. @throws the error */
  result(): T {
    if (this.state === 'error') throw this.outcome;
    return this.outcome as T;
  }

  /** Completes the wait when it is ready. */
  addWaiter(wait: Wait<unknown>): void {
    this.waiters ??= new Chain();
    this.waiters.push(wait);
  }

  private settle(state: 'value' | 'error', outcome: unknown): void {
    if (this.ready) throw new Misuse(`${this.name} has been set: it can be set once`);
    this.state = state;
    this.outcome = outcome;
    if (this.waiters !== null) finishAll(this.waiters);
    if (this.promise !== null) this.keepPromise();
  }

  private keepPromise(): void {
    if (this.state === 'value') this.resolve!(this.outcome);
    else this.reject!(this.outcome);
  }
}

abstract class Settling<V> extends Kind<V, AsyncResult<unknown>> {
  ready(result: AsyncResult<unknown>): boolean {
    return result.ready;
  }

  enlist(wait: Wait<V>, result: AsyncResult<unknown>): void {
    result.addWaiter(wait);
  }

  describe({ name }: AsyncResult<unknown>): string {
    return name;
  }
}

class Getting extends Settling<unknown> {
  commit(wait: Wait<unknown>, result: AsyncResult<unknown>): void {
    wait.follow(result);
  }
}

class Waiting extends Settling<true> {
  commit(wait: Wait<true>): void {
    wait.succeed(true);
  }
}

const getting = new Getting();
const waiting = new Waiting();
