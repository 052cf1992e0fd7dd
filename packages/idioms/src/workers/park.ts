// Threads that wait, for the memory rows.

import type { Parked } from '../rows.ts';
import { checkSizes } from '../sizes.ts';
import { sharedCells } from './cells.ts';
import { Event } from './event.ts';
import {
  mostThreads,
  type Task,
  Threads,
} from './threads.ts';

const waiting = 1;

/** Starts `tasks` threads that wait for one event. @throws RangeError */
export async function park(tasks: number): Promise<Parked> {
  checkSizes({ tasks }, 0, mostThreads);
  const cells = sharedCells(0, 0);
  const threads = new Threads(import.meta.url);
  const parked: Task<void>[] = [];
  for (let i = 0; i < tasks; i += 1)
    parked.push(threads.spawn(waitForEnd, cells));
  await Promise.race([
    allWait(cells, tasks),
    threads.join(),
  ]);
  return {
    async release() {
      new Event(cells).set();
      const ended = await Promise.all(
        parked.map((task) => task.join()),
      );
      return ended.length;
    },
  };
}

async function allWait(
  cells: Int32Array,
  tasks: number,
): Promise<void> {
  for (;;) {
    const now = Atomics.load(cells, waiting);
    if (now === tasks) return;
    await Atomics.waitAsync(cells, waiting, now).value;
  }
}

export function waitForEnd(cells: Int32Array): void {
  Atomics.add(cells, waiting, 1);
  Atomics.notify(cells, waiting);
  new Event(cells).wait(1);
}
