// Idiom 8: a timeout cuts short what waits deep inside.

import {
  type Green,
  sleep,
  Timeout,
  throwOnAbort,
} from '@three-ways/greenlet';
import { checkDelays, checkSizes } from '../sizes.ts';

export interface Cancelled {
  readonly outcome: 'timeout' | 'cancelled';
  /** Number of frames that have cleaned up. */
  readonly cleanedUp: number;
}

/**
 * Ends a wait `depth` calls deep after `timeout` ms. Nothing is
 * handed down: the timeout is raised in the greenlet that made it,
 * wherever that waits, and runs each `finally` on its way out.
 */
export function* cancelDeep(
  depth: number,
  timeout: number,
  cancellation: AbortSignal = new AbortController().signal,
): Green<Cancelled> {
  checkSizes({ depth }, 1);
  checkDelays({ timeout });
  let cleanedUp = 0;
  try {
    using _late = new Timeout(timeout);
    using _cancelled = throwOnAbort(cancellation);
    yield* descend(depth, () => {
      cleanedUp += 1;
    });
  } catch (error) {
    if (error instanceof Timeout)
      return { outcome: 'timeout', cleanedUp };
    if (error !== cancellation.reason) throw error;
  }
  return { outcome: 'cancelled', cleanedUp };
}

function* descend(
  levels: number,
  cleanUp: () => void,
): Green<void> {
  try {
    if (levels > 1) yield* descend(levels - 1, cleanUp);
    else yield* sleep(Infinity);
  } finally {
    cleanUp();
  }
}
