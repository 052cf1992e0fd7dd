// A switch between two tasks, and nothing else.

import {
  type Green,
  Group,
  sleep,
} from '@three-ways/greenlet';
import { checkSizes } from '../sizes.ts';

/**
 * Two tasks take `turns` turns each. `sleep(0)` gives way to
 * the greenlets that are ready; the hub sees to it that timers and
 * I/O have their turn too.
 */
export function* takeTurns(turns: number): Green<number> {
  checkSizes({ turns });
  let taken = 0;
  function* take(): Green<void> {
    for (let i = 0; i < turns; i += 1) {
      taken += 1;
      yield* sleep(0);
    }
  }
  using taking = new Group();
  taking.spawn(take());
  taking.spawn(take());
  yield* taking.join({ raiseError: true });
  return taken;
}
