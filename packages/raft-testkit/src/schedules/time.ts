// The time that a schedule is performed in: the wall's, or a clock's that stands still until it is told to run.

/** ms, both to call back after and to count. */
export interface Time {
  now(): number;
  after(ms: number, callback: () => void): Disposable;
  /** Sees the work to its end: on virtual time by moving the clock. @throws Error if nothing could ever end it */
  see<T>(work: Promise<T>): Promise<T>;
}

export const realTime: Time = {
  now: () => performance.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, Math.max(0, ms));
    return { [Symbol.dispose]: () => clearTimeout(timer) };
  },
  see: (work) => work,
};

/** A clock that is told to run. */
export interface Running {
  now(): number;
  after(ms: number, callback: () => void): Disposable;
  runUntil(condition: () => boolean, ms: number): Promise<boolean> | boolean;
}

/** So much virtual time (ms) no work takes: it hangs. */
const forever = 24 * 3_600_000;

export function virtualTime(clock: Running): Time {
  return {
    now: () => clock.now(),
    after: (ms, callback) => clock.after(ms, callback),
    async see(work) {
      let ended = false;
      const end = () => {
        ended = true;
      };
      work.then(end, end);
      if (!(await clock.runUntil(() => ended, forever)))
        throw new Error('the work hangs: nothing is left to happen, or too much');
      return work;
    },
  };
}

export function sleep(time: Time, ms: number): Promise<void> {
  return new Promise((resolve) => time.after(ms, resolve));
}
