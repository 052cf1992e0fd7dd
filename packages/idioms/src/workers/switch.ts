// A switch between two threads, and nothing else.

import { checkSizes } from '../sizes.ts';
import { sharedCells, sleepWhile } from './cells.ts';
import { Threads } from './threads.ts';

/**
 * Two threads take `turns` turns each. Threads run without asking,
 * and JavaScript has no call that gives way to another: each sleeps
 * until it is its turn, so a switch is a wake-up by the kernel.
 * @throws RangeError
 */
export async function takeTurns(
  turns: number,
): Promise<number> {
  checkSizes({ turns });
  const taken = sharedCells(0);
  await using threads = new Threads(import.meta.url);
  threads.spawn(take, turns, taken, 0);
  threads.spawn(take, turns, taken, 1);
  await threads.join();
  return taken[0]!;
}

/** Takes the even turns, or the odd ones. */
export function take(
  turns: number,
  taken: Int32Array,
  first: number,
): void {
  for (let turn = first; turn < 2 * turns; turn += 2) {
    sleepWhile(taken, 0, turn - 1);
    Atomics.store(taken, 0, turn + 1);
    Atomics.notify(taken, 0);
  }
}
