// The charts of the suite `throughput`: rates by clients, percentile curves, latencies by rate, and the warm-up.

import type { PercentilesSeries, Point, Series } from '@three-ways/charts';
import type { Setting } from '../../figures/figure.ts';
import type { SuiteFigures } from '../../figures/suite-figures.ts';
import { decimals, titleOf } from '../../tables/cells.ts';
import { chartRow, rowsInWords, type SuiteChart } from '../../tables/chart.ts';
import type { Measured } from '../common/suite.ts';
import { captions, isPlain, keepsUp } from './conditions.ts';
import type { ThroughputResult, ThroughputSpec } from './protocol.ts';
import { ThroughputResults } from './results.ts';
import { ratesOver } from './warm-up.ts';

export function throughputCharts(
  figures: SuiteFigures,
  trials: readonly Measured<ThroughputSpec, ThroughputResult>[],
): SuiteChart[] {
  const results = new ThroughputResults(figures, trials);
  const plain = results.settings('commits', isPlain).sort((a, b) => a.outstanding! - b.outstanding!);
  const open = results
    .settings('commits', ({ ratePerSecond }) => ratePerSecond !== undefined)
    .sort((a, b) => a.ratePerSecond! - b.ratePerSecond!);
  return [
    ...(plain.length > 1 ? [ratesByClients(results, plain)] : []),
    ...plain.flatMap((setting) => percentiles(results, setting, captions.latency)),
    ...plain.flatMap((setting) => warmUp(results, setting)),
    ...(open.length > 1 ? [latencyByRate(results, open)] : []),
    ...open.flatMap((setting) => percentiles(results, setting, captions.open)),
  ];
}

function nameOf({ outstanding, ratePerSecond }: Setting): string {
  return outstanding === undefined ? `rate-${ratePerSecond}` : `clients-${outstanding}`;
}

function placeOf({ outstanding, ratePerSecond = 0 }: Setting): string {
  if (outstanding === 1) return 'one client';
  return outstanding === undefined
    ? `${decimals(ratePerSecond, 0)} requests a second`
    : `${decimals(outstanding, 0)} clients`;
}

/** A series for each target that has points. */
function seriesOf({ figures }: ThroughputResults, pointsOf: (target: string) => readonly Point[]): Series[] {
  return figures.targets
    .map(({ name }) => ({ label: titleOf(figures, name), style: name, points: pointsOf(name) }))
    .filter(({ points }) => points.length > 0);
}

function ratesByClients(results: ThroughputResults, settings: readonly Setting[]): SuiteChart {
  const { figures } = results;
  const last = settings.at(-1)!;
  const rows = figures.targets.map(({ name }) => chartRow(figures, name, figures.get('commits', name, last)));
  return {
    table: captions.rate,
    chart: {
      kind: 'lines',
      name: 'throughput-by-clients',
      title: 'Commits a second by clients',
      alternative: `Commits a second over the number of clients, each with one request outstanding. With ${placeOf(last)}: ${rowsInWords(rows, 'rate')}.`,
      x: {
        label: 'Clients',
        unit: 'count',
        scale: 'log',
        ticks: settings.map(({ outstanding = 1 }) => outstanding),
      },
      y: { label: 'Commits', unit: 'rate' },
      series: seriesOf(results, (target) =>
        settings.flatMap((setting) => {
          const estimate = figures.get('commits', target, setting)?.estimate;
          if (!estimate) return [];
          return [{ x: setting.outstanding!, y: estimate.median, low: estimate.low, high: estimate.high }];
        }),
      ),
    },
  };
}

/** Percentiles that are drawn, where enough requests lie beyond them. */
const drawn = [0, 25, 50, 75, 90, 95, 99, 99.5, 99.9, 99.95, 99.99];
const fewestBeyond = 5;

/** The curve of each target that has histograms and kept up. */
function percentiles(results: ThroughputResults, setting: Setting, table: string): SuiteChart[] {
  const { figures } = results;
  const series = figures.targets.flatMap(({ name }): PercentilesSeries[] => {
    const pool = results.keptUp(name, setting) ? results.pool(name, setting) : null;
    if (pool === null) return [];
    const shown = drawn.filter((percentile) => pool.requests * (1 - percentile / 100) >= fewestBeyond);
    const values = pool.quantiles(shown.map((percentile) => percentile / 100));
    const points = shown.map((percentile, i) => ({ percentile, value: values[i]! }));
    return [{ label: titleOf(figures, name), style: name, points }];
  });
  if (series.every(({ points }) => points.length < 2)) return [];
  const rows = figures.targets.map(({ name }) =>
    chartRow(figures, name, figures.get('latencyP99', name, setting)),
  );
  return [
    {
      table,
      chart: {
        kind: 'percentiles',
        name: `throughput-latency-${nameOf(setting)}`,
        title: `Latency with ${placeOf(setting)}`,
        alternative: `Latency of a proposal over its percentile, of all processes together, with ${placeOf(setting)}. Medians of the 99th percentiles of processes: ${rowsInWords(rows, 'us')}.`,
        y: { label: 'Latency', unit: 'us', scale: 'log' },
        series,
      },
    },
  ];
}

/** The rate over a trial's time: medians of the trials, window by window. */
function warmUp(results: ThroughputResults, setting: Setting): SuiteChart[] {
  const { figures } = results;
  const series = seriesOf(results, (target) => ratesOver(results.measured(target, setting)));
  if (series.length === 0) return [];
  const warmupMs = results.warmupMs(setting);
  const rows = figures.targets.map(({ name }) =>
    chartRow(figures, name, figures.get('drift', name, setting)),
  );
  return [
    {
      table: captions.rate,
      chart: {
        kind: 'lines',
        name: `throughput-warm-up-${nameOf(setting)}`,
        title: `Warm-up with ${placeOf(setting)}: measured from ${warmupMs} ms on`,
        alternative: `Commits a second in windows of 50 ms from the start of the warm-up, medians of the trials; ${warmupMs} ms are discarded. Rate in the second half of the measurement over that in the first: ${rowsInWords(rows, 'ratio')}.`,
        x: { label: 'Time', unit: 'ms' },
        y: { label: 'Commits', unit: 'rate' },
        series: series.map((one) => ({ ...one, markers: false })),
      },
    },
  ];
}

function latencyByRate(results: ThroughputResults, settings: readonly Setting[]): SuiteChart {
  const { figures } = results;
  const limits = figures.targets.map(({ name, title }) => {
    const kept = settings.findLast((setting) => results.keptUp(name, setting));
    return `${title} ${kept === undefined ? 'none' : `${decimals(kept.ratePerSecond!, 0)} a second`}`;
  });
  return {
    table: captions.open,
    chart: {
      kind: 'lines',
      name: 'throughput-latency-by-rate',
      title: '99th percentile of the latency by rate',
      alternative: `99th percentile of the latency from when a request was due, over the rate, as far as a target keeps up with at least ${keepsUp * 100} % of the requests. Highest rates that were kept up with: ${limits.join('; ')}.`,
      x: { label: 'Requests due', unit: 'rate', scale: 'log' },
      y: { label: 'Latency, p99', unit: 'us', scale: 'log' },
      series: seriesOf(results, (target) =>
        settings.flatMap((setting) => {
          const [p99] = results.keptUp(target, setting)
            ? (results.pool(target, setting)?.quantiles([0.99]) ?? [])
            : [];
          return p99 === undefined ? [] : [{ x: setting.ratePerSecond!, y: p99 }];
        }),
      ),
    },
  };
}
