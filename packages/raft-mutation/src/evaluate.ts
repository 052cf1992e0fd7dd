// Evaluates a mutation: plays all vectors, then simulates seeds until an invariant is violated.

import { generate, Simulation } from '@three-ways/raft-simulator';
import type { Mutant } from './mutant.ts';

export interface Verdict {
  /** First failing vector; null if none fails. */
  readonly vector: string | null;
  /** Number of failing vectors. */
  readonly vectors: number;
  /** Violated invariant; null if none is. */
  readonly invariant: string | null;
  readonly message: string | null;
  /** Seeds simulated. */
  readonly seeds: number;
}

/** Limits of an evaluation. */
export interface Budget {
  readonly seeds: number;
  /** Seeds if a vector has failed. */
  readonly seedsIfDetected: number;
  /** Time after which no new seed is started (ms). */
  readonly ms: number;
}

export function evaluate(mutant: Mutant, { seeds, seedsIfDetected, ms }: Budget): Verdict {
  const failing = failingVectors(mutant);
  const deadline = performance.now() + ms;
  const last = failing.length > 0 ? seedsIfDetected : seeds;
  const byVectors = { vector: failing[0] ?? null, vectors: failing.length };
  for (let seed = 1; seed <= last && performance.now() < deadline; seed++) {
    const { violation } = new Simulation(mutant.rules, generate(seed)).run();
    if (violation === null) continue;
    return { ...byVectors, invariant: violation.invariant, message: violation.message, seeds: seed };
  }
  return { ...byVectors, invariant: null, message: null, seeds: last };
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
