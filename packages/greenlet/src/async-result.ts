// A value or an error that is set once and read any number of times.

import { UsageError } from './errors.ts';
import { LinkedList } from './linked-list.ts';
import type { Wait } from './public.ts';
import { finishAll, PendingWait, WaitKind } from './wait.ts';

export class AsyncResult<T> {
  // Assigned in the constructor, which is faster than field initialisers.
  declare readonly name: string;
  declare private state: 'open' | 'value' | 'error';
  declare private outcome: unknown;
  declare private waiters: LinkedList<PendingWait<unknown>> | null;
  /** The promise given to callers, and its resolvers. */
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

  /** Whether the value or error is set. */
  get ready(): boolean {
    return this.state !== 'open';
  }

  /** Whether the value is set. */
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

  /** Sets the value and wakes all waiters. @throws UsageError if it is ready */
  set(value: T): void {
    this.settle('value', value);
  }

  /** Sets the error, which `get` raises, and wakes all waiters. @throws UsageError if it is ready */
  setError(error: unknown): void {
    this.settle('error', error);
  }

  /** Waits for the value. Raises the error if that is set instead. */
  get(): Wait<T> {
    return new PendingWait(AsyncResult.getting, this) as Wait<T>;
  }

  /** The same as `get`, for code outside of greenlets. Not included in the detection of deadlocks. */
  toPromise(): Promise<T> {
    if (this.promise !== null) return this.promise;
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve as (value: unknown) => void;
      this.reject = reject;
    });
    if (this.ready) this.settlePromise();
    return this.promise;
  }

  /** Waits until the value or error is set. */
  wait(): Wait<true> {
    return new PendingWait(AsyncResult.waiting, this);
  }

  private settle(state: 'value' | 'error', outcome: unknown): void {
    if (this.ready) throw new UsageError(`${this.name} has been set: it can be set once`);
    this.state = state;
    this.outcome = outcome;
    if (this.waiters !== null) finishAll(this.waiters);
    if (this.promise !== null) this.settlePromise();
  }

  private settlePromise(): void {
    if (this.state === 'value') this.resolve!(this.outcome);
    else this.reject!(this.outcome);
  }

  private static readonly getting = AsyncResult.kindOf((wait, { state, outcome }) => {
    if (state === 'error') wait.fail(outcome);
    else wait.succeed(outcome);
  });

  private static readonly waiting = AsyncResult.kindOf((wait) => wait.succeed(true)) as WaitKind<
    true,
    AsyncResult<unknown>
  >;

  private static kindOf(
    commit: (wait: PendingWait<unknown>, result: AsyncResult<unknown>) => void,
  ): WaitKind<unknown, AsyncResult<unknown>> {
    return new (class extends WaitKind<unknown, AsyncResult<unknown>> {
      override ready(result: AsyncResult<unknown>): boolean {
        return result.state !== 'open';
      }

      override commit(wait: PendingWait<unknown>, result: AsyncResult<unknown>): void {
        commit(wait, result);
      }

      override register(wait: PendingWait<unknown>, result: AsyncResult<unknown>): void {
        result.waiters ??= new LinkedList();
        result.waiters.push(wait);
      }

      override describe({ name }: AsyncResult<unknown>): string {
        return name;
      }
    })();
  }
}
