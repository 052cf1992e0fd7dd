// One seed, one sequence of choices, in every language: the numbers here are also in go-reference/raft/random_test.go.

import { seededRandom } from '@three-ways/raft-core';
import { describe, expect, it } from 'vitest';
import { type FaultRules, fateOf } from '../src/faults.ts';

describe('seeded randomness', () => {
  it('begins the same with the same seed', () => {
    const draw = seededRandom(1);
    expect(Array.from({ length: 3 }, () => Math.floor(draw() * 2 ** 32))).toEqual([
      2693262067, 11749833, 2265367787,
    ]);
  });

  it('takes every 32-bit seed, and differs between neighbours', () => {
    const first = [0, 1, 2, 0x7fff_ffff, 0xffff_ffff].map((seed) => seededRandom(seed)());
    expect(new Set(first).size).toBe(first.length);
    for (const value of first) expect(value >= 0 && value < 1).toBe(true);
  });

  it('is spread evenly', () => {
    const draw = seededRandom(7);
    const buckets = new Array<number>(10).fill(0);
    for (let i = 0; i < 100_000; i++) buckets[Math.floor(draw() * 10)]! += 1;
    for (const bucket of buckets) expect(Math.abs(bucket - 10_000)).toBeLessThan(500);
  });
});

describe('the fate of a message', () => {
  const all: FaultRules = { drop: 0.2, delay: 5, jitter: 10, duplicate: 0.3, reorder: 0.4 };

  it('is to arrive once, without delay, where no rule applies', () => {
    expect(fateOf({}, seededRandom(1))).toEqual([0]);
  });

  it('takes the same number of draws for every outcome', () => {
    for (const rules of [{}, { drop: 1 }, { duplicate: 1 }, all]) {
      let draws = 0;
      const random = seededRandom(3);
      fateOf(rules, () => {
        draws += 1;
        return random();
      });
      expect(draws).toBe(8);
    }
  });

  it('is the same for the same seed', () => {
    const fates = (seed: number) => {
      const random = seededRandom(seed);
      return Array.from({ length: 100 }, () => fateOf(all, random));
    };
    expect(fates(4)).toEqual(fates(4));
    expect(fates(4)).not.toEqual(fates(5));
  });
});
