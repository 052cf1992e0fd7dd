// Idiom 3: start threads, and join them.

import { checkSizes } from '../sizes.ts';
import {
  mostThreads,
  type Task,
  Threads,
} from './threads.ts';

/**
 * Starts `tasks` threads that count to `count`, and adds up what
 * they return. They count at the same time, on as many cores as
 * there are; a join waits for a thread's result and its exit.
 * @throws RangeError
 */
export async function join(
  tasks: number,
  count: number,
): Promise<number> {
  checkSizes({ tasks }, 0, mostThreads);
  checkSizes({ count });
  await using threads = new Threads(import.meta.url);
  const counting: Task<number>[] = [];
  for (let i = 0; i < tasks; i += 1)
    counting.push(threads.spawn(countTo, count));
  let sum = 0;
  for (const task of counting) sum += await task.join();
  return sum;
}

export function countTo(count: number): number {
  let counted = 0;
  while (counted < count) counted += 1;
  return counted;
}
