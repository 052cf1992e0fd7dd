// Idiom 13: a signal that carries no data.

import { checkSizes } from '../sizes.ts';
import { sharedCells, sleepWhile } from './cells.ts';
import { Threads } from './threads.ts';

/**
 * One thread signals another `times` times, and waits for its
 * answer each time. A notify that finds no thread asleep is lost;
 * the cell counts signals that have not been taken yet, so none is.
 * @throws RangeError
 */
export async function signalTask(
  times: number,
): Promise<number> {
  checkSizes({ times });
  const there = sharedCells(0);
  const back = sharedCells(0);
  await using threads = new Threads(import.meta.url);
  threads.spawn(send, times, there, back);
  const task = threads.spawn(receive, times, there, back);
  return await task.join();
}

export function send(
  times: number,
  there: Int32Array,
  back: Int32Array,
): void {
  for (let i = 0; i < times; i += 1) {
    signal(there);
    takeSignal(back);
  }
}

export function receive(
  times: number,
  there: Int32Array,
  back: Int32Array,
): number {
  let received = 0;
  for (; received < times; received += 1) {
    takeSignal(there);
    signal(back);
  }
  return received;
}

function signal(cell: Int32Array): void {
  Atomics.add(cell, 0, 1);
  Atomics.notify(cell, 0, 1);
}

/** Blocks until there is a signal; for one thread a cell. */
function takeSignal(cell: Int32Array): void {
  sleepWhile(cell, 0, 0);
  Atomics.sub(cell, 0, 1);
}
