// Two runs side by side: the changes, the largest first, and the count of what did not change.

import type { Setting } from '../figures/figure.ts';
import { fewestSamples } from '../figures/statistics.ts';
import type { ComparedFigure, Comparison } from '../results/comparison.ts';
import { decimals } from '../tables/cells.ts';
import { left, nothing, right, type Table } from '../tables/table.ts';

export function comparisonTable({ unlike, changed, unchanged, undecided }: Comparison): Table {
  return {
    caption: changed.length === 0 ? 'No change shown between the two runs' : 'Changes between the two runs',
    columns: [
      left('Figure'),
      left('Target'),
      right('Before'),
      right('After'),
      right('After ÷ before (99 %)'),
      right('Rounds'),
    ],
    rows: changed.map(rowOf),
    notes: [
      `No change shown: ${unchanged.length} of ${changed.length + unchanged.length} figures, whose interval contains 1.`,
      ...(undecided.length > 0 ? [`Too few rounds for an interval: ${undecided.length} figures.`] : []),
      'After ÷ before: of the ratio to the reference, taken round by round within each run; with *, of the figure itself, from which the machine’s drift does not cancel. 99 % bootstrap interval of the ratio of medians.',
      ...(unlike.length > 0 ? [`The runs also differ in: ${unlike.join('; ')}.`] : []),
    ],
  };
}

/** Figures whose change is not shown: folded where there is room for them. */
export function unchangedTable(figures: readonly ComparedFigure[]): Table {
  const { columns } = comparisonTable({ unlike: [], changed: [], unchanged: [], undecided: [] });
  return {
    caption: 'Figures without a change that is shown',
    columns,
    rows: figures.map(rowOf),
    notes: [
      `An interval that contains 1 shows no change; with fewer than ${fewestSamples} rounds there is none.`,
    ],
  };
}

function rowOf({ suite, metric, unit, setting, target, ...figure }: ComparedFigure): string[] {
  const { before, after, rounds, change, of } = figure;
  const [a, b] = [before, after].map((value) => `${decimals(value, value >= 100 ? 0 : 2)} ${unit}`);
  const interval =
    change === null
      ? nothing
      : `${decimals(change.ratio, 2)} (${decimals(change.low, 2)}–${decimals(change.high, 2)})`;
  const star = of === 'figure' ? ' *' : '';
  return [
    `${suite}, ${metric}${settingOf(setting)}`,
    target,
    a!,
    b!,
    `${interval}${star}`,
    rounds.join(', '),
  ];
}

function settingOf(setting: Setting): string {
  return Object.entries(setting)
    .map(([name, value]) => `, ${name} ${value}`)
    .join('');
}
