// Whether a rate had settled.

import { expect, test } from 'vitest';
import { drift, hasNotSettled } from './warm-up.ts';

function driftOf(counts: readonly number[], warmupWindows: number): number {
  const windows = counts.map((count, i): [number, number] => [(i + 1) * 50, count]);
  const warmup = { answered: 0, elapsedMs: warmupWindows * 50 };
  return drift({ windows, warmup } as Parameters<typeof drift>[0]);
}

test('only the windows of the measurement count', () => {
  expect(driftOf([1, 10, 100, 100, 100, 100], 2)).toBe(1);
});

test('a rate that still climbs or falls has not settled', () => {
  expect(driftOf([100, 110, 120, 130], 0)).toBeCloseTo(125 / 105);
  expect([1.2, 0.8, 1.05, 0.95].map(hasNotSettled)).toEqual([true, true, false, false]);
});

test('a collection of garbage in one window is no trend', () => {
  expect(driftOf([100, 101, 100, 10, 100, 101], 0)).toBeCloseTo(1);
});

test('a target that has no windows has no drift', () => {
  expect(driftOf([], 0)).toBeNaN();
});
