// To wait for a time, and to be called off: the event loop's callbacks as promises.

import type { Clock, Timer } from '@three-ways/raft-in-process';

/** Resolves after so many ms, or as soon as the signal fires: whoever loops looks at the signal next anyway. */
export function sleep(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return called((wake) => clock.after(ms, wake), signal);
}

/** Resolves on a later turn, when timers, I/O and messages have had theirs, or as soon as the signal fires. */
export function nextTurn(clock: Clock, signal: AbortSignal): Promise<void> {
  return called((wake) => clock.defer(wake), signal);
}

async function called(set: (wake: () => void) => Timer, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  using _timer = set(resolve);
  signal.addEventListener('abort', resolve as () => void);
  await promise;
  signal.removeEventListener('abort', resolve as () => void);
}
