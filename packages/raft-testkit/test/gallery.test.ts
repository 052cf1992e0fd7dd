// Every mistake of the gallery is caught: by a vector, by the simulator, or by both.

import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { patched } from '../src/gallery/mutant.ts';
import { isCaught, judgeAll, mistakes, tableOf } from '../src/gallery/mutations.ts';

describe('the gallery', () => {
  it.each(mistakes.map((mistake) => [mistake.name, mistake] as const))(
    '"%s" still fits the rules',
    (_name, mistake) => {
      expect(patched(mistake)).not.toBe('');
    },
  );

  it('finds nothing wrong in rules without a mistake', { timeout: 60_000 }, async () => {
    const [sound] = await judgeAll([null], { seeds: 50, seedsIfCaught: 50, ms: 10_000 }, 1);
    expect(sound?.verdict).toMatchObject({ vector: null, invariant: null });
  });

  it('catches every mistake', { timeout: 180_000 }, async () => {
    const patience = { seeds: 6000, seedsIfCaught: 60, ms: 40_000 };
    const judged = await judgeAll(mistakes, patience, Math.min(2, availableParallelism()));
    console.log(tableOf(judged));
    const uncaught = judged.filter(({ verdict }) => !isCaught(verdict));
    expect(uncaught.map(({ mistake }) => mistake?.name)).toEqual([]);
  });
});
