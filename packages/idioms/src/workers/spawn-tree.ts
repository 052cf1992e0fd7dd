// Idiom 12: a tree of threads.

import { checkSizes } from '../sizes.ts';
import { type Task, Threads } from './threads.ts';

/** With the threads above them 111 at a time, near 2 GiB. */
export const mostLeaves = 100;

/**
 * The skynet benchmark: each thread starts ten, down to `leaves`
 * leaves that return their numbers; the sums go up. A million
 * would need terabytes: a thread is a JavaScript engine of its own.
 * @throws RangeError above `mostLeaves`
 */
export async function spawnTree(
  leaves: number,
): Promise<number> {
  checkSizes({ leaves }, 0, mostLeaves);
  await using threads = new Threads(import.meta.url);
  return await threads.spawn(sumOf, 0, leaves).join();
}

/** Adds up `count` numbers from `first` on. */
export async function sumOf(
  first: number,
  count: number,
): Promise<number> {
  if (count <= 1) return count * first;
  await using threads = new Threads(import.meta.url);
  const end = first + count;
  const share = Math.ceil(count / 10);
  const parts: Task<number>[] = [];
  for (let from = first; from < end; from += share) {
    const size = Math.min(share, end - from);
    parts.push(threads.spawn(sumOf, from, size));
  }
  let sum = 0;
  for (const part of parts) sum += await part.join();
  return sum;
}
