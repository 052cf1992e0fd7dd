// The comparison of two runs.

import { seededRandom } from '@three-ways/raft-core';
import { expect, test } from 'vitest';
import { comparisonTable } from '../report/comparison-table.ts';
import { memory } from '../suites/memory/suite.ts';
import type { MeasuredThroughput } from '../suites/throughput/protocol.ts';
import { throughput } from '../suites/throughput/suite.ts';
import { fakeResults } from '../testing/fake-results.ts';
import { compare } from './comparison.ts';
import { computeFigures } from './figures.ts';
import type { Results, Trial } from './results.ts';

const suites = [throughput, memory];
const whole = fakeResults('full', suites);

/** A run whose throughput differs by a factor for each target, with noise of a few per cent. */
function runWith(seed: number, factors: Readonly<Record<string, number>> = {}, chosen = suites): Results {
  const random = seededRandom(seed);
  const trials = whole.trials.map((trial) => {
    if (!trial.outcome.ok || trial.outcome.result.suite !== 'throughput') return trial;
    const result = trial.outcome.result as MeasuredThroughput;
    const answered = result.answered * (factors[trial.spec.target] ?? 1) * (0.97 + 0.06 * random());
    return {
      ...trial,
      outcome: { ok: true as const, result: { ...result, answered: Math.round(answered) } },
    } as Trial;
  });
  return { ...whole, trials, figures: computeFigures(chosen, ['async', 'go'], trials, 1) };
}

/** Settings at which proposals are measured. */
const settings = new Set(
  whole.figures.flatMap(({ metric, setting }) => (metric === 'commits' ? [JSON.stringify(setting)] : [])),
);

test('a change of one target is shown with its interval, and what did not change is counted', () => {
  const { changed, unchanged } = compare(runWith(1), runWith(2, { async: 1.5 }));
  const commits = changed.filter(({ metric }) => metric === 'commits');
  expect(commits).toHaveLength(settings.size);
  expect(new Set(commits.map(({ target, of }) => `${target} ${of}`))).toEqual(new Set(['async ratio']));
  for (const { change } of commits) expect(change!.low < 1.5 && 1.5 < change!.high).toBe(true);
  expect(unchanged.length).toBeGreaterThan(20);
});

test('a machine that became slower shows only in the reference', () => {
  const { changed } = compare(runWith(1), runWith(2, { async: 0.7, go: 0.7 }));
  const commits = changed.filter(({ metric }) => metric === 'commits');
  expect(new Set(commits.map(({ target, of }) => `${target} ${of}`))).toEqual(new Set(['go figure']));
});

/** One metric: figures of all would take half a minute. */
const commitsAlone = [
  { ...throughput, metrics: throughput.metrics.filter(({ name }) => name === 'commits') },
];

test('two runs of the same show no change in at least 95 of 100 figures', () => {
  let [changed, all] = [0, 0];
  for (let seed = 1; seed <= 20; seed++) {
    const comparison = compare(runWith(2 * seed, {}, commitsAlone), runWith(2 * seed + 1, {}, commitsAlone));
    const commits = (list: readonly { readonly metric: string }[]) =>
      list.filter(({ metric }) => metric === 'commits').length;
    changed += commits(comparison.changed);
    all += commits(comparison.changed) + commits(comparison.unchanged);
  }
  expect(all).toBe(20 * 2 * settings.size);
  expect(changed / all).toBeLessThanOrEqual(0.05);
});

test('the largest change comes first', () => {
  const { changed } = compare(runWith(1), runWith(2, { async: 0.3, go: 1.4 }));
  expect(changed[0]).toMatchObject({ target: 'async' });
});

test('unlike machines and settings are refused, other versions are noted', () => {
  const other = { ...whole, environment: { ...whole.environment, cores: 4 } };
  expect(() => compare(whole, other)).toThrow("the runs can't be compared: cores: 2, then 4");
  expect(() => compare(whole, fakeResults('quick'))).toThrow('size: full, then quick');
  expect(() => compare(whole, { ...whole, figures: [] })).toThrow('no figure in common');
  const newer = { ...whole, environment: { ...whole.environment, node: '26.11.0' } };
  const comparison = compare(whole, newer);
  expect(comparison.unlike).toEqual(['Node: 26.10.0, then 26.11.0']);
  expect(comparisonTable(comparison)).toMatchObject({
    caption: 'No change shown between the two runs',
    notes: expect.arrayContaining([expect.stringMatching(/^No change shown: (\d+) of \1 figures/)]),
  });
});
