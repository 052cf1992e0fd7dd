// How long a run takes: an estimate for each target and setting, corrected by the trials that have finished.

import { baseOf } from '../figures/variant.ts';
import type { Trial } from '../results/results.ts';
import type { PlannedTrial } from './plan.ts';

/** Time of a trial's process beside its workload: its start, and what each server adds (ms). Measured on two cores. */
const overheads: Readonly<Record<string, { readonly startMs: number; readonly perServerMs: number }>> = {
  workers: { startMs: 250, perServerMs: 80 },
  go: { startMs: 30, perServerMs: 1 },
};
const usualOverhead = { startMs: 200, perServerMs: 1 };

/** Planned and actual duration of finished trials (ms). */
interface Pace {
  planned: number;
  actual: number;
}

export class Estimate {
  private readonly earlier: ReadonlyMap<string, number>;
  private readonly paces = new Map<string, Pace>();
  private rest: readonly PlannedTrial[];

  /** @param earlier durations of trials in an earlier run on this machine, by `durationsOf` */
  constructor(plan: readonly PlannedTrial[], earlier: ReadonlyMap<string, number> = new Map()) {
    this.rest = plan;
    this.earlier = earlier;
  }

  /** Time that the unfinished trials take (ms). */
  get remainingMs(): number {
    return this.rest.reduce((sum, trial) => sum + this.of(trial), 0);
  }

  /** Duration of a trial, as far as is known (ms): the planned one at the pace of the trials that are most like it. */
  of(trial: PlannedTrial): number {
    const pace = scopesOf(trial)
      .map((scope) => this.paces.get(scope))
      .find((pace) => pace !== undefined && pace.planned > 0);
    return this.planned(trial) * (pace === undefined ? 1 : pace.actual / pace.planned);
  }

  leaveOut(trial: PlannedTrial): void {
    this.rest = this.rest.filter(({ number }) => number !== trial.number);
  }

  finished(trial: PlannedTrial, elapsedMs: number): void {
    this.leaveOut(trial);
    const planned = this.planned(trial);
    for (const scope of scopesOf(trial)) {
      const pace = this.paces.get(scope) ?? { planned: 0, actual: 0 };
      this.paces.set(scope, { planned: pace.planned + planned, actual: pace.actual + elapsedMs });
    }
  }

  private planned(trial: PlannedTrial): number {
    return this.earlier.get(keyOf(trial.suite.name, trial.spec)) ?? plannedMs(trial);
  }
}

/** Duration of a trial's whole process on a quiet machine with two cores (ms); 0 for one that will probably be left out. */
export function plannedMs({ suite, spec }: Pick<PlannedTrial, 'suite' | 'spec'>): number {
  if (suite.expectedMs(spec) === 0) return 0;
  const { startMs, perServerMs } = overheads[baseOf(spec.target)] ?? usualOverhead;
  const expected = suite.expectedMs(spec) + startMs + perServerMs * (spec.servers ?? 0);
  return Math.min(expected, suite.deadline?.(spec)?.ms ?? expected);
}

/** Mean duration of an earlier run's trials, by suite, target and setting (ms). */
export function durationsOf(
  trials: readonly Pick<Trial, 'suite' | 'spec' | 'elapsedMs'>[],
): Map<string, number> {
  const groups = Map.groupBy(trials, ({ suite, spec }) => keyOf(suite, spec));
  const mean = (group: readonly { readonly elapsedMs: number }[]) =>
    group.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0) / group.length;
  return new Map(Array.from(groups, ([key, group]) => [key, mean(group)]));
}

/** What a trial's duration depends on: all of its specification but the seed. */
function keyOf(suite: string, spec: object): string {
  return JSON.stringify(Object.entries({ ...spec, suite, seed: 0 }).sort());
}

/** Groups of trials that a trial belongs to, the most similar first. */
function scopesOf({ suite, spec }: PlannedTrial): string[] {
  return [keyOf(suite.name, spec), `${suite.name} ${spec.target}`, `${spec.target}`, 'all'];
}

/** A duration as `m:ss`, from an hour on as `h h m min`. */
export function minutes(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds >= 3600) return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
