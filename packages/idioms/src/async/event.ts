// Idiom 10: an event that wakes all who wait.

import { checkSizes } from '../sizes.ts';

/**
 * `waiters` tasks wait for one event; set once, it wakes them all.
 * A promise is such an event: any number may await it, and one
 * that comes late finds it settled. It can't be cleared.
 */
export async function wakeAll(
  waiters: number,
): Promise<number> {
  checkSizes({ waiters });
  const event = Promise.withResolvers<void>();
  let woken = 0;
  async function wait() {
    await event.promise;
    woken += 1;
  }
  const waiting = Array.from({ length: waiters }, wait);
  event.resolve();
  await Promise.all(waiting);
  return woken;
}
