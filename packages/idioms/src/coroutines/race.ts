// Idiom 1: a race.

import { type Green, spawn } from '@three-ways/greenlet';

/**
 * Two tasks write what the other reads. `spawn` only schedules:
 * the main line goes on until it waits. One outcome, 4 8:
 * a = 2 * 2, then b = 4 * 2.
 */
export function* race(): Green<[number, number]> {
  let a = 1;
  let b = 2;
  const task = spawn(function* () {
    b = a * b;
  });
  a = b * b;
  yield* task.join();
  return [a, b];
}
