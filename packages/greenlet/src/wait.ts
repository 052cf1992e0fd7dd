// One wait of one greenlet: what `yield*` is applied to. A wait is its own iterator and its own last iterator result, so that
// to wait costs one object. `yield*` calls `next` at the start, and a wait that can end at once does. One that can't gives an
// unfinished result, which `yield*` passes up to the hub; the hub comes back when somebody has completed the wait, and then
// `next` is called a second time.

import { Link } from './chain.ts';
import { current } from './current.ts';
import { Misuse } from './errors.ts';
import type { Hub } from './hub.ts';
import { type Expiring, Timer } from './timers.ts';

declare const parked: unique symbol;

/** What a greenlet yields to its hub. Nobody can make one, so that a `yield` without its star is a compile error. */
export interface Parked {
  readonly [parked]: never;
}

/**
 * What a greenlet can do with `yield*`: wait for something of this library, or call a generator function that does. Such a
 * function is declared as `function* name(): Green<Result>`.
 */
export interface Green<T> {
  [Symbol.iterator](): Iterator<Parked, T, unknown>;
}

const unfinished = { done: false, value: undefined as never } as const;

/** Whoever is told that a wait is over: a greenlet, a select, a callback. */
export interface Waiter {
  readonly hub: Hub;
  woken(wait: Wait<unknown>): void;
}

/** A wait that `select` can choose among others. It can be waited for once. */
export abstract class Wait<T> extends Link implements Green<T>, Expiring {
  /** These two make it an iterator result. */
  done = false;
  value: T = undefined as T;
  private ending: 'none' | 'success' | 'failure' | 'expiry' = 'none';
  protected waiter: Waiter | null = null;
  private limit = -1;
  private timer: Timer | null = null;

  /** Gives up after so many ms: then its value is undefined, and it has changed nothing. */
  within(ms: number): Wait<T | undefined> {
    this.limit = Math.max(0, ms);
    return this as Wait<T | undefined>;
  }

  [Symbol.iterator](): Iterator<Parked, T, unknown> {
    return this.fresh() as unknown as Iterator<Parked, T, unknown>;
  }

  /** Called by `yield*`, once to begin and once when the wait is over. */
  next(): IteratorResult<Parked, T> {
    if (this.waiter === null && !this.begin()) return unfinished;
    this.result();
    return this as unknown as IteratorResult<Parked, T>;
  }

  /** Called by `yield*` when the wait was cut short. */
  throw(error: unknown): never {
    throw error;
  }

  /** Ends it at once if that is possible, and says whether it was; if not, the greenlet is parked. */
  private begin(): boolean {
    const { greenlet } = current;
    if (greenlet === null) throw new Misuse(`only a greenlet can wait for ${this.describe()}`);
    const ready = this.ready();
    if (ready) this.commit();
    else greenlet.park(this);
    return ready;
  }

  // What follows is between the library's own parts.

  /** Whether `commit` would end it at once. Changes nothing. */
  abstract ready(): boolean;

  /** Ends it at once, by `succeed` or `fail`. Only called while it is ready. */
  abstract commit(): void;

  /** Stands in line where somebody will complete it. */
  protected abstract enlist(): void;

  /** What is waited for, to be read after "waits for". */
  abstract describe(): string;

  /** Waits on behalf of this one. */
  park(waiter: Waiter): void {
    this.waiter = waiter;
    if (this.limit >= 0) {
      this.timer = new Timer(this);
      waiter.hub.setTimer(this.timer, this.limit);
    }
    this.enlist();
  }

  /** @throws Misuse if it has been waited for */
  fresh(): this {
    if (!this.done && this.waiter === null) return this;
    throw new Misuse(`a wait for ${this.describe()} has been used: ask for another`);
  }

  /** What it has ended with. @throws if that is an error */
  result(): T {
    if (this.ending === 'failure') throw this.value;
    return this.value;
  }

  /** Ends it for good: whom it was meant for has been killed, or has chosen another. */
  abandon(): void {
    if (!this.done) this.withdraw();
    else if (this.ending === 'success') this.giveBack();
  }

  /** Undoes what it was given but could not pass on. */
  protected giveBack(): void {}

  /** Stands in line no more. */
  withdraw(): void {
    if (this.chain !== null) this.chain.remove(this);
    if (this.timer !== null) {
      this.waiter!.hub.cancelTimer(this.timer);
      this.timer = null;
    }
  }

  succeed(value: T): void {
    this.value = value;
    this.done = true;
    this.ending = 'success';
  }

  fail(error: unknown): void {
    this.value = error as T;
    this.done = true;
    this.ending = 'failure';
  }

  /** Ends a wait that stood in line with a value, and wakes its waiter. */
  complete(value: T): void {
    this.succeed(value);
    this.wake();
  }

  /** Ends a wait that stood in line as its state says now, and wakes its waiter. */
  finish(): void {
    this.commit();
    this.wake();
  }

  /** Its time is up. */
  expire(): void {
    this.done = true;
    this.ending = 'expiry';
    this.wake();
  }

  /** Wakes its waiter, once it has succeeded or failed. */
  protected wake(): void {
    this.withdraw();
    this.waiter!.woken(this as Wait<unknown>);
  }
}

/** Of a wait, what it waits for. */
export type Awaited<W> = W extends Wait<infer T> ? T : never;
