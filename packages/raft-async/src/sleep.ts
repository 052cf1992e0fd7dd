// Timers as promises that an AbortSignal ends early.

import type { Clock, Timer } from '@three-ways/raft-in-process';

/** Resolves after `ms`, or as soon as the signal fires. It does not reject: callers loop on the signal. */
export function sleep(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return called((wake) => clock.after(ms, wake), signal);
}

/** Resolves on a later turn, after pending timers, I/O and messages, or as soon as the signal fires. */
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
