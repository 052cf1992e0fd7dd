// Idiom 3: start processes, and join them.

import { checkSizes } from '../sizes.ts';
import type { Child } from './child.ts';
import { Children, mostProcesses } from './children.ts';
import { send } from './parent.ts';

/**
 * Starts `tasks` processes that count to `count`, and adds up what
 * they send. An exit code is only 0 to 255: a result is
 * a message, and the join waits for the exit, too.
 * @throws RangeError
 */
export async function join(
  tasks: number,
  count: number,
): Promise<number> {
  checkSizes({ tasks }, 0, mostProcesses);
  checkSizes({ count });
  await using children = new Children(import.meta.url);
  const counting: Child[] = [];
  for (let i = 0; i < tasks; i += 1)
    counting.push(children.fork(countTo, count));
  let sum = 0;
  for (const child of counting)
    sum += await child.receive<number>();
  await children.join();
  return sum;
}

export async function countTo(count: number) {
  let counted = 0;
  while (counted < count) counted += 1;
  await send(counted);
}
