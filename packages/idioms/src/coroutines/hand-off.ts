// Idiom 2: a hand-off.

import {
  Event,
  type Green,
  spawn,
} from '@three-ways/greenlet';

/**
 * The race with a hand-off: the main line goes on when the task
 * says that it has multiplied. One outcome in every model, 4 2.
 * An event that is set before anyone waits stays set. The task is
 * no closure: making a `function*` per call costs more than this.
 */
export function* handOff(): Green<[number, number]> {
  const cells = { a: 1, b: 2 };
  const operationDone = new Event();
  const task = spawn(multiply(cells, operationDone));
  yield* operationDone.wait();
  cells.a = cells.b * cells.b;
  yield* task.join();
  return [cells.a, cells.b];
}

function* multiply(
  cells: { a: number; b: number },
  operationDone: Event,
): Green<void> {
  cells.b = cells.a * cells.b;
  operationDone.set();
}
