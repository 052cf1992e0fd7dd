// Medians, intervals, outliers and slopes.

import { seededRandom } from '@three-ways/raft-core';
import { expect, test } from 'vitest';
import { estimateMedian, isNoisy, outliersOf, quantile, slopeOf } from './statistics.ts';

test('no samples give no estimate', () => {
  expect(estimateMedian([], 1)).toBeNull();
});

test('fewer than six samples give a median without an interval', () => {
  expect(estimateMedian([3, 1, 2, 5, 4], 1)).toEqual({ median: 3, low: null, high: null });
});

test('the same seed gives the same interval', () => {
  const samples = [5, 1, 4, 2, 3, 9, 7];
  expect(estimateMedian(samples, 42)).toEqual(estimateMedian(samples, 42));
});

test('the interval lies around the median and within the samples', () => {
  const { median, low, high } = estimateMedian([10, 11, 12, 13, 14, 15, 16], 1)!;
  expect(median).toBe(13);
  expect(low).toBeGreaterThanOrEqual(10);
  expect(low).toBeLessThan(median);
  expect(high).toBeGreaterThan(median);
  expect(high).toBeLessThanOrEqual(16);
});

test('about 95 of 100 intervals cover the median that the samples were drawn around', () => {
  const random = seededRandom(2026);
  const drawEvenly = () => Array.from({ length: 25 }, random); // from [0, 1): the median is 0.5
  let covered = 0;
  for (let i = 0; i < 200; i++) {
    const { low, high } = estimateMedian(drawEvenly(), i)!;
    if (low! <= 0.5 && 0.5 <= high!) covered += 1;
  }
  expect(covered / 200).toBeGreaterThan(0.9);
  expect(covered / 200).toBeLessThanOrEqual(1);
});

test('an interval wider than 30 % of its median is noisy, a missing one is not', () => {
  expect(isNoisy({ median: 100, low: 80, high: 120 })).toBe(true);
  expect(isNoisy({ median: 100, low: 90, high: 110 })).toBe(false);
  expect(isNoisy({ median: 100, low: null, high: null })).toBe(false);
});

test('an outlier is named by its position', () => {
  expect(outliersOf([10, 11, 10, 500, 12, 11, 10])).toEqual([3]);
});

test('the slope of a line does not depend on its offset', () => {
  expect(
    slopeOf([
      [3, 1030],
      [33, 1330],
      [129, 2290],
    ]),
  ).toBeCloseTo(10);
});

test('a quantile does not ask for sorted samples', () => {
  expect(quantile([9, 1, 5], 0.5)).toBe(5);
});
