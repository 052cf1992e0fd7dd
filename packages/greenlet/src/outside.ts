// Waiting outside of greenlets.

import { getHub } from './get-hub.ts';
import type { Wait } from './public.ts';
import type { Scheduler } from './scheduler.ts';
import type { PendingWait } from './wait.ts';

/** The result of a wait, for code outside of greenlets. Not included in the detection of deadlocks. */
export function promiseOf<T>(wait: Wait<T>): Promise<T> {
  const pending = (wait as PendingWait<T>).claim();
  return new Promise((resolve, reject) => {
    const settle = () => (pending.done === 'failure' ? reject(pending.value) : resolve(pending.value));
    if (pending.ready()) {
      pending.commit();
      return settle();
    }
    const hub = getHub() as unknown as Scheduler;
    hub.retain();
    pending.park({
      hub,
      woken: () => {
        hub.release();
        settle();
      },
    });
  });
}
