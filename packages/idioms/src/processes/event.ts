// Idiom 10: an event that wakes all who wait.

import { checkSizes } from '../sizes.ts';
import { Children, mostProcesses } from './children.ts';
import { receive, send } from './parent.ts';

/**
 * `waiters` processes wait for one event; set once, it wakes them
 * all. Processes share no event: the one that sets it knows all
 * that wait, and each gets a message, which it finds also late.
 * @param times how often it is set and waited for
 * @throws RangeError
 */
export async function wakeAll(
  waiters: number,
  times = 1,
): Promise<number> {
  checkSizes({ waiters }, 0, mostProcesses);
  checkSizes({ times });
  await using children = new Children(import.meta.url);
  const waiting = Array.from({ length: waiters }, () =>
    children.fork(wait, times),
  );
  let woken = 0;
  for (let i = 0; i < times; i += 1) {
    for (const child of waiting) void child.send('event');
    for (const child of waiting)
      woken += await child.receive<number>();
  }
  await children.join();
  return woken;
}

export async function wait(times: number) {
  for (let i = 0; i < times; i += 1) {
    await receive();
    await send(1);
  }
}
