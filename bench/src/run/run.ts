// A run from its plan to its results: prepares the targets, calibrates, runs the trials one by one, and saves after each, so
// that an interrupted run keeps its finished trials.

import { join } from 'node:path';
import { UsageError } from '@three-ways/command-line';
import type { TargetStatus } from '../figures/figure.ts';
import { confidence, resamples } from '../figures/statistics.ts';
import { writeTables } from '../report/report.ts';
import { computeFigures, reference } from '../results/figures.ts';
import {
  type Calibration,
  type Results,
  requireWritable,
  resultsFile,
  type Trial,
  writeFileAtomically,
} from '../results/results.ts';
import { measures, type Size, type Suite } from '../suites/common/suite.ts';
import type { Command } from './child-process.ts';
import { readEnvironment } from './environment.ts';
import type { RunOptions } from './options.ts';
import { type PlannedTrial, planRun } from './plan.ts';
import { createProgress, type Progress } from './progress.ts';
import type { Prepared, Target } from './targets.ts';
import { runTrial } from './trial-process.ts';

/** Dependencies of a run; tests pass fakes. */
export interface BenchDeps {
  readonly suites: readonly Suite[];
  readonly targets: readonly Target[];
  readonly calibrate: (size: Size, signal: AbortSignal) => Promise<Calibration[]>;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  readonly env: NodeJS.ProcessEnv;
  /** Ends the run early. */
  readonly signal: AbortSignal;
}

/** Programs of the targets that can be measured; undefined where only suites have one. */
type Ready = Map<string, Command | undefined>;

/** Runs the bench and saves its results. @throws UsageError before anything is measured, never after */
export async function run(options: RunOptions, deps: BenchDeps): Promise<Results> {
  const { signal } = deps;
  requireWritable(options.out);
  const { ready, statuses, goVersion } = await prepareTargets(options, deps);
  const plan = planRun({
    ...options,
    targets: [...ready.keys()],
    measures: (suite, name) => measures(suite, statuses.find((status) => status.name === name)!),
  });
  const progress = createProgress(deps.stdout, plan);
  progress.announce('calibrating: a bare loop');
  const calibration = await deps.calibrate(options.size, signal);
  const empty = emptyResults(options, await readEnvironment(goVersion), statuses, calibration);
  save(options.out, empty);
  const trials = await runTrials(plan, ready, { signal, progress }, (trials) =>
    save(options.out, { ...empty, trials }),
  );
  progress.end();
  const finished = { ...empty, trials, finishedAt: new Date().toISOString(), interrupted: signal.aborted };
  const targets = statuses.map(({ name }) => name);
  const results: Results = {
    ...finished,
    figures: computeFigures(options.suites, targets, trials, options.seed),
  };
  save(options.out, results);
  writeTables(options.out, deps.suites, results);
  return results;
}

/** Prepares the chosen targets; some may be missing on this machine. */
async function prepareTargets({ targets }: RunOptions, { env, signal, stderr }: BenchDeps) {
  const ready: Ready = new Map();
  const statuses: TargetStatus[] = [];
  let goVersion: string | null = null;
  for (const { name, title, language, suites, prepare } of targets) {
    const prepared = await prepare({ env, signal });
    statuses.push({ name, title, language, ...(suites && { suites: [...suites] }), ...statusOf(prepared) });
    if (prepared.ready) ready.set(name, prepared.command);
    if (prepared.ready) goVersion = prepared.goVersion ?? goVersion;
  }
  const left = statuses.filter(({ measured }) => !measured);
  const said = left.map(({ name, reason }) => `${name} is not measured: ${reason}`).join('; ');
  if (left.length > 0 && (ready.size === 0 || isTrue(env.CI))) throw new UsageError(said);
  if (left.length > 0) stderr.write(`${said}\n`);
  return { ready, statuses, goVersion };
}

function statusOf(prepared: Prepared): Pick<TargetStatus, 'measured' | 'reason'> {
  return { measured: prepared.ready, reason: prepared.ready ? null : prepared.reason };
}

function isTrue(value: string | undefined): boolean {
  return value === 'true' || value === '1';
}

function emptyResults(
  { suites, size, rounds, seed, args }: RunOptions,
  environment: Results['environment'],
  targets: TargetStatus[],
  calibration: Calibration[],
): Results {
  const planned = suites.map((suite) => ({ name: suite.name, rounds: rounds ?? suite.rounds(size) }));
  const settings = { arguments: [...args], size, seed, suites: planned, reference, confidence, resamples };
  const startedAt = environment.date;
  const rest = { trials: [], figures: [] };
  return {
    version: 1,
    startedAt,
    finishedAt: null,
    interrupted: false,
    settings,
    environment,
    calibration,
    targets,
    ...rest,
  };
}

/** Runs the trials one by one until the signal fires. Resolves with those that finished. */
async function runTrials(
  plan: readonly PlannedTrial[],
  ready: Ready,
  { signal, progress }: { signal: AbortSignal; progress: Progress },
  onFinished: (trials: Trial[]) => void,
): Promise<Trial[]> {
  const trials: Trial[] = [];
  for (const planned of plan) {
    if (signal.aborted) break;
    progress.started(planned);
    const startedAt = new Date().toISOString();
    const started = performance.now();
    const outcome = await runTrial(programOf(planned, ready), planned, signal);
    if (outcome === null) break;
    const elapsedMs = performance.now() - started;
    const { number, round, suite } = planned;
    const spec = planned.spec as Trial['spec'];
    trials.push({ number, suite: suite.name, round, startedAt, elapsedMs, spec, outcome });
    progress.finished(planned, outcome, elapsedMs);
    onFinished(trials);
  }
  return trials;
}

/** The suite's own program, or else the target's. */
function programOf({ suite, spec }: PlannedTrial, ready: Ready): Command {
  if (suite.trial === undefined) return ready.get(spec.target)!;
  return { file: process.execPath, args: ['--expose-gc', suite.trial] };
}

function save(folder: string, results: Results): void {
  writeFileAtomically(resultsFile(join(folder)), `${JSON.stringify(results, null, 1)}\n`);
}
