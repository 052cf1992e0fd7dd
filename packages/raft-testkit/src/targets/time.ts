// The time of a schedule: real, or that of a virtual clock that advances on request.

import { Hangs, within } from '../observation/until.ts';

/** Real or virtual time, in ms. */
export interface Time {
  now(): number;
  after(ms: number, callback: () => void): Disposable;
  /** Waits for the work, in virtual time by moving the clock. @throws Hangs after `ms` */
  run<T>(work: Promise<T>, ms: number): Promise<T>;
}

export const realTime: Time = {
  now: () => performance.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, Math.max(0, ms));
    return { [Symbol.dispose]: () => clearTimeout(timer) };
  },
  run: (work, ms) => within(ms, work),
};

/** A virtual clock. */
interface RunnableClock {
  now(): number;
  after(ms: number, callback: () => void): Disposable;
  runUntil(condition: () => boolean, ms: number): Promise<boolean> | boolean;
}

export function virtualTime(clock: RunnableClock): Time {
  return {
    now: () => clock.now(),
    after: (ms, callback) => clock.after(ms, callback),
    async run(work, ms) {
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
