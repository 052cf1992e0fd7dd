// Idiom 12: a tree of tasks.

import {
  type Green,
  type Greenlet,
  spawn,
} from '@three-ways/greenlet';
import { checkSizes } from '../sizes.ts';

/**
 * The skynet benchmark: each task starts ten, down to `leaves`
 * leaves that return their numbers; the sums go up. Greenlets run
 * in the order of their start, so the tree is built level by level,
 * and all leaves exist at once.
 */
export function* spawnTree(leaves: number): Green<number> {
  checkSizes({ leaves });
  return yield* sumOf(0, leaves);
}

/** Adds up `count` numbers from `first` on. */
function* sumOf(
  first: number,
  count: number,
): Green<number> {
  if (count <= 1) return count * first;
  const end = first + count;
  const share = Math.ceil(count / 10);
  const parts: Greenlet<number>[] = [];
  for (let from = first; from < end; from += share)
    parts.push(
      spawn(sumOf(from, Math.min(share, end - from))),
    );
  let sum = 0;
  for (const part of parts) sum += yield* part.get();
  return sum;
}
