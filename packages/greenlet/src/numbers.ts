// Validation of numeric arguments.

import { UsageError } from './errors.ts';

/** A delay in ms: negative counts as 0, Infinity means never. @throws UsageError for NaN and any other type */
export function delay(ms: number): number {
  if (typeof ms !== 'number' || Number.isNaN(ms))
    throw new UsageError(`a delay can't be ${String(ms)}: give milliseconds, or Infinity for no deadline`);
  return Math.max(0, ms);
}

/** An integer of at least `least`, or Infinity. @throws UsageError for anything else */
export function count(value: number, least: number, what: string): number {
  if ((Number.isInteger(value) && value >= least) || value === Infinity) return value;
  throw new UsageError(
    `${what} can't be ${String(value)}: give an integer of at least ${least}, or Infinity`,
  );
}
