// The types that callers see. The classes behind them have more members, which other files of the library need; those stay
// out of editors' completions and out of the published API.

declare const parked: unique symbol;
/** Brand of waits; type only. */
export declare const operation: unique symbol;
declare const optional: unique symbol;

/** What a greenlet yields to its hub. It cannot be constructed, so a `yield` without its star is a compile error. */
export interface Parked {
  readonly [parked]: never;
}

/**
 * What a greenlet can `yield*`: a wait, or the call of a generator function that waits. Declare such a function as
 * `function* name(): Green<Result>`.
 */
export interface Green<T> {
  [Symbol.iterator](): Iterator<Parked, T, unknown>;
}

/** A single operation to wait for with `yield*`, or to choose with `select`. It starts when it is waited for, once. */
export interface Wait<out T> extends Green<T> {
  readonly [operation]: T;
  /**
   * Limits the wait to `ms` milliseconds: then it returns undefined and has changed nothing. Of several limits the least counts;
   * Infinity is none.
   * @throws UsageError if `ms` is NaN or the wait has been used
   */
  within(ms: number): Wait<T | undefined>;
}

/** A wait for the end of what has been set off already: `kill()` alone kills, `yield* kill()` waits as well. */
export interface OptionalWait<out T> extends Wait<T> {
  readonly [optional]: true;
}

/** Read by `greenlet-check`, which looks for expressions of this type that are not used. @public */
export type AnyGreen = Green<unknown>;
/** Read by `greenlet-check`, which leaves these alone. @public */
export type AnyOptionalWait = OptionalWait<unknown>;
/** Read by `greenlet-check`: what yields `any`, such as an `any[]`, passes for this and for a `Green`. @public */
export type OtherIterable = Iterable<{ readonly [optional]: never }>;
/** Read by `greenlet-check`: a generator that yields nothing passes for this as well, and `any` does not. @public */
export type EmptyIterable = Iterable<never>;

/** Body of a greenlet: the call of a generator function (which has run nothing yet), a wait, or a function that returns one. */
export type Body<T> = Green<T> | (() => Green<T>);

/** A generator function that runs cooperatively with others on a hub. Made by `spawn`, or by `new Greenlet`. */
export interface Greenlet<out T> {
  /** Given name, else the function's name, else a number. */
  readonly name: string;
  /** Whether it has ended, however it did. */
  readonly ready: boolean;
  /** Whether it has ended without an error. A kill is not an error. */
  readonly successful: boolean;
  /** Whether it was killed. Its `finally` blocks may still be running. */
  readonly killed: boolean;
  /** Return value; undefined if it has not returned. */
  readonly value: T | undefined;
  /** Error it failed with; undefined if it has not failed. */
  readonly error: unknown;
  /** What it waits for, in words; null while it does not wait. */
  readonly waitsFor: string | null;

  /** Schedules it for the hub's next turn. No effect if it was started. */
  start(): this;
  /** Schedules it in `ms` milliseconds. No effect if it was started. */
  startLater(ms: number): this;
  /** Waits for its end, however it ends, and returns the greenlet. */
  join(): Wait<Greenlet<T>>;
  /** Waits for its return value. Raises the error it failed with, or GreenletExit if it was killed. */
  get(): Wait<T>;
  /** The same as `get`, for code outside of greenlets. Rejects with LoopExit on a deadlock. */
  toPromise(): Promise<T>;
  /** Calls back on the turn after its end, or on the next turn if it has ended. Links are called in order. */
  link(callback: (greenlet: this) => void): Disposable;
  /**
   * Kills it, whether or not the result is waited for: its wait is cancelled and GreenletExit raised there on the hub's next
   * turn, so that `finally` blocks and `using` scopes run. Code that catches everything can delay that by a second at most. A
   * greenlet that has not begun never runs. `yield*` waits for its end. No effect if it has ended or was killed.
   */
  kill(): OptionalWait<Greenlet<T>>;
  /** Kills it when the signal fires, or now if it has fired. */
  killOn(signal: AbortSignalLike): this;
  /** Raises an error at its current wait, or at its next one if it runs or is ready. It may catch the error. */
  throw(error: unknown): void;
}

/** An AbortSignal, as far as this library needs it. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** A one-shot timer that can be restarted at any time, even after it has fired. */
export interface Alarm extends Disposable {
  /** Whether it is set. */
  readonly pending: boolean;
  /** Sets it to fire `ms` milliseconds from now (the previous delay unless given), and not when it would have. */
  restart(ms?: number): void;
  /** Cancels it. No effect if it is not set. */
  cancel(): void;
}

/** Runs greenlets, one at a time. Its two kinds, RealHub and VirtualHub, differ in how time passes. */
export interface Hub {
  /** Source of uniform draws from [0, 1). */
  readonly random: () => number;
  /** Milliseconds since some fixed moment; never decreases. */
  now(): number;
  /** Starts a greenlet. It runs on the next turn, never at once. */
  spawn<T>(body: Body<T>, name?: string): Greenlet<T>;
  /** Starts a greenlet in `ms` milliseconds. */
  spawnLater<T>(ms: number, body: Body<T>, name?: string): Greenlet<T>;
  /** Calls back once, in `ms` milliseconds. */
  after(ms: number, callback: () => void): Alarm;
  /** Calls back once everything ready now has run. */
  defer(callback: () => void): Disposable;
  /** Announces that outside code may still wake a greenlet: no LoopExit until disposed. Does not keep the process alive. */
  hold(): Disposable;
}
