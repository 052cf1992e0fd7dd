// Time as a parameter. The real clock is the default; on a virtual one the very same servers run without waiting.

/** Cancels a timer; doing so twice, or after it has fired, does nothing. */
export type Timer = Disposable;

export interface Clock {
  /** Milliseconds since some fixed moment; never falls. */
  now(): number;
  /** Calls back once, after so many ms. */
  after(ms: number, callback: () => void): Timer;
  /** Calls back on a later turn of the event loop, after timers and I/O have had theirs. */
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
