// Idiom 3: start tasks, and join them.

import {
  type Green,
  type Greenlet,
  spawn,
} from '@three-ways/greenlet';
import { checkSizes } from '../sizes.ts';

/**
 * Starts `tasks` greenlets that count to `count`, and adds up
 * what they return. `get` waits until one has ended, and raises
 * the error that it failed with. `spawn` only schedules them:
 * none runs before this one waits.
 */
export function* join(
  tasks: number,
  count: number,
): Green<number> {
  checkSizes({ tasks, count });
  const counting: Greenlet<number>[] = [];
  for (let i = 0; i < tasks; i += 1)
    counting.push(spawn(countTo(count)));
  let sum = 0;
  for (const task of counting) sum += yield* task.get();
  return sum;
}

/** Waits for nothing, so no other greenlet runs meanwhile. */
function* countTo(count: number): Green<number> {
  let counted = 0;
  while (counted < count) counted += 1;
  return counted;
}
