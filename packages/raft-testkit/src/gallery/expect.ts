// As much of vitest's `expect` as the player of the vectors needs, for use outside of vitest. Should the player need more,
// the gallery's first test, which plays the vectors against rules without a mistake, fails.

import { AssertionError } from 'node:assert';
import { isDeepStrictEqual } from 'node:util';

class Containing {
  readonly part: object;

  constructor(part: object) {
    this.part = part;
  }

  isIn(whole: unknown): boolean {
    return Object.entries(this.part).every(
      ([key, value]) => (whole as Record<string, unknown>)[key] === value,
    );
  }
}

export function expect(actual: unknown, message = 'as the vector says') {
  const check = (holds: boolean, expected: unknown) => {
    if (!holds) throw new AssertionError({ message, actual, expected });
  };
  return {
    toBe: (expected: unknown) => check(Object.is(actual, expected), expected),
    toEqual: (expected: unknown) => check(isDeepStrictEqual(plain(actual), plain(expected)), expected),
    toThrow: (expected: Containing) => check(expected.isIn(thrownBy(actual as () => unknown)), expected),
  };
}

expect.objectContaining = (part: object) => new Containing(part);

/** As JSON has it: what is undefined is not there. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return {};
}
