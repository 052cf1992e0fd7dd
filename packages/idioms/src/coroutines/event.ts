// Idiom 10: an event that wakes all who wait.

import {
  Event,
  type Green,
  Group,
  sleep,
} from '@three-ways/greenlet';
import { checkSizes } from '../sizes.ts';

/**
 * `waiters` tasks wait for one event; set once, it wakes them all.
 * It stays set until it is cleared, so a greenlet that comes late
 * does not wait.
 */
export function* wakeAll(waiters: number): Green<number> {
  checkSizes({ waiters });
  const event = new Event();
  let woken = 0;
  function* wait(): Green<void> {
    yield* event.wait();
    woken += 1;
  }
  using waiting = new Group();
  for (let i = 0; i < waiters; i += 1)
    waiting.spawn(wait());
  yield* sleep(0); // now all of them wait
  event.set();
  yield* waiting.join({ raiseError: true });
  return woken;
}
