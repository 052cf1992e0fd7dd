// A value, or an error, that comes once and is then there for all who ask.

import { Chain } from './chain.ts';
import { Misuse } from './errors.ts';
import { finishAll, Kind, Wait } from './wait.ts';

export class AsyncResult<T> {
  readonly name: string;
  private state: 'open' | 'value' | 'error' = 'open';
  private outcome: unknown = undefined;
  private waiters: Chain<Wait<unknown>> | null = null;
  /** The promise that was handed out, and what settles it. */
  private promise: Promise<T> | null = null;
  private keepPromise: (() => void) | null = null;

  constructor(name = 'a result') {
    this.name = name;
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
    this.promise ??= new Promise((resolve, reject) => {
      this.keepPromise = () => (this.successful ? resolve(this.outcome as T) : reject(this.outcome));
      if (this.ready) this.keepPromise();
    });
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
    this.keepPromise?.();
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
