// Idiom 8: a timeout cuts short what waits deep inside.

import { addAbortListener } from 'node:events';
import { checkDelays, checkSizes } from '../sizes.ts';
import { sharedCells } from './cells.ts';
import { Threads } from './threads.ts';

export interface Cancelled {
  readonly outcome: 'timeout' | 'cancelled';
  /** Number of frames that have cleaned up. */
  readonly cleanedUp: number;
}

/**
 * Ends a thread's wait `depth` calls deep after `timeout` ms.
 * `worker.terminate()` would end the thread at any instruction and
 * run no `finally`: a task is asked to end, by a cell at which it
 * waits, and the error that it throws there cleans up.
 * @throws RangeError
 */
export async function cancelDeep(
  depth: number,
  timeout: number,
  cancellation: AbortSignal = new AbortController().signal,
): Promise<Cancelled> {
  checkSizes({ depth }, 1);
  checkDelays({ timeout });
  const cancelled = sharedCells(0);
  await using threads = new Threads(import.meta.url);
  const task = threads.spawn(
    waitDeep,
    depth,
    timeout,
    cancelled,
  );
  using _listener = addAbortListener(cancellation, () => {
    Atomics.store(cancelled, 0, 1);
    Atomics.notify(cancelled, 0);
  });
  return await task.join();
}

export function waitDeep(
  depth: number,
  timeout: number,
  cancelled: Int32Array,
): Cancelled {
  const tooLate = new Error('timeout');
  const asked = new Error('cancelled');
  let cleanedUp = 0;
  function descend(level: number): void {
    try {
      if (level < depth) return descend(level + 1);
      const end = Atomics.wait(cancelled, 0, 0, timeout);
      throw end === 'timed-out' ? tooLate : asked;
    } finally {
      cleanedUp += 1;
    }
  }
  try {
    descend(1);
  } catch (error) {
    if (error === tooLate)
      return { outcome: 'timeout', cleanedUp };
    if (error !== asked) throw error;
  }
  return { outcome: 'cancelled', cleanedUp };
}
