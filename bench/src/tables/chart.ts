// A chart as suites describe it, and its parts that are the same in every suite; the package `charts` draws it.

import { type Chart, format, type Row, type Unit } from '@three-ways/charts';
import type { Figure } from '../figures/figure.ts';
import type { SuiteFigures } from '../figures/suite-figures.ts';
import { titleOf } from './cells.ts';

export interface SuiteChart {
  readonly chart: Chart;
  /** Caption of the table with its numbers, which the report puts beside it; a table may have several charts. */
  readonly table: string;
}

/** A target's row: each sample a dot, the median and its interval; or why there is none. */
export function chartRow(figures: SuiteFigures, target: string, figure: Figure | undefined): Row {
  const label = titleOf(figures, target);
  if (!figure?.estimate) {
    const measured = figures.targets.some(({ name, measured }) => name === target && measured);
    return { label, style: target, missing: measured ? 'no valid trial' : 'not measured' };
  }
  const samples = figure.rounds.flatMap((round) => round.samples);
  return { label, style: target, samples, estimate: figure.estimate };
}

/** Medians and intervals of rows in words, for a chart's alternative text: `Go goroutines 1.9 M/s (1.8 M/s to 2 M/s); …`. */
export function rowsInWords(
  rows: readonly Pick<Row, 'label' | 'estimate' | 'missing'>[],
  unit: Unit,
): string {
  return rows
    .map(({ label, estimate, missing }) => {
      if (!estimate) return `${label} ${missing ?? 'not measured'}`;
      const { median, low, high } = estimate;
      const interval =
        low === null || high === null ? '' : ` (${format(low, unit)} to ${format(high, unit)})`;
      return `${label} ${format(median, unit)}${interval}`;
    })
    .join('; ');
}
