// Tasks that wait, for the memory rows.

import type { Parked } from '../rows.ts';
import { checkSizes } from '../sizes.ts';

/** Starts `tasks` async functions that await the same promise. */
export async function park(tasks: number): Promise<Parked> {
  checkSizes({ tasks });
  const end = Promise.withResolvers<void>();
  let ended = 0;
  async function wait() {
    await end.promise;
    ended += 1;
  }
  const waiting = Array.from({ length: tasks }, wait);
  return {
    async release() {
      end.resolve();
      await Promise.all(waiting);
      return ended;
    },
  };
}
