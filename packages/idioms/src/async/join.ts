// Idiom 3: start tasks, and join them.

import { checkSizes } from '../sizes.ts';

/**
 * Starts `tasks` tasks that count to `count`, and adds up what
 * they return. The promise that an async function returns is all
 * that a join needs: it says that the task has finished, and how.
 */
export async function join(
  tasks: number,
  count: number,
): Promise<number> {
  checkSizes({ tasks, count });
  const counting: Promise<number>[] = [];
  for (let i = 0; i < tasks; i += 1)
    counting.push(countTo(count));
  const counts = await Promise.all(counting);
  return counts.reduce((sum, n) => sum + n, 0);
}

/** Runs to its end at once: no other task runs between. */
async function countTo(count: number): Promise<number> {
  let counted = 0;
  while (counted < count) counted += 1;
  return counted;
}
