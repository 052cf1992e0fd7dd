// The tables and charts of the suite `throughput`.

import { expect, test } from 'vitest';
import { SuiteFigures } from '../../figures/suite-figures.ts';
import { toTerminal } from '../../report/terminal.ts';
import { computeFigures } from '../../results/figures.ts';
import type { Trial } from '../../results/results.ts';
import { fakeResults } from '../../testing/fake-results.ts';
import type { Measured } from '../common/suite.ts';
import type { MeasuredThroughput, ThroughputResult, ThroughputSpec } from './protocol.ts';
import { throughput } from './suite.ts';

const run = fakeResults('full', [throughput]);

type Change = (spec: ThroughputSpec, result: MeasuredThroughput) => ThroughputResult;

/** Trials of a run with other results. */
function drawn(change: Change = (_, result) => result) {
  const trials = run.trials.map((trial): Trial => {
    if (!trial.outcome.ok) return trial;
    const result = change(trial.spec as ThroughputSpec, trial.outcome.result as MeasuredThroughput);
    return { ...trial, outcome: { ok: true, result } };
  });
  const names = run.targets.map(({ name }) => name);
  const figures = new SuiteFigures(computeFigures([throughput], names, trials, 1), run.targets, new Map());
  const measured = trials.flatMap(({ spec, outcome }) =>
    outcome.ok ? [{ spec, result: outcome.result } as Measured] : [],
  );
  const tables = throughput.tables(figures, measured);
  return {
    text: tables.map((table) => toTerminal(table, (_, text) => text)).join('\n'),
    charts: throughput.charts!(figures, measured).map(({ chart }) => chart),
  };
}

test('a rate that climbs by more than a tenth while it is measured is marked', () => {
  const climbing = drawn((spec, result) =>
    spec.target === 'async'
      ? {
          ...result,
          windows: [
            [50, 10],
            [100, 20],
            [150, 20],
            [200, 30],
          ],
          warmup: { answered: 10, elapsedMs: 50 },
        }
      : result,
  );
  expect(climbing.text).toMatch(/TypeScript async +\S+ \(\S+\)‡/);
  expect(climbing.text).not.toMatch(/Go goroutines +\S+ \(\S+\)‡/);
  expect(climbing.text).toContain('‡ Not settled');
  expect(drawn().text).not.toContain('‡');
});

test('an open loop that a target does not keep up with says so, and shows no latency', () => {
  const text = drawn().text.split('Proposals at a fixed rate')[1]!;
  expect(text).toMatch(/ 500 {2}TypeScript async +100 % +\d/);
  expect(text).toMatch(/2,000 {2}TypeScript async +\d\d % +saturated +– +–/);
});

test('what a target does not support has its reason, and is no failure', () => {
  const { text } = drawn((spec, result) =>
    spec.target === 'async' && spec.operation === 'read-stale'
      ? { suite: 'throughput', unsupported: 'it has no stale reads' }
      : result,
  );
  expect(text).toMatch(/Stale +TypeScript async +unsupported +– +–/);
  expect(text).toContain('TypeScript async, unsupported: it has no stale reads.');
});

test('a target without histograms and windows has its quantiles, and no curves', () => {
  const { text, charts } = drawn((_, { latencies, windows, ...result }) => result);
  expect(text).toMatch(/256 {2}TypeScript async +10\.0 \(10\.0–10\.0\) +2,000/);
  expect(charts.filter(({ kind, name }) => kind === 'percentiles' || name.includes('warm-up'))).toEqual([]);
});

test('latencies are drawn to the percentile beyond which few requests lie', () => {
  const curve = drawn().charts.find(({ name }) => name === 'throughput-latency-clients-256');
  if (curve?.kind !== 'percentiles') throw new Error('there is no curve');
  expect(curve.series.map(({ points }) => points.at(-1)!.percentile)).toEqual([75, 75]);
});
