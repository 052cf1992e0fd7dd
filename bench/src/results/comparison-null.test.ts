// The method of `compare` on runs that differ by chance alone, and on runs that differ.

import { seededRandom } from '@three-ways/raft-core';
import { expect, test } from 'vitest';
import type { Figure } from '../figures/figure.ts';
import { quantile } from '../figures/statistics.ts';
import { fakeResults } from '../testing/fake-results.ts';
import { compare } from './comparison.ts';
import type { Results } from './results.ts';

const random = seededRandom(1);
const empty: Results = { ...fakeResults('quick', []), trials: [], figures: [] };

/** A number from the normal distribution (the Box–Muller transform). */
function normal(): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Noise of a round, as a factor: mostly 4 %, and in one of eight rounds up to 30 % more. */
function noise(): number {
  return Math.exp(0.04 * normal() + (random() < 1 / 8 ? 0.3 * random() : 0));
}

function figureOf(target: string, values: readonly number[]): Figure {
  return {
    ...{
      suite: 'throughput',
      metric: 'commitsPerSecond',
      unit: 'commits/s',
      setting: { servers: 3 },
      target,
    },
    rounds: values.map((value, i) => ({ round: i + 1, samples: [value] })),
    estimate: { median: quantile(values, 0.5), low: null, high: null },
    ...{ ratio: null, outliers: [], noisy: false },
  };
}

/** A run of six rounds in which a target is `factor` times as fast as in others, on a machine that itself differs by a tenth. */
function runWith(factor: number): Results {
  const machine = Math.exp(0.1 * normal());
  const rounds = Array.from({ length: 6 }, () => machine * (1 + 0.05 * random())); // and drifts
  const measured = (rate: number) => rounds.map((speed) => rate * speed * noise());
  return { ...empty, figures: [figureOf('async', measured(3e5 * factor)), figureOf('go', measured(5e5))] };
}

/** Share of comparisons that show a change of the target. */
function shareOfChanges(factor: number, comparisons: number): number {
  const changed = Array.from({ length: comparisons }, () => compare(runWith(1), runWith(factor)).changed);
  return changed.filter((figures) => figures.some(({ target }) => target === 'async')).length / comparisons;
}

test('of 200 comparisons of a target with itself at most 5 % show a change', () => {
  expect(shareOfChanges(1, 200)).toBeLessThanOrEqual(0.05);
});

test('half as much again is seen nearly always', () => {
  expect(shareOfChanges(1.5, 50)).toBeGreaterThan(0.9);
});
