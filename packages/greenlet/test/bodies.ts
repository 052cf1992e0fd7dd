// Bodies of greenlets in these tests.

import type { Green } from '../src/index.ts';

/** Makes a call without waiting. */
// biome-ignore lint/correctness/useYield: that is the point
export function* doing<T>(call: () => T): Green<T> {
  return call();
}

/** What the body raises, or else its result. */
export function* caught(body: Green<unknown>): Green<unknown> {
  try {
    return yield* body;
  } catch (error) {
    return error;
  }
}

/** What the call throws, or else its result. */
export function thrownBy(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return error;
  }
}

export function raise(error: unknown): never {
  throw error;
}
