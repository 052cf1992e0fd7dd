// Checks of the numbers and options that callers give.

import { InvalidArgument } from './errors.ts';

/** The limits of a wait. */
export interface WaitOptions {
  /** Milliseconds, of any size; 0 or less tries once, Infinity (the default) sets no deadline. */
  readonly timeout?: number | undefined;
  /**
   * Ends the wait with the signal's reason; nothing is received or sent then. A blocked thread cannot run the code that
   * aborts: there the signal is looked at before each sleep only.
   */
  readonly signal?: AbortSignal | undefined;
}

/** Checked limits. */
export interface Limits {
  readonly timeout: number;
  readonly signal?: AbortSignal | undefined;
}

const forever: Limits = { timeout: Number.POSITIVE_INFINITY };

/** Checks a wait's limits; a number is a timeout. @throws InvalidArgument, or the reason of a signal aborted already */
export function limitsOf(options: number | WaitOptions | undefined): Limits {
  if (options === undefined) return forever;
  if (typeof options !== 'object' || options === null) return { timeout: checkedTimeout(options) };
  const { timeout = Number.POSITIVE_INFINITY, signal } = options;
  signal?.throwIfAborted();
  return { timeout: checkedTimeout(timeout), signal };
}

function checkedTimeout(timeout: number): number {
  if (typeof timeout !== 'number' || Number.isNaN(timeout))
    throw new InvalidArgument(`timeout is ${String(timeout)}: give milliseconds, or Infinity`);
  return timeout;
}

/** @throws InvalidArgument unless the value is an integer from `least` to `most` */
export function checkInteger(name: string, value: number, least: number, most: number): void {
  if (!Number.isInteger(value) || value < least || value > most)
    throw new InvalidArgument(`${name} is ${String(value)}: give an integer from ${least} to ${most}`);
}

/** @throws InvalidArgument unless the value is a count, or Infinity */
export function checkCount(name: string, value: number): void {
  if (value !== Number.POSITIVE_INFINITY && !(Number.isInteger(value) && value >= 0))
    throw new InvalidArgument(`${name} is ${String(value)}: give an integer from 0 on, or Infinity`);
}
