// One wait of one greenlet: what `yield*` is applied to. A wait is its own iterator and its own last iterator result, so that
// to wait costs one object. `yield*` calls `next` at the start, and a wait that can end at once does. One that can't gives an
// unfinished result, which `yield*` passes up to the hub; the hub comes back when somebody has completed the wait, and then
// `next` is called a second time.
//
// All waits are of this one class, whatever they wait for: that is what makes them fast. What sets them apart is their kind.

import { type Chain, type Link, leave } from './chain.ts';
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

/** Whoever is told that a wait is over: a greenlet, a select, a callback. */
export interface Waiter {
  readonly hub: Hub;
  woken(wait: Wait<unknown>): void;
}

/** A kind of wait: of what subject (a queue, say), and with what item, if any (what is put there, say). */
export abstract class Kind<T, Subject, Item = undefined> {
  /** Whether `commit` would end it at once. Changes nothing. */
  abstract ready(subject: Subject): boolean;

  /** Ends it at once, by `succeed` or `fail`. Only called while it is ready. */
  abstract commit(wait: Wait<T>, subject: Subject, item: Item): void;

  /** Lets it stand where somebody will complete it. */
  abstract enlist(wait: Wait<T>, subject: Subject, item: Item): void;

  /** What is waited for, in words that can follow "waits for". */
  abstract describe(subject: Subject): string;

  /** Undoes what `enlist` did, but for standing in a chain. */
  withdraw(_wait: Wait<T>, _subject: Subject): void {}

  /** Gives back what it was given, because the greenlet that it was meant for will not go on. */
  giveBack(_subject: Subject, _value: T): void {}
}

const unfinished = { done: false, value: undefined as never } as const;

/** A wait that `select` can choose among others. It can be waited for once. */
export class Wait<T> implements Green<T>, Link, Expiring {
  // Assigned in the constructor, which is twice as fast as initialised here.
  declare previous: Link | null;
  declare following: Link | null;
  /** These two make it an iterator result. Whether it has ended, and how; */
  declare done: false | 'success' | 'failure' | 'expiry';
  /** what it has ended with. Before that, the item that it brings. */
  declare value: T;
  declare private waiter: Waiter | null;
  declare private timer: Timer | null;
  declare private readonly kind: Kind<T, unknown, unknown>;
  declare private readonly subject: unknown;

  constructor(kind: Kind<T, unknown, unknown>, subject: unknown, item?: unknown) {
    this.previous = null;
    this.following = null;
    this.done = false;
    this.value = item as T;
    this.waiter = null;
    this.timer = null;
    this.kind = kind;
    this.subject = subject;
  }

  /** Gives up after so many ms: then its value is undefined, and it has changed nothing. */
  within(ms: number): Wait<T | undefined> {
    this.timer = new Timer(this, ms);
    return this as Wait<T | undefined>;
  }

  [Symbol.iterator](): Iterator<Parked, T, unknown> {
    return this.fresh() as unknown as Iterator<Parked, T, unknown>;
  }

  /** Called by `yield*`, once to begin and once when the wait is over. */
  next(): IteratorResult<Parked, T> {
    if (!this.done && !this.begin()) return unfinished;
    if (this.done === 'failure') throw this.value;
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

  /** The hub of whoever waits. */
  get hub(): Hub {
    return this.waiter!.hub;
  }

  /** What it brings; only before it has ended. */
  get item(): unknown {
    return this.value;
  }

  ready(): boolean {
    return this.kind.ready(this.subject);
  }

  commit(): void {
    this.kind.commit(this, this.subject, this.item);
  }

  describe(): string {
    return this.kind.describe(this.subject);
  }

  /** @throws Misuse if it has been waited for */
  fresh(): this {
    if (!this.done && this.waiter === null) return this;
    throw new Misuse(`a wait for ${this.describe()} has been used: ask for another`);
  }

  /** What it has ended with. @throws if that is an error */
  result(): T {
    if (this.done === 'failure') throw this.value;
    return this.value;
  }

  /** Waits on behalf of this one. */
  park(waiter: Waiter): void {
    this.waiter = waiter;
    if (this.timer !== null) waiter.hub.setTimer(this.timer);
    this.kind.enlist(this, this.subject, this.item);
  }

  succeed(value: T): void {
    this.value = value;
    this.done = 'success';
  }

  fail(error: unknown): void {
    this.value = error as T;
    this.done = 'failure';
  }

  /** Succeeds or fails as another has. */
  follow(other: { result(): T }): void {
    try {
      this.succeed(other.result());
    } catch (error) {
      this.fail(error);
    }
  }

  /** Ends a wait that stood in line with a value, and wakes its waiter. */
  complete(value: T): void {
    this.succeed(value);
    this.wake();
  }

  /** Ends a wait that stood in line as its kind does at once, and wakes its waiter. */
  finish(): void {
    this.commit();
    this.wake();
  }

  /** Wakes its waiter, once it has succeeded or failed. */
  wake(): void {
    this.leaveLine();
    this.waiter!.woken(this);
  }

  /** Its time is up. */
  expire(): void {
    const { waiter } = this;
    this.withdraw();
    this.value = undefined as T;
    this.done = 'expiry';
    waiter!.woken(this);
  }

  /** Nobody waits for it any more: it takes nothing, and what it has taken it gives back. */
  abandon(): void {
    if (!this.done) this.withdraw();
    else if (this.done === 'success') this.kind.giveBack(this.subject, this.value);
  }

  /** Stands in line no more. Does nothing if it does not. */
  withdraw(): void {
    if (this.done || this.waiter === null) return;
    this.leaveLine();
    this.kind.withdraw(this, this.subject);
    this.waiter = null;
  }

  private leaveLine(): void {
    leave(this);
    if (this.timer !== null) this.waiter!.hub.cancelTimer(this.timer);
  }
}

/** Ends all waits of a chain as their kind does, first come, first served. */
export function finishAll<T>(waits: Chain<Wait<T>>): void {
  for (let wait = waits.shift(); wait !== null; wait = waits.shift()) wait.finish();
}
