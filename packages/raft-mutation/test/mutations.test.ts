// Every mutation is detected: by a vector, by the simulator, or by both.

import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { patched } from '../src/mutant.ts';
import { evaluateAll, isDetected, mutations, tableOf } from '../src/mutations.ts';

describe('mutations', () => {
  it.each(mutations.map((mutation) => [mutation.name, mutation] as const))(
    '"%s" still fits the rules',
    (_name, mutation) => {
      expect(patched(mutation)).not.toBe('');
    },
  );

  it('finds nothing wrong in unmutated rules', { timeout: 60_000 }, async () => {
    const [sound] = await evaluateAll([null], { seeds: 50, seedsIfDetected: 50, ms: 10_000 }, 1);
    expect(sound?.verdict).toMatchObject({ vector: null, invariant: null });
  });

  it('are all detected', { timeout: 180_000 }, async () => {
    const budget = { seeds: 6000, seedsIfDetected: 60, ms: 40_000 };
    const results = await evaluateAll(mutations, budget, Math.min(2, availableParallelism()));
    console.log(tableOf(results));
    const undetected = results.filter(({ verdict }) => !isDetected(verdict));
    expect(undetected.map(({ mutation }) => mutation?.name)).toEqual([]);
  });
});
