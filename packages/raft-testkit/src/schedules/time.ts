// The time that a schedule is performed in: the wall's, or a clock's that stands still until it is told to run.

import { Hangs, within } from '../until.ts';

/** ms, both to call back after and to count. */
export interface Time {
  now(): number;
  after(ms: number, callback: () => void): Disposable;
  /** Sees the work to its end: on virtual time by moving the clock. @throws Hangs if that is not within so many ms */
  see<T>(work: Promise<T>, ms: number): Promise<T>;
}

export const realTime: Time = {
  now: () => performance.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, Math.max(0, ms));
    return { [Symbol.dispose]: () => clearTimeout(timer) };
  },
  see: (work, ms) => within(ms, work),
};

/** A clock that is told to run. */
export interface Running {
  now(): number;
  after(ms: number, callback: () => void): Disposable;
  runUntil(condition: () => boolean, ms: number): Promise<boolean> | boolean;
}

export function virtualTime(clock: Running): Time {
  return {
    now: () => clock.now(),
    after: (ms, callback) => clock.after(ms, callback),
    async see(work, ms) {
      let ended = false;
      const end = () => {
        ended = true;
      };
      work.then(end, end);
      if (!(await clock.runUntil(() => ended, ms))) throw new Hangs(ms);
      return work;
    },
  };
}

export function sleep(time: Time, ms: number): Promise<void> {
  return new Promise((resolve) => time.after(ms, resolve));
}
