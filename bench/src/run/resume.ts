// Going on with a run that was interrupted or killed: on the same machine, with the same versions, by the same plan.

import { shown, UsageError } from '@three-ways/command-line';
import type { Environment, Results, Trial } from '../results/results.ts';
import { isFinished } from '../results/run-folder.ts';
import type { BenchDeps, RunOptions } from './options.ts';
import type { PlannedTrial } from './plan.ts';
import { allVariants } from './variants.ts';

/** Options of the run that an unfinished one was. @throws UsageError if there is nothing to resume */
export function resumeOptions(folder: string, earlier: Results, { suites, targets }: BenchDeps): RunOptions {
  if (isFinished(earlier))
    throw new UsageError(`the run in ${shown(folder)} has finished: there is nothing to resume`);
  const { settings } = earlier;
  const rounds = new Map(settings.suites.map((suite) => [suite.name, suite.rounds]));
  const measured = earlier.targets.filter(({ measured }) => measured).map(({ name }) => name);
  return {
    suites: suites.filter(({ name }) => rounds.has(name)),
    targets: allVariants(targets, suites).filter(({ name }) => measured.includes(name)),
    size: settings.size,
    brief: settings.brief ?? false,
    servers: settings.servers,
    only: settings.only,
    rounds: (suite) => rounds.get(suite.name)!,
    seed: settings.seed,
    out: folder,
    args: settings.arguments,
    earlier,
  };
}

const fixed = [
  ...(['cpu', 'cores', 'kernel', 'node', 'go', 'commit'] as const),
  ...(['cpusAllowed', 'gomaxprocs', 'gogc', 'nodeOptions'] as const),
];

/** @throws UsageError if a run's halves would be measured on unlike machines or sources */
export function requireSame(before: Environment, now: Environment, folder: string): void {
  const unlike = differences(before, now);
  if (unlike.length === 0) return;
  const text = unlike.map((name) => `${name} ${before[name]}, now ${now[name]}`).join('; ');
  throw new UsageError(`the run in ${shown(folder)} can't be resumed here: ${text}`);
}

/** In what machines, versions or sources differ. */
export function differences(one: Environment, other: Environment): (typeof fixed)[number][] {
  return fixed.filter((name) => (one[name] ?? null) !== (other[name] ?? null));
}

/** The trials of the plan that have not finished. @throws UsageError if the finished ones belong to another plan */
export function remaining(
  plan: readonly PlannedTrial[],
  done: readonly Trial[],
  folder: string,
): PlannedTrial[] {
  const byNumber = new Map(done.map((trial) => [trial.number, trial]));
  for (const { number, spec } of plan) {
    const trial = byNumber.get(number);
    if (trial !== undefined && !sameFields(trial.spec, spec))
      throw new UsageError(
        `the run in ${shown(folder)} can't be resumed: trial ${number} is planned otherwise now`,
      );
  }
  return plan.filter(({ number }) => !byNumber.has(number));
}

/** Compares in any order of the fields: a schema reorders them. */
function sameFields(a: object, b: object): boolean {
  const text = (fields: object) => JSON.stringify(Object.entries(fields).sort());
  return text(a) === text(b);
}
