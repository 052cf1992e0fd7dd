// Time as a parameter: the real clock, or a virtual one on which the same servers run without waiting.

/** A timer. Disposing cancels it; a no-op once it has fired or been cancelled. */
export type Timer = Disposable;

export interface Clock {
  /** Monotonic time (ms) since an arbitrary origin. */
  now(): number;
  /** Calls back once after a delay (ms). */
  after(ms: number, callback: () => void): Timer;
  /** Calls back on a later turn of the event loop, after pending timers and I/O. */
  defer(callback: () => void): Timer;
}

export const realClock: Clock = {
  now: () => performance.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, Math.max(0, ms));
    return { [Symbol.dispose]: () => clearTimeout(timer) };
  },
  defer(callback) {
    const turn = setImmediate(callback);
    return { [Symbol.dispose]: () => clearImmediate(turn) };
  },
};
