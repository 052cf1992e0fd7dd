// Whether a mistake is caught, and by what: each case of the vectors is played, then seed after seed is simulated until an
// invariant does not hold.

import { generate } from '../simulator/generate.ts';
import { Simulation } from '../simulator/simulation.ts';
import type { Mutant } from './mutant.ts';

export interface Verdict {
  /** The vector that fails first; null if none does. */
  readonly vector: string | null;
  /** How many vectors fail. */
  readonly vectors: number;
  /** The invariant that does not hold, after so many seeds; null if all hold in all seeds. */
  readonly invariant: string | null;
  readonly sentence: string | null;
  readonly seeds: number;
}

/** How many seeds a mistake gets: fewer if a vector has caught it already. */
export interface Patience {
  readonly seeds: number;
  readonly seedsIfCaught: number;
  /** No new seed is begun after so long (ms). */
  readonly ms: number;
}

export function judge(mutant: Mutant, { seeds, seedsIfCaught, ms }: Patience): Verdict {
  const failing = failingVectors(mutant);
  const deadline = performance.now() + ms;
  const last = failing.length > 0 ? seedsIfCaught : seeds;
  const caught = { vector: failing[0] ?? null, vectors: failing.length };
  for (let seed = 1; seed <= last && performance.now() < deadline; seed++) {
    const { violation } = new Simulation(mutant.rules, generate(seed)).run();
    if (violation === null) continue;
    return { ...caught, invariant: violation.invariant, sentence: violation.message, seeds: seed };
  }
  return { ...caught, invariant: null, sentence: null, seeds: last };
}

function failingVectors({ vectors }: Mutant): string[] {
  const cases = vectors.vectors().flatMap((file) => file.cases);
  return cases.filter((vector) => !passes(() => vectors.play(vector))).map(({ name }) => name);
}

function passes(play: () => void): boolean {
  try {
    play();
  } catch {
    return false;
  }
  return true;
}
