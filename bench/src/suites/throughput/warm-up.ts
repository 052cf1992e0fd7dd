// Whether a trial's rate had settled when it was measured, by the windows of its time series.

import type { MeasuredThroughput } from './protocol.ts';

/** Change of the rate within the measurement from which it has not settled. */
const largestDrift = 0.1;

/** The rate in the second half of the measurement, divided by that in the first; not a number without windows. */
export function drift({ windows = [], warmup }: MeasuredThroughput): number {
  const measured = windows.filter(([end]) => end > warmup.elapsedMs);
  const middle = warmup.elapsedMs + ((measured.at(-1)?.[0] ?? 0) - warmup.elapsedMs) / 2;
  const rate = (part: typeof measured, from: number, to: number) =>
    part.reduce((sum, [, answered]) => sum + answered, 0) / (to - from);
  const first = measured.filter(([end]) => end <= middle + 1);
  const second = measured.filter(([end]) => end > middle + 1);
  const split = first.at(-1)?.[0] ?? Number.NaN;
  return rate(second, split, measured.at(-1)?.[0] ?? Number.NaN) / rate(first, warmup.elapsedMs, split);
}

/** Whether a rate still climbed or fell while it was measured. @param drift median of the trials */
export function hasNotSettled(drift: number): boolean {
  return Math.abs(drift - 1) > largestDrift;
}
