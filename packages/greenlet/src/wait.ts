// The wait that `yield*` is applied to. A PendingWait is its own iterator and its own last iterator result, so waiting
// allocates one object. `yield*` calls `next` first: a wait that can end at once does. Otherwise `next` returns an unfinished
// result, which `yield*` passes up to the hub; the hub resumes the greenlet once the wait has ended, and `next` is called again.
//
// All waits are of this one class, which keeps the call sites monomorphic. What differs is their WaitKind.

import { current } from './current.ts';
import { UsageError } from './errors.ts';
import { type Link, type LinkedList, unlink } from './linked-list.ts';
import type { OptionalWait, operation, Parked, Wait } from './public.ts';
import type { Scheduler } from './scheduler.ts';
import { Timer, type TimerTarget } from './timers.ts';

/** Notified of the end of a wait: a greenlet, a select, a callback. */
export interface Waiter {
  readonly hub: Scheduler;
  woken(wait: PendingWait<unknown>): void;
}

/** The behaviour of waits on one kind of subject (a queue, say), with an item if any (the one to put). */
export abstract class WaitKind<T, Subject, Item = undefined> {
  /** Whether `commit` would end the wait at once. No side effects on the subject. */
  abstract ready(subject: Subject): boolean;

  /** Ends the wait by `succeed` or `fail`. Called only while ready. */
  abstract commit(wait: PendingWait<T>, subject: Subject, item: Item): void;

  /** Registers the wait with what will complete it. */
  abstract register(wait: PendingWait<T>, subject: Subject, item: Item): void;

  /** What is waited for, in words that follow "waits for". */
  abstract describe(subject: Subject): string;

  /** Undoes `register`, except for list membership, which PendingWait undoes itself. */
  cancel(_wait: PendingWait<T>, _subject: Subject): void {}

  /** Takes back the result (or error) of a wait whose greenlet was killed before it saw that. */
  giveBack(_wait: PendingWait<T>, _subject: Subject): void {}
}

/** Ready waits that a greenlet may find in a row before others run. */
const readyWaitsPerStep = 256;

/** The waiter of a wait that is used but not parked. */
const claimed: Waiter = {
  get hub(): never {
    throw new UsageError('a wait that is not parked has no hub');
  },
  woken(): void {},
};

const unfinished = { done: false, value: undefined as never } as const;

export class PendingWait<T> implements Wait<T>, Link, TimerTarget {
  declare readonly [operation]: T;
  // Assigned in the constructor, which is twice as fast as field initialisers.
  declare previous: Link | null;
  declare following: Link | null;
  /** With `value`, makes it an iterator result. False while pending. */
  declare done: false | 'success' | 'failure' | 'expiry';
  /** Result, or error. While pending, the item to put. */
  declare value: T;
  /** Number of the item received, for giving it back to its place. */
  declare order: number;
  /** Null until it is used: a wait can be used once. */
  declare private waiter: Waiter | null;
  declare private timer: Timer | null;
  declare private readonly kind: WaitKind<T, unknown, unknown>;
  declare private readonly subject: unknown;

  constructor(kind: WaitKind<T, unknown, unknown>, subject: unknown, item?: unknown) {
    this.previous = null;
    this.following = null;
    this.done = false;
    this.value = item as T;
    this.order = 0;
    this.waiter = null;
    this.timer = null;
    this.kind = kind;
    this.subject = subject;
    if (current.tracker !== null) this.track();
  }

  private track(): void {
    if (current.greenlet !== null) current.tracker?.add(this, current.greenlet);
  }

  get isUsed(): boolean {
    return this.waiter !== null;
  }

  /** Exempts it from the debug mode's search: what it waits for happens anyway. */
  optional(): OptionalWait<T> {
    current.tracker?.ignore(this);
    return this as Wait<T> as OptionalWait<T>;
  }

  within(ms: number): Wait<T | undefined> {
    if (this.waiter !== null) this.refuseReuse();
    const timer = new Timer(this, ms);
    if (this.timer === null || timer.ms < this.timer.ms) this.timer = timer;
    return this;
  }

  [Symbol.iterator](): Iterator<Parked, T, unknown> {
    return this.claim() as unknown as Iterator<Parked, T, unknown>;
  }

  /** Called by `yield*` at the start, and again when the wait has ended. */
  next(): IteratorResult<Parked, T> {
    if (!this.done && !this.begin()) return unfinished;
    if (this.done === 'failure') throw this.value;
    return this as unknown as IteratorResult<Parked, T>;
  }

  /** Called by `yield*` when an error is raised at the wait. */
  throw(error: unknown): never {
    throw error;
  }

  /** Ends the wait at once if it is ready; parks the greenlet if not. Returns whether it has ended. */
  private begin(): boolean {
    const { greenlet } = current;
    if (greenlet === null) throw new UsageError(`only a greenlet can wait for ${this.describe()}`);
    if (this.waiter !== claimed) this.refuseReuse();
    if (!this.ready()) greenlet.park(this);
    else if (current.readyWaits < readyWaitsPerStep) return this.commitNow();
    else greenlet.pause(this);
    return false;
  }

  private commitNow(): true {
    current.readyWaits += 1;
    this.commit();
    return true;
  }

  /** The hub of its waiter. */
  get hub(): Scheduler {
    return this.waiter!.hub;
  }

  /** The item to put; only while pending. */
  get item(): unknown {
    return this.value;
  }

  /** Sets the item. */
  bring(item: unknown): void {
    this.value = item as T;
  }

  /** Whether both may be in one list of waiters. False only if their subjects differ. */
  mayShareSubject(other: PendingWait<unknown>): boolean {
    return this.subject === null || other.subject === null || this.subject === other.subject;
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

  /** Marks it as used. @throws UsageError if it was used before */
  claim(): this {
    if (this.waiter !== null) this.refuseReuse();
    this.waiter = claimed;
    return this;
  }

  private refuseReuse(): never {
    throw new UsageError(`a wait for ${this.describe()} has been used: create a new one`);
  }

  /** @throws its error */
  result(): T {
    if (this.done === 'failure') throw this.value;
    return this.value;
  }

  /** Starts waiting on behalf of `waiter`. */
  park(waiter: Waiter): void {
    this.waiter = waiter;
    if (this.timer !== null) waiter.hub.setTimer(this.timer);
    this.kind.register(this, this.subject, this.item);
  }

  succeed(value: T): void {
    this.value = value;
    this.done = 'success';
  }

  fail(error: unknown): void {
    this.value = error as T;
    this.done = 'failure';
  }

  /** Succeeds or fails as `other` has. */
  follow(other: { result(): T }): void {
    try {
      this.succeed(other.result());
    } catch (error) {
      this.fail(error);
    }
  }

  /** Ends a parked wait with a value, and wakes its waiter. */
  complete(value: T): void {
    this.succeed(value);
    this.wake();
  }

  /** Ends a parked wait the way its kind does when ready, and wakes its waiter. */
  finish(): void {
    this.commit();
    this.wake();
  }

  /** Wakes the waiter of a parked wait that has succeeded or failed. */
  wake(): void {
    this.leaveQueue();
    this.waiter!.woken(this);
  }

  /** Ends it because its time is up. */
  expire(): void {
    const { waiter } = this;
    this.cancel();
    this.value = undefined as T;
    this.done = 'expiry';
    waiter!.woken(this);
  }

  /** Its greenlet will not see it end: cancels it, or gives back the value it has ended with. */
  abandon(): void {
    if (!this.done) this.cancel();
    else if (this.done !== 'expiry') this.kind.giveBack(this, this.subject);
  }

  /** Stops waiting. No effect if it is not parked. */
  cancel(): void {
    if (this.done || this.waiter === null || this.waiter === claimed) return;
    this.leaveQueue();
    this.kind.cancel(this, this.subject);
    this.waiter = claimed;
  }

  private leaveQueue(): void {
    unlink(this);
    if (this.timer !== null) this.waiter!.hub.cancelTimer(this.timer);
  }
}

/** Ends all waits of a list the way their kind does when ready, in order. */
export function finishAll<T>(waits: LinkedList<PendingWait<T>>): void {
  for (let wait = waits.shift(); wait !== null; wait = waits.shift()) wait.finish();
}
