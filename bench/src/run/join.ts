// Runs of different suites, made one after another on one machine, as one run: a suite that takes hours need not be measured in
// the same night as the others, or on the same targets.

import { UsageError } from '@three-ways/command-line';
import type { TargetStatus } from '../figures/figure.ts';
import type { Results } from '../results/results.ts';
import { isFinished } from '../results/run-folder.ts';
import { measures } from '../suites/common/suite.ts';
import { differences } from './resume.ts';

/**
 * Joins finished runs. Settings that belong to a whole run, such as its seed, are the first one's; each target is listed with the suites
 * that measured it.
 *
 * @throws UsageError if one is unfinished, two have the same suite, or they are of unlike machines, versions or commits
 */
export function joinRuns(runs: readonly [Results, ...Results[]], names: readonly string[]): Results {
  const [first, ...others] = runs;
  for (const [index, run] of runs.entries())
    if (!isFinished(run))
      throw new UsageError(`the run in ${names[index]} has not finished: resume it first`);
  for (const [index, run] of others.entries()) requireAlike(first, run, names[0]!, names[index + 1]!);
  requireApart(runs, names);
  let number = 0;
  return {
    ...first,
    startedAt: runs.map(({ startedAt }) => startedAt).sort()[0]!,
    finishedAt: runs
      .map(({ finishedAt }) => finishedAt!)
      .sort()
      .at(-1)!,
    settings: {
      ...first.settings,
      arguments: runs.flatMap(({ settings }, index) => [...(index > 0 ? ['+'] : []), ...settings.arguments]),
      suites: runs.flatMap(({ settings }) => settings.suites),
      planned: runs.reduce((sum, { settings }) => sum + (settings.planned ?? 0), 0),
    },
    targets: joinTargets(runs),
    trials: runs.flatMap(({ trials }) => trials.map((trial) => ({ ...trial, number: ++number }))),
    figures: runs.flatMap(({ figures }) => figures),
  };
}

function requireAlike(one: Results, other: Results, first: string, second: string): void {
  const unlike = differences(one.environment, other.environment);
  if (unlike.length === 0) return;
  const text = unlike.map((name) => `${name} ${one.environment[name]}, here ${other.environment[name]}`);
  throw new UsageError(`${second} can’t be joined to ${first}: ${text.join('; ')}`);
}

function requireApart(runs: readonly Results[], names: readonly string[]): void {
  const owners = new Map<string, string>();
  for (const [index, { settings }] of runs.entries())
    for (const { name } of settings.suites) {
      const owner = owners.get(name);
      if (owner !== undefined)
        throw new UsageError(`both ${owner} and ${names[index]} have the suite ${name}`);
      owners.set(name, names[index]!);
    }
}

/** Every target once, with the suites of the runs that chose it. */
function joinTargets(runs: readonly Results[]): TargetStatus[] {
  const joined = new Map<string, TargetStatus>();
  for (const { settings, targets } of runs)
    for (const target of targets) {
      const measured = settings.suites.map(({ name }) => name).filter((name) => measures({ name }, target));
      const before = joined.get(target.name);
      joined.set(target.name, {
        ...target,
        ...(before?.measured && { measured: true, reason: null }),
        suites: [...(before?.suites ?? []), ...measured],
      });
    }
  return [...joined.values()];
}
