// Whether a trial's rate had settled when it was measured, by the windows of its time series.

import { quantile } from '../../figures/statistics.ts';
import type { MeasuredThroughput } from './protocol.ts';

/** Change of the rate within the measurement from which it has not settled. */
const largestDrift = 0.1;

/**
 * The rate in the second half of the measurement, divided by that in the first; not a number without windows. Each is the median of
 * its windows: a collection of garbage, which fills one of them, is no trend.
 */
export function drift({ windows = [], warmup }: MeasuredThroughput): number {
  const rates = windows.flatMap(([end], i) => (end > warmup.elapsedMs ? [rateOf(windows, i)] : []));
  if (rates.length < 2) return Number.NaN;
  const middle = Math.ceil(rates.length / 2);
  return quantile(rates.slice(middle), 0.5) / quantile(rates.slice(0, middle), 0.5);
}

/** The rate (1/s) over time (ms): medians of the trials, window by window, as far as all have windows. */
export function ratesOver(
  trials: readonly Pick<MeasuredThroughput, 'windows'>[],
): { readonly x: number; readonly y: number }[] {
  const length = Math.min(...trials.map(({ windows = [] }) => windows.length));
  return Array.from({ length: Number.isFinite(length) ? length : 0 }, (_, i) => ({
    x: quantile(
      trials.map(({ windows = [] }) => windows[i]![0]),
      0.5,
    ),
    y: quantile(
      trials.map(({ windows = [] }) => rateOf(windows, i)),
      0.5,
    ),
  }));
}

function rateOf(windows: readonly (readonly [end: number, answered: number])[], i: number): number {
  const [end, answered] = windows[i]!;
  return (answered / (end - (windows[i - 1]?.[0] ?? 0))) * 1000;
}

/** Whether a rate still climbed or fell while it was measured. @param drift median of the trials */
export function hasNotSettled(drift: number): boolean {
  return Math.abs(drift - 1) > largestDrift;
}
