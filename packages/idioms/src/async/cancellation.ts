// Idiom 8: a timeout cuts short what waits deep inside.

import { addAbortListener } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkDelays, checkSizes } from '../sizes.ts';

export interface Cancelled {
  readonly outcome: 'timeout' | 'cancelled';
  /** Number of frames that have cleaned up. */
  readonly cleanedUp: number;
}

/**
 * Ends a wait `depth` calls deep after `timeout` ms. No task is
 * stopped from outside: the signal goes down as an argument, the
 * wait at the bottom rejects, and the error runs each `finally`.
 */
export async function cancelDeep(
  depth: number,
  timeout: number,
  cancellation: AbortSignal = new AbortController().signal,
): Promise<Cancelled> {
  checkSizes({ depth }, 1);
  checkDelays({ timeout });
  let cleanedUp = 0;
  async function descend(level: number, end: AbortSignal) {
    try {
      if (level < depth) await descend(level + 1, end);
      else await sleep(2 ** 31 - 1, null, { signal: end });
    } finally {
      cleanedUp += 1;
    }
  }
  const end = new AbortController();
  const cancel = () => end.abort('cancelled');
  using _listener = addAbortListener(cancellation, cancel);
  using _timer = setTimeout(
    () => end.abort('timeout'),
    timeout,
  );
  try {
    await descend(1, end.signal);
  } catch (error) {
    if (!end.signal.aborted) throw error;
  }
  return { outcome: end.signal.reason, cleanedUp };
}
