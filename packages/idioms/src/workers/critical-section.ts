// Idiom 4: a critical section.

import { checkSizes } from '../sizes.ts';
import { sharedCells } from './cells.ts';
import { Mutex } from './mutex.ts';
import { mostThreads, Threads } from './threads.ts';

/**
 * Each of `tasks` threads adds 1 to a shared total, `times` times.
 * Others run at any instruction, so even `total[0] += 1` is a read
 * and a write that lose updates without the lock. `using` releases
 * it however the block is left. But a thread that is terminated
 * holds it for ever.
 * @throws RangeError
 */
export async function criticalSection(
  tasks: number,
  times: number,
): Promise<number> {
  checkSizes({ tasks }, 0, mostThreads);
  checkSizes({ times });
  const total = sharedCells(0);
  const word = sharedCells(0);
  await using threads = new Threads(import.meta.url);
  for (let i = 0; i < tasks; i += 1)
    threads.spawn(addOnes, total, word, times);
  await threads.join();
  return total[0]!;
}

export function addOnes(
  total: Int32Array,
  word: Int32Array,
  times: number,
): void {
  const mutex = new Mutex(word);
  for (let i = 0; i < times; i += 1) {
    using _lock = mutex.lock();
    const read = total[0]!;
    total[0] = read + 1;
  }
}
