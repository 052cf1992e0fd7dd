// Idiom 6: a timer that can be restarted.

import { checkDelays, checkSizes } from '../sizes.ts';
import { Threads } from './threads.ts';

/**
 * Restarts a timer `restarts` times; it fires once, `timeout` ms
 * after the last. Returns how many restarts came too late: none.
 * A thread waits for the deadline, another moves it; no event loop
 * is needed, and a busy one delays nothing.
 * @throws RangeError
 */
export async function restartableTimer(
  restarts: number,
  timeout: number,
): Promise<number> {
  checkSizes({ restarts });
  checkDelays({ timeout });
  const cell = new BigInt64Array(new SharedArrayBuffer(8));
  using timer = new RestartableTimer(cell);
  timer.start(timeout);
  await using threads = new Threads(import.meta.url);
  const waiting = threads.spawn(waitForTimer, cell);
  let late = 0;
  for (let i = 0; i < restarts; i += 1)
    if (!timer.restart(timeout)) late += 1;
  await waiting.join();
  return late;
}

export function waitForTimer(cell: BigInt64Array): boolean {
  return new RestartableTimer(cell).wait();
}

/** A deadline in a shared cell. One thread restarts and stops it. */
export class RestartableTimer implements Disposable {
  /** Nanoseconds of the monotonic clock; 0 if it does not run. */
  private readonly deadline: BigInt64Array;

  constructor(cell: BigInt64Array) {
    this.deadline = cell;
  }

  start(ms: number): void {
    Atomics.store(this.deadline, 0, inMs(ms));
  }

  /** Fires `ms` ms from now; false if it has fired or was stopped. */
  restart(ms: number): boolean {
    const before = Atomics.load(this.deadline, 0);
    return before !== 0n && this.move(before, inMs(ms));
  }

  stop(): void {
    Atomics.store(this.deadline, 0, 0n);
    Atomics.notify(this.deadline, 0);
  }

  /**
   * Blocks until it fires; false if it is stopped. A restart does
   * not wake the thread: it sleeps on when it finds time left.
   */
  wait(): boolean {
    for (;;) {
      const deadline = Atomics.load(this.deadline, 0);
      if (deadline === 0n) return false;
      const left = Number(deadline - inMs(0)) / 1e6;
      if (left > 0)
        Atomics.wait(this.deadline, 0, deadline, left);
      else if (this.move(deadline, 0n)) return true;
    }
  }

  [Symbol.dispose](): void {
    this.stop();
  }

  private move(from: bigint, to: bigint): boolean {
    return (
      Atomics.compareExchange(
        this.deadline,
        0,
        from,
        to,
      ) === from
    );
  }
}

/** Threads share this clock, unlike `performance.now`. */
function inMs(ms: number): bigint {
  return (
    process.hrtime.bigint() + BigInt(Math.ceil(ms * 1e6))
  );
}
