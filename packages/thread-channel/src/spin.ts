// Spinning: trying for a while before a blocking wait sleeps. Sleeping and waking cost some 10 µs, so a short wait is
// cheaper to spin through if the other thread has a core of its own; otherwise spinning only delays it. `adaptive` learns
// whether it pays.
//
// Literature: A. R. Karlin et al., "Empirical studies of competitive spinning for a shared-memory multiprocessor", SOSP 1991.

import { checkInteger } from './arguments.ts';

/** Tries something once; null if it can't be done yet. */
export type Attempt<T> = () => T | null;

/** Attempts before a blocking wait sleeps, or `adaptive`. */
export type Spin = number | 'adaptive';

/** Longest adaptive spin (ms): about the cost of a sleep and its wake-up. */
const longestSpin = 0.05;

/** Sleeps below this (ms) might have been spun through. */
const shortSleep = 0.1;

/** Attempts between two looks at the clock. */
const attemptsPerLook = 16;

/** Most short sleeps after which adaptive spinning is tried again. */
const mostSleeps = 1024;

/** @throws InvalidArgument */
export function checkSpin(spin: Spin): void {
  if (spin !== 'adaptive') checkInteger('spin', spin, 0, 2 ** 31 - 1);
}

/**
 * The spinning of one end. If adaptive, it begins when a sleep was short and ends when a spin fails; each failure doubles
 * the number of short sleeps that it takes to begin again, each success halves it.
 */
export class Spinner {
  private readonly spin: Spin;
  private pays = false;
  private shortSleeps = 0;
  private sleepsNeeded = 1;

  constructor(spin: Spin) {
    this.spin = spin;
  }

  /** The attempt's result, or null if it did not succeed in time. */
  try<T>(attempt: Attempt<T>): T | null {
    if (this.spin !== 'adaptive') return tryTimes(attempt, this.spin);
    if (!this.pays) return null;
    const result = tryFor(attempt, longestSpin);
    if (result === null) this.failed();
    else this.sleepsNeeded = Math.max(1, this.sleepsNeeded >> 1);
    return result;
  }

  /** Reports how long a sleep lasted (ms). */
  slept(ms: number): void {
    if (ms > shortSleep) return;
    this.shortSleeps += 1;
    this.pays = this.shortSleeps >= this.sleepsNeeded;
  }

  private failed(): void {
    this.pays = false;
    this.shortSleeps = 0;
    this.sleepsNeeded = Math.min(mostSleeps, 2 * this.sleepsNeeded);
  }
}

function tryTimes<T>(attempt: Attempt<T>, attempts: number): T | null {
  for (let i = 0; i < attempts; i++) {
    const result = attempt();
    if (result !== null) return result;
  }
  return null;
}

function tryFor<T>(attempt: Attempt<T>, ms: number): T | null {
  const end = performance.now() + ms;
  while (performance.now() < end) {
    const result = tryTimes(attempt, attemptsPerLook);
    if (result !== null) return result;
  }
  return null;
}
