// Idiom 4: a critical section.

import {
  type Green,
  Group,
  Semaphore,
  sleep,
} from '@three-ways/greenlet';
import { checkSizes } from '../sizes.ts';

/**
 * Each of `tasks` tasks adds 1 to a shared total, `times` times.
 * A section needs a lock only if it waits: others run there, and
 * each `yield*` shows where. `using` releases it however the
 * block is left, also when the greenlet is killed.
 */
export function* criticalSection(
  tasks: number,
  times: number,
): Green<number> {
  checkSizes({ tasks, times });
  const mutex = new Semaphore(1);
  let total = 0;
  function* addOnes(): Green<void> {
    for (let i = 0; i < times; i += 1) {
      using _lock = yield* mutex.acquire();
      const read = total;
      yield* sleep(0); // others run here
      total = read + 1;
    }
  }
  using adding = new Group();
  for (let i = 0; i < tasks; i += 1)
    adding.spawn(addOnes());
  yield* adding.join({ raiseError: true });
  return total;
}
