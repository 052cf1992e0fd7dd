// Idiom 13: a signal that carries no data.

import {
  Event,
  type Green,
  Group,
} from '@three-ways/greenlet';
import { checkSizes } from '../sizes.ts';

/**
 * Signals a task `times` times, and waits for its answer each time.
 * An event keeps one signal until it is cleared, so none is lost;
 * two without an answer between would be one, as in Unix.
 */
export function* signalTask(times: number): Green<number> {
  checkSizes({ times });
  const signal = new Event('the signal');
  const answer = new Event('the answer');
  let received = 0;
  function* receive(): Green<void> {
    while (received < times) {
      yield* signal.wait();
      signal.clear();
      received += 1;
      answer.set();
    }
  }
  using receiving = new Group();
  receiving.spawn(receive());
  for (let i = 0; i < times; i += 1) {
    signal.set();
    yield* answer.wait();
    answer.clear();
  }
  return received;
}
