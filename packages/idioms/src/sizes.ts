// Checks of the sizes that the idioms take.

/**
 * Checks that each size is a whole number from `least` to `most`. Call it with the arguments' names: `checkSizes({ tasks, laps })`.
 * @throws RangeError that names the argument
 */
export function checkSizes(
  sizes: Readonly<Record<string, number>>,
  least = 0,
  most = Number.MAX_SAFE_INTEGER,
): void {
  for (const [name, size] of Object.entries(sizes))
    if (!Number.isSafeInteger(size) || size < least || size > most)
      throw new RangeError(`${name} is ${size}: give a whole number ${range(least, most)}`);
}

function range(least: number, most: number): string {
  return most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
}

/** Longest delay of Node's timers (ms): a longer one would fire at once. */
const longestDelay = 2 ** 31 - 1;

/**
 * Checks that each delay is a number of milliseconds that a timer takes.
 * @throws RangeError that names the argument
 */
export function checkDelays(delays: Readonly<Record<string, number>>): void {
  for (const [name, ms] of Object.entries(delays))
    if (!(ms >= 0 && ms <= longestDelay))
      throw new RangeError(`${name} is ${ms}: give a number of milliseconds from 0 to ${longestDelay}`);
}
