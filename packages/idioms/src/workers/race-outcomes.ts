// Races idiom 1 many times and counts its outcomes. A thread takes
// so long to start that a new one each time would always come last.
//
// ECMAScript's memory model gives plain accesses no order between
// threads, but an aligned 32-bit cell is read and written whole.
// Main reads b twice and writes a; the task reads a and b and
// writes b. The task reads its b before it writes it: 2. So
// - the task reads the 4 that main wrote: 4 8;
// - it reads the 1: it writes 2 over 2, and main reads 2 both
//   times, whether before or after or one of each: 4 2.
// For main to read an 8, the task must have read an a that was
// computed from this very 8. The model's axioms do not forbid such
// a circle, a value out of thin air; the only one that satisfies
// both lines is 0 0. No engine yields it: a write waits for the
// value that it writes.
//
// Literature: C. Watt et al., "Repairing and mechanising the
// JavaScript relaxed memory model", PLDI 2020.

import { checkSizes } from '../sizes.ts';
import { sharedCells } from './cells.ts';
import { multiply } from './race.ts';
import { Threads } from './threads.ts';

const a = 0;
const b = 1;

/** Looks at a flag before the thread sleeps. */
const spins = 1000;

/**
 * Races `rounds` times in two threads that run already, each after
 * a pause of random length. Returns how often each outcome came.
 * @throws RangeError
 */
export async function raceOutcomes(
  rounds: number,
): Promise<Record<string, number>> {
  checkSizes({ rounds });
  const cells = sharedCells(1, 2);
  const flags = sharedCells(0, 0);
  await using threads = new Threads(import.meta.url);
  const main = threads.spawn(
    squareAll,
    cells,
    flags,
    rounds,
  );
  threads.spawn(multiplyAll, cells, flags, rounds);
  return await main.join();
}

export function squareAll(
  cells: Int32Array,
  flags: Int32Array,
  rounds: number,
): Record<string, number> {
  const outcomes: Record<string, number> = {};
  for (let round = 1; round <= rounds; round += 1) {
    cells.set([1, 2]);
    raise(flags, 0, round);
    pause();
    cells[a] = cells[b]! * cells[b]!;
    awaitFlag(flags, 1, round);
    const outcome = `${cells[a]} ${cells[b]}`;
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }
  return outcomes;
}

export function multiplyAll(
  cells: Int32Array,
  flags: Int32Array,
  rounds: number,
): void {
  for (let round = 1; round <= rounds; round += 1) {
    awaitFlag(flags, 0, round);
    pause();
    multiply(cells);
    raise(flags, 1, round);
  }
}

function raise(
  flags: Int32Array,
  i: number,
  round: number,
) {
  Atomics.store(flags, i, round);
  Atomics.notify(flags, i);
}

/** Waits until the flag is up for this round. */
function awaitFlag(
  flags: Int32Array,
  i: number,
  round: number,
) {
  for (let spin = 0; spin < spins; spin += 1)
    if (Atomics.load(flags, i) === round) return;
  while (Atomics.load(flags, i) !== round)
    Atomics.wait(flags, i, round - 1);
}

function pause(): void {
  let left = Math.random() * 200;
  while (left > 0) left -= 1;
}
