// Waiting for a condition, not for a time, with a deadline whose error names the condition and what was seen last.

import { setTimeout as pause } from 'node:timers/promises';

/** Default deadline (ms): generous, so that it ends a run that hangs and not one that is slow. */
const defaultDeadline = 15_000;

/** Interval of polling (ms). */
const pollInterval = 2;

/** Returned by a condition that does not hold yet, with the reason. */
export class NotYet {
  readonly why: string;

  constructor(why: string) {
    this.why = why;
  }
}

/**
 * Polls until the result is not a `NotYet`, and returns it.
 * @param what the condition, for the error
 * @param deadline ms
 * @throws Error once the deadline has passed, with the last `why`
 */
export async function until<T>(
  what: string,
  poll: () => Promise<T | NotYet>,
  deadline = defaultDeadline,
): Promise<T> {
  const end = performance.now() + deadline;
  for (;;) {
    const seen = await poll();
    if (!(seen instanceof NotYet)) return seen;
    if (performance.now() > end) throw new Error(`not within ${deadline} ms: ${what} (${seen.why})`);
    await pause(pollInterval);
  }
}

/** Work that did not end in time. */
export class Hangs extends Error {
  override readonly name = 'Hangs';

  /** @param ms time waited */
  constructor(ms: number) {
    super(`it hangs: not done after ${ms / 1_000} s`);
  }
}

/**
 * The work's result.
 * @param ms time limit; generous, too
 * @throws Hangs after that
 */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const ended = new AbortController();
  const hangs = async () => {
    await pause(ms, undefined, { signal: ended.signal });
    throw new Hangs(ms);
  };
  try {
    return await Promise.race([work, hangs()]);
  } finally {
    ended.abort();
  }
}
