// Idiom 8: a timeout cuts short what waits deep inside.

import { setTimeout as sleep } from 'node:timers/promises';
import { checkDelays, checkSizes } from '../sizes.ts';
import { Children } from './children.ts';
import { send } from './parent.ts';

export interface Cancelled {
  readonly outcome: 'timeout' | 'cancelled';
  /** Number of frames that have cleaned up. */
  readonly cleanedUp: number;
}

/**
 * Ends a process's wait `depth` calls deep after `timeout` ms. A
 * SIGKILL would run no `finally`: a SIGTERM asks, and its handler
 * aborts the wait. A process without a handler dies of it at once,
 * so the parent first hears that the child waits.
 * @throws RangeError
 */
export async function cancelDeep(
  depth: number,
  timeout: number,
  cancellation: AbortSignal = new AbortController().signal,
): Promise<Cancelled> {
  checkSizes({ depth }, 1);
  checkDelays({ timeout });
  await using children = new Children(import.meta.url);
  const child = children.fork(waitDeep, depth);
  await child.receive();
  const outcome = await sleep(timeout, 'timeout' as const, {
    signal: cancellation,
  }).catch(() => 'cancelled' as const);
  child.process.kill('SIGTERM');
  const cleanedUp = await child.receive<number>();
  await child.join();
  return { outcome, cleanedUp };
}

export async function waitDeep(depth: number) {
  const end = new AbortController();
  process.once('SIGTERM', () => end.abort());
  let cleanedUp = 0;
  async function descend(level: number) {
    try {
      if (level < depth) return await descend(level + 1);
      await send('waiting');
      await sleep(2 ** 31 - 1, null, {
        signal: end.signal,
      });
    } finally {
      cleanedUp += 1;
    }
  }
  await descend(1).catch((error) => {
    if (!end.signal.aborted) throw error;
  });
  await send(cleanedUp);
}
