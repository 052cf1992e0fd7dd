// The plan of a run: its trials in order. Rounds are the outer loop and targets the inner one, so targets alternate
// (A B A B …) and drift of the machine affects all of them alike.

import type { Spec } from '../suites/common/protocol.ts';
import type { Size, Suite } from '../suites/common/suite.ts';

export interface PlannedTrial {
  /** Position in the run, from 1. */
  readonly number: number;
  readonly suite: Suite;
  readonly round: number;
  readonly spec: Spec;
}

export interface PlanOptions {
  readonly suites: readonly Suite[];
  readonly targets: readonly string[];
  /** Whether a suite measures a target; all do unless given. */
  readonly measures?: (suite: Suite, target: string) => boolean;
  readonly size: Size;
  /** Rounds of every suite; each suite's default if undefined. */
  readonly rounds: number | undefined;
  readonly seed: number;
}

export function planRun({
  suites,
  targets,
  measures = () => true,
  size,
  rounds,
  seed,
}: PlanOptions): PlannedTrial[] {
  const plan: PlannedTrial[] = [];
  for (const suite of suites)
    for (let round = 1; round <= (rounds ?? suite.rounds(size)); round++)
      for (const setting of suite.settings(size))
        for (const target of targets.filter((target) => measures(suite, target))) {
          const spec = { suite: suite.name, target, ...setting, seed: seedOf(seed, round) };
          plan.push({ number: plan.length + 1, suite, round, spec });
        }
  return plan;
}

/** The seed of a round, the same for all targets. The multiplier scatters neighbouring seeds. */
function seedOf(seed: number, round: number): number {
  return (seed + Math.imul(round, 0x9e3779b1)) >>> 0;
}
