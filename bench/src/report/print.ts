// Prints a run on standard output: as tables, as JSON or as CSV.

import { UsageError } from '@three-ways/command-line';
import type { Figure } from '../figures/figure.ts';
import type { Results } from '../results/results.ts';
import type { Suite } from '../suites/common/suite.ts';
import { renderTables } from './report.ts';
import { paintFor } from './terminal.ts';

/** Options that choose a format. */
export interface Formats {
  readonly json?: true;
  readonly csv?: true;
}

export type Format = 'tables' | 'json' | 'csv';

/** @throws UsageError if both are given */
export function formatOf({ json, csv }: Formats): Format {
  if (json && csv) throw new UsageError('give --json or --csv, not both');
  return json ? 'json' : csv ? 'csv' : 'tables';
}

interface Io {
  readonly stdout: NodeJS.WritableStream;
  readonly suites: readonly Suite[];
}

export function print(results: Results, format: Format, { stdout, suites }: Io): void {
  if (format === 'json') stdout.write(`${JSON.stringify(results, null, 1)}\n`);
  else if (format === 'csv') stdout.write(csvOf(results.figures));
  else stdout.write(`\n${renderTables(suites, results, paintFor(stdout), columnsOf(stdout))}`);
}

/** The terminal's width; undefined for a file or a pipe. */
export function columnsOf(stream: NodeJS.WritableStream): number | undefined {
  return 'columns' in stream && typeof stream.columns === 'number' && stream.columns > 0
    ? stream.columns
    : undefined;
}

const head = [
  ...['suite', 'metric', 'unit', 'setting', 'target', 'samples', 'median', 'low', 'high'],
  ...['ratio', 'ratio_low', 'ratio_high', 'outliers', 'noisy'],
];

/** A line for each figure, after RFC 4180 but for its line ends. Fields without a value are empty. */
function csvOf(figures: readonly Figure[]): string {
  return `${[head, ...figures.map(rowOf)].map((row) => row.map(field).join(',')).join('\n')}\n`;
}

function rowOf({ suite, metric, unit, setting, target, ...figure }: Figure): (string | number | null)[] {
  const { rounds, estimate, ratio, outliers, noisy } = figure;
  const samples = rounds.reduce((sum, round) => sum + round.samples.length, 0);
  const settings = Object.entries(setting).map(([name, value]) => `${name}=${value}`);
  return [
    ...[suite, metric, unit, settings.join(' '), target, samples],
    ...boundsOf(estimate),
    ...boundsOf(ratio),
    ...[outliers.length, noisy ? 1 : 0],
  ];
}

function boundsOf(estimate: Figure['estimate']): (number | null)[] {
  return [estimate?.median ?? null, estimate?.low ?? null, estimate?.high ?? null];
}

function field(value: string | number | null): string {
  const text = String(value ?? '');
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
