// Waiting for a condition instead of for a time: as short as the machine allows, and with a deadline that says what was
// waited for and what was seen last.

import { setTimeout as pause } from 'node:timers/promises';

/** Deadlines are generous: they end a run that hangs, and never decide one that is slow. */
const defaultDeadline = 15_000;
const betweenLooks = 2;

/** What `look` returns while it is not yet so: why not. */
export class NotYet {
  readonly why: string;

  constructor(why: string) {
    this.why = why;
  }
}

/**
 * Looks again and again until the answer is no `NotYet`, and returns it.
 * @param what the sentence that the error says was not reached
 * @param deadline ms
 * @throws Error once the deadline has passed, with the last `why`
 */
export async function until<T>(
  what: string,
  look: () => Promise<T | NotYet>,
  deadline = defaultDeadline,
): Promise<T> {
  const end = performance.now() + deadline;
  for (;;) {
    const seen = await look();
    if (!(seen instanceof NotYet)) return seen;
    if (performance.now() > end) throw new Error(`not within ${deadline} ms: ${what} (${seen.why})`);
    await pause(betweenLooks);
  }
}

/** Work that does not end. */
export class Hangs extends Error {
  override readonly name = 'Hangs';

  /** @param ms so long it was waited for */
  constructor(ms: number) {
    super(`it hangs: not done after ${ms / 1_000} s`);
  }
}

/**
 * What the work comes to.
 * @param ms so long it may take; generous, too
 * @throws Hangs once that has passed
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
