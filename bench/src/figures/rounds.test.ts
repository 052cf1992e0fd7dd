import { seededRandom } from '@three-ways/raft-core';
import { expect, test } from 'vitest';
import { estimateDifference, estimateQuantile } from './rounds.ts';

/** Rounds whose samples share the luck of their process. */
function luckyRounds(count: number, size: number, random: () => number): number[][] {
  return Array.from({ length: count }, () => {
    const luck = 10 * random();
    return Array.from({ length: size }, () => 100 + luck + random());
  });
}

test('a quantile is linear between the samples of all rounds', () => {
  expect(estimateQuantile([[1, 2], [3], [4, 5]], 0.5, 1)).toEqual({ median: 3, low: null, high: null });
  expect(estimateQuantile([[4], [1, 2], [3]], 0.5, 1)?.median).toBe(2.5);
  expect(estimateQuantile([[0, 100]], 0.99, 1)?.median).toBe(99);
  expect(estimateQuantile([], 0.5, 1)).toBeNull();
});

test('fewer than six rounds have no interval, however many samples they hold', () => {
  const rounds = luckyRounds(6, 50, seededRandom(3));
  expect(estimateQuantile(rounds.slice(1), 0.5, 1)).toMatchObject({ low: null, high: null });
  expect(estimateQuantile(rounds, 0.5, 1)?.low).not.toBeNull();
});

test('the interval is as wide as the rounds differ, not as narrow as their many samples make it', () => {
  const random = seededRandom(4);
  const misses = Array.from({ length: 100 }, (_, seed) => {
    const { low, high } = estimateQuantile(luckyRounds(12, 40, random), 0.5, seed)!;
    return low! > 105.5 || high! < 105.5; // the median of all processes
  });
  expect(misses.filter(Boolean).length).toBeLessThan(20);
});

test('a difference holds what was added to one of the two', () => {
  const random = seededRandom(5);
  const [a, b] = [luckyRounds(20, 10, random), luckyRounds(20, 10, random)];
  const slower = a.map((samples) => samples.map((sample) => sample + 50));
  const { median, low, high } = estimateDifference(slower, b, 0.5, 1)!;
  expect(low!).toBeLessThanOrEqual(median);
  expect(high!).toBeGreaterThanOrEqual(median);
  expect(low!).toBeGreaterThan(45);
  expect(high!).toBeLessThan(55);
  expect(estimateDifference(slower, [], 0.5, 1)).toBeNull();
});

test('the same seed gives the same interval', () => {
  const rounds = luckyRounds(8, 10, seededRandom(6));
  expect(estimateQuantile(rounds, 0.9, 7)).toEqual(estimateQuantile(rounds, 0.9, 7));
});
