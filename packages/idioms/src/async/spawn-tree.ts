// Idiom 12: a tree of tasks.

import { checkSizes } from '../sizes.ts';

/**
 * The skynet benchmark: each task starts ten, down to `leaves`
 * leaves that return their numbers; the sums go up. A call of an
 * async function runs at once, so the tree is built depth first.
 */
export async function spawnTree(
  leaves: number,
): Promise<number> {
  checkSizes({ leaves });
  return await sumOf(0, leaves);
}

/** Adds up `count` numbers from `first` on. */
async function sumOf(
  first: number,
  count: number,
): Promise<number> {
  if (count <= 1) return count * first;
  const end = first + count;
  const share = Math.ceil(count / 10);
  const parts: Promise<number>[] = [];
  for (let from = first; from < end; from += share)
    parts.push(sumOf(from, Math.min(share, end - from)));
  const sums = await Promise.all(parts);
  return sums.reduce((sum, part) => sum + part, 0);
}
