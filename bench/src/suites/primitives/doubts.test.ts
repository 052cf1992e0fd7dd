import { expect, test } from 'vitest';
import type { Figure } from '../../figures/figure.ts';
import { renderTables } from '../../report/report.ts';
import { computeFigures } from '../../results/figures.ts';
import { fakeResults } from '../../testing/fake-results.ts';
import { markOf, notesOnDoubts, twoSpeeds } from './doubts.ts';
import type { PrimitivesResult } from './protocol.ts';
import { primitives } from './suite.ts';

function figure(samples: readonly number[], noisy = false): Figure {
  const rounds = samples.map((sample, i) => ({ round: i + 1, samples: [sample] }));
  return { rounds, noisy, outliers: [], estimate: null, ratio: null } as unknown as Figure;
}

test('trials that fall into two groups have two speeds', () => {
  expect(twoSpeeds(figure([40, 1, 42, 2, 1.5, 41]))).toEqual([
    { trials: 3, median: 1.5 },
    { trials: 3, median: 41 },
  ]);
});

test.each([
  ['one trial is an outlier', [1, 1, 1, 1, 1, 40]],
  ['no gap is a factor of two', [10, 15, 20, 30, 40, 60]],
  ['there are three', [1, 3, 9]],
])('there are no two speeds where %s', (_, samples) => {
  expect(twoSpeeds(figure(samples))).toBeNull();
});

test('two speeds are marked as such, and named with both', () => {
  const split = figure([1000, 1100, 5000, 5100, 5200, 5300], true);
  expect(markOf(split)).toBe('‡');
  expect(markOf(figure([1, 1, 1, 1, 1, 1], true))).toBe('†');
  const notes = notesOnDoubts([{ name: 'switch, workers', figure: split }], (ns) => `${ns} ns`);
  expect(notes).toEqual([expect.stringMatching(/: switch, workers 1050 ns in 2, 5150 ns in 4\.$/)]);
});

test('a time is to be doubted if its interval is wider than ±25 %', () => {
  const spread = (share: number) => {
    const results = fakeResults('full', [primitives]);
    const trials = results.trials.map((trial) => {
      if (!trial.outcome.ok) return trial;
      const result = trial.outcome.result as PrimitivesResult;
      const slowness = 1 + share * (trial.round - 3.5);
      const rows = result.rows.map((row) => ('missing' in row ? row : { ...row, nsPerUnit: 100 * slowness }));
      return { ...trial, outcome: { ok: true as const, result: { ...result, rows } } };
    });
    const figures = computeFigures([primitives], ['async', 'go'], trials, 1);
    return renderTables([primitives], { ...results, trials, figures }, (_, text) => text);
  };
  expect(spread(0.05)).not.toContain('†');
  expect(spread(0.15)).toContain('†');
});
