// A run from its plan to its results: prepares the targets, looks at the machine, calibrates, runs the trials one by one, and saves
// after each, so that a run that is interrupted or killed keeps its finished trials.

import { writeReport } from '../report/report.ts';
import { computeFigures } from '../results/figures.ts';
import { type Results, resultsFile, type Trial } from '../results/results.ts';
import {
  CannotSave,
  discard,
  isFinished,
  newRunFolder,
  pointLatest,
  saveElsewhere,
  saveResults,
  saving,
} from '../results/run-folder.ts';
import { lookAtMachine, startLine } from './before.ts';
import { earlierDurations } from './earlier-durations.ts';
import { readEnvironment } from './environment.ts';
import { Estimate } from './estimate.ts';
import { takeLock } from './lock.ts';
import type { BenchDeps, RunOptions } from './options.ts';
import { planRun } from './plan.ts';
import { prepareTargets } from './prepare.ts';
import { createProgress } from './progress.ts';
import { remaining, requireSame } from './resume.ts';
import { startResults } from './start-results.ts';
import { runTrials } from './trials.ts';
import { isMeasured } from './variants.ts';

export type { BenchDeps } from './options.ts';

/** What a run leaves. */
export interface RunEnding {
  readonly results: Results;
  /** The file with the results; null if no place took them. */
  readonly file: string | null;
  /** Why the run ended early; null if the results could be saved. */
  readonly unsaved: string | null;
}

/** Runs the bench and saves its results. @throws UsageError before anything is measured, never after */
export async function run(options: RunOptions, deps: BenchDeps): Promise<RunEnding> {
  using _lock = deps.lockFile === undefined ? undefined : takeLock(deps.lockFile);
  const folder = options.earlier === undefined ? newRunFolder(options.out, deps.resultsRoot) : options.out!;
  try {
    return await measureInto(folder, options, deps);
  } catch (error) {
    discard(folder);
    throw error;
  }
}

async function measureInto(folder: string, options: RunOptions, deps: BenchDeps): Promise<RunEnding> {
  const { environment, targets, ready, commands, planned, rest } = await prepare(folder, options, deps);
  const estimate = new Estimate(rest, earlierDurations(options.earlier, deps.resultsRoot));
  const progress = createProgress(deps.stderr, planned, estimate);
  progress.warn(startLine({ ...options, plan: rest, ready, environment, estimate, folder }));
  const before = options.earlier ?? (await lookAtMachine(options, environment, progress, deps));
  const results = startResults(options, { ...before, environment, targets, planned });
  const save = (trials: readonly Trial[]) => {
    results.trials.push(...trials);
    saveResults(folder, results);
  };
  const unsaved = await unlessUnsaved(async () => {
    save([]);
    await runTrials({
      ...{ plan: rest, commands, signal: deps.signal, progress, earlier: () => results.trials },
      onFinished: (trial) => save([trial]),
      onLeftOut: (trial) => {
        estimate.leaveOut(trial);
        results.settings.planned! -= 1;
      },
    });
  });
  progress.end();
  return conclude(finish(results, options), { folder, unsaved }, deps);
}

/** The targets, the machine, and the trials that are left to measure. @throws UsageError if there is something wrong with them */
async function prepare(folder: string, options: RunOptions, deps: BenchDeps) {
  const { ready, commands, statuses, goVersion } = await prepareTargets(options, deps);
  const environment = await readEnvironment(goVersion, deps.env);
  const { earlier } = options;
  if (earlier !== undefined) requireSame(earlier.environment, environment, folder);
  const plan = planRun({
    ...options,
    targets: [...ready.keys()],
    measures: (suite, name, setting) =>
      isMeasured(options.targets.find((one) => one.name === name)!, suite, setting, options),
    controls: options.size === 'full',
    ideals: deps.ideal !== undefined,
  });
  const rest = remaining(plan, earlier?.trials ?? [], folder);
  return { environment, targets: statuses, ready: [...ready.keys()], commands, planned: plan.length, rest };
}

/** Why the work could not save its results; null if it could. */
async function unlessUnsaved(work: () => Promise<void> | void): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (error instanceof CannotSave) return error.message;
    throw error;
  }
}

function finish(results: Results, { suites, seed }: RunOptions): Results {
  const targets = results.targets.map(({ name }) => name);
  const { trials } = results;
  return {
    ...results,
    finishedAt: new Date().toISOString(),
    interrupted: trials.length < (results.settings.planned ?? 0),
    figures: computeFigures(suites, targets, trials, seed),
  };
}

/** Saves the whole, or what can't be saved in its folder elsewhere. */
async function conclude(
  results: Results,
  { folder, unsaved }: { readonly folder: string; readonly unsaved: string | null },
  { suites, resultsRoot: root }: BenchDeps,
): Promise<RunEnding> {
  const failure =
    unsaved ??
    (await unlessUnsaved(() => {
      saveResults(folder, results);
      saving(folder, () => writeReport(folder, suites, results));
    }));
  if (failure !== null) return { results, file: saveElsewhere(results), unsaved: failure };
  if (isFinished(results)) pointLatest(folder, root);
  return { results, file: resultsFile(folder), unsaved: null };
}
