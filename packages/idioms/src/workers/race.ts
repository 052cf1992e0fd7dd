// Idiom 1: a race.

import { sharedCells } from './cells.ts';
import { Threads } from './threads.ts';

const a = 0;
const b = 1;

/**
 * Two threads write what the other reads, in plain cells of shared
 * memory. Each of `4 8` and `4 2` may come; that a thread takes
 * 30 ms to start decides for 4 8, and proves nothing.
 */
export async function race(): Promise<[number, number]> {
  const cells = sharedCells(1, 2);
  await using threads = new Threads(import.meta.url);
  const task = threads.spawn(multiply, cells);
  cells[a] = cells[b]! * cells[b]!;
  await task.join();
  return [cells[a]!, cells[b]!];
}

export function multiply(cells: Int32Array): void {
  cells[b] = cells[a]! * cells[b]!;
}
