// A sample of a row is a number of turns: a run that only starts the row's tasks, a run of the row, and for the proof one of half or
// twice the work. What a slow phase of the machine adds, it adds to all runs of a turn: differences and ratios are taken within turns.

import { quantile } from '../../figures/statistics.ts';

/** Durations of the runs of a turn (ms). */
export interface Turn {
  readonly idle: number;
  readonly once: number;
  /** The run of other work, and its share of the row's: a half, or two; null without proof. */
  readonly compared: { readonly ms: number; readonly factor: number } | null;
}

/** Whether work of one size is half or twice that of the other (units of a run). */
export function isComparable(units: number, others: number): boolean {
  return units === 2 * others || others === 2 * units;
}

/**
 * Duration of a row's work: without the start, which stays in where a disturbance made it longer than all (ms). The mean of the turns, as
 * in Go and Python: a median would leave out the collections of garbage, which hit one short run in twenty.
 */
export function workOf(turns: readonly Turn[]): number {
  const work = meanOf(turns.map(({ idle, once }) => once - idle));
  return work > 0 ? work : meanOf(turns.map(({ once }) => once));
}

/** The time of twice the work over that of the work: the median of the turns, without those whose start took longer than a run. */
export function doublingOf(turns: readonly Turn[]): number | null {
  const ratios = turns.flatMap(({ idle, once, compared }) => {
    if (compared === null || compared.ms <= idle || once <= idle) return [];
    const ratio = (compared.ms - idle) / (once - idle);
    return [compared.factor < 1 ? 1 / ratio : ratio];
  });
  return ratios.length === 0 ? null : median(ratios);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}
