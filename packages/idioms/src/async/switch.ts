// A switch between two tasks, and nothing else.

import { checkSizes } from '../sizes.ts';

/**
 * Two tasks take `turns` turns each. Awaiting what is not a pending
 * promise gives way to the tasks that are ready, but not to timers
 * or I/O: those wait until no task is ready.
 */
export async function takeTurns(
  turns: number,
): Promise<number> {
  checkSizes({ turns });
  let taken = 0;
  async function take() {
    for (let i = 0; i < turns; i += 1) {
      taken += 1;
      await null;
    }
  }
  await Promise.all([take(), take()]);
  return taken;
}
