// Idiom 12: a tree of processes.

import { checkSizes } from '../sizes.ts';
import type { Child } from './child.ts';
import { Children } from './children.ts';
import { send } from './parent.ts';

/** With the processes above them 111 at a time, near 3 GiB. */
export const mostLeaves = 100;

/**
 * The skynet benchmark: each process starts ten, down to `leaves`
 * leaves that send their numbers; the sums go up. A million would
 * need terabytes: a process is an engine and an event loop.
 * @throws RangeError above `mostLeaves`
 */
export async function spawnTree(
  leaves: number,
): Promise<number> {
  checkSizes({ leaves }, 0, mostLeaves);
  await using children = new Children(import.meta.url);
  const root = children.fork(sendSum, 0, leaves);
  const sum = await root.receive<number>();
  await root.join();
  return sum;
}

export async function sendSum(
  first: number,
  count: number,
) {
  await send(await sumOf(first, count));
}

/** Adds up `count` numbers from `first` on. */
async function sumOf(
  first: number,
  count: number,
): Promise<number> {
  if (count <= 1) return count * first;
  await using children = new Children(import.meta.url);
  const end = first + count;
  const share = Math.ceil(count / 10);
  const parts: Child[] = [];
  for (let from = first; from < end; from += share) {
    const size = Math.min(share, end - from);
    parts.push(children.fork(sendSum, from, size));
  }
  let sum = 0;
  for (const part of parts)
    sum += await part.receive<number>();
  await children.join();
  return sum;
}
