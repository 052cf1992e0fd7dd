// The comparison of two runs on the terminal, as Markdown, as HTML and as JSON: the same numbers in each.

import { UsageError } from '@three-ways/command-line';
import type { ComparedFigure, Comparison } from '../results/comparison.ts';
import { comparisonTable, unchangedTable } from './comparison-table.ts';
import { fit } from './fit.ts';
import { comparisonPage } from './html/comparison-page.ts';
import { toMarkdown } from './markdown.ts';
import { columnsOf } from './print.ts';
import { paintFor, toTerminal } from './terminal.ts';

export type ComparisonFormat = 'json' | 'markdown' | 'html';

/** @throws UsageError if more than one is given */
export function comparisonFormatOf(
  given: Partial<Record<ComparisonFormat, true>>,
): ComparisonFormat | 'table' {
  const formats = (['json', 'markdown', 'html'] as const).filter((format) => given[format]);
  if (formats.length > 1) throw new UsageError(`give one of --${formats.join(', --')}`);
  return formats[0] ?? 'table';
}

/** @param names of the two runs */
export function printComparison(
  comparison: Comparison,
  names: readonly [before: string, after: string],
  format: ComparisonFormat | 'table',
  stdout: NodeJS.WritableStream,
): void {
  const table = comparisonTable(comparison);
  if (format === 'json') stdout.write(`${JSON.stringify(comparison, null, 1)}\n`);
  else if (format === 'markdown') stdout.write(toMarkdown([table]));
  else if (format === 'html') stdout.write(pageOf(comparison, names));
  else {
    const tables = fit(table, columnsOf(stdout) ?? 120);
    stdout.write(tables.map((part) => toTerminal(part, paintFor(stdout))).join('\n'));
  }
}

/** Most changes that the chart shows; the table has all of them. */
const mostDrawn = 30;

function pageOf(comparison: Comparison, names: readonly [string, string]): string {
  const { changed, unchanged, undecided, unlike } = comparison;
  const drawn = changed.slice(0, mostDrawn);
  return comparisonPage({
    names,
    unlike,
    changes: comparisonTable(comparison),
    rest: unchangedTable([...unchanged, ...undecided]),
    chart: drawn.length === 0 ? null : chartOf(drawn),
  });
}

function chartOf(changed: readonly ComparedFigure[]) {
  const groups = Map.groupBy(changed, ({ suite, metric, setting }) =>
    [`${suite}, ${metric}`, ...Object.entries(setting).map(([name, value]) => `${name} ${value}`)].join(', '),
  );
  return {
    kind: 'dots' as const,
    name: 'changes',
    title: 'After ÷ before, with 99 % intervals',
    alternative: `The ${changed.length} largest changes as ratios with their intervals, on a logarithmic axis with a line at 1. The table has the figures.`,
    x: { label: 'After ÷ before', unit: 'ratio' as const, scale: 'log' as const },
    rule: { value: 1, label: 'no change' },
    groups: Array.from(groups, ([label, figures]) => ({
      label,
      rows: figures.map(({ target, change }) => {
        const { ratio, low, high } = change!;
        return { label: target, style: target, estimate: { median: ratio, low, high } };
      }),
    })),
  };
}
