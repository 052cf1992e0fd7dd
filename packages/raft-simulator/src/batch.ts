// A batch of seeds: runs them and counts.

import { generate } from './generate.ts';
import { raftRules } from './rules.ts';
import { Simulation } from './simulation.ts';
import type { ViolationReport } from './violation.ts';

export interface Batch {
  readonly seeds: number;
  readonly steps: number;
  /** Processor time (ms), so that other processes do not count. */
  readonly ms: number;
  readonly violations: readonly ViolationReport[];
}

export function runSeeds(from: number, count: number): Batch {
  const start = process.threadCpuUsage();
  const violations: ViolationReport[] = [];
  let steps = 0;
  for (let seed = from; seed < from + count; seed++) {
    const outcome = new Simulation(raftRules, generate(seed)).run();
    steps += outcome.steps;
    if (outcome.violation !== null) violations.push(outcome.violation);
  }
  const { user, system } = process.threadCpuUsage(start);
  return { seeds: count, steps, ms: (user + system) / 1000, violations };
}

export function mergeBatches(one: Batch, other: Batch): Batch {
  return {
    seeds: one.seeds + other.seeds,
    steps: one.steps + other.steps,
    ms: one.ms + other.ms,
    violations: [...one.violations, ...other.violations],
  };
}

export const emptyBatch: Batch = { seeds: 0, steps: 0, ms: 0, violations: [] };
