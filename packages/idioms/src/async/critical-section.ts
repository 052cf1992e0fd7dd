// Idiom 4: a critical section.

import { checkSizes } from '../sizes.ts';

/**
 * Each of `tasks` tasks adds 1 to a shared total, `times` times.
 * One thread needs a lock as soon as a section contains an await:
 * others run there. `using` releases it however the block is left.
 */
export async function criticalSection(
  tasks: number,
  times: number,
): Promise<number> {
  checkSizes({ tasks, times });
  const mutex = new Mutex();
  let total = 0;
  async function addOnes() {
    for (let i = 0; i < times; i += 1) {
      using _lock = await mutex.lock();
      const read = total;
      await null; // others run here
      total = read + 1;
    }
  }
  await Promise.all(Array.from({ length: tasks }, addOnes));
  return total;
}

/** First come, first served: each waits for the one before. */
export class Mutex {
  private last: Promise<void> = Promise.resolve();

  /** Resolves with the lock; disposing of it unlocks. */
  async lock(): Promise<Disposable> {
    const { promise, resolve } =
      Promise.withResolvers<void>();
    const before = this.last;
    this.last = promise;
    await before;
    return { [Symbol.dispose]: resolve };
  }
}
