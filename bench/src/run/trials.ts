// Runs the trials of a plan one by one.

import { join } from 'node:path';
import type { Trial } from '../results/results.ts';
import type { Command } from './child-process.ts';
import { watch } from './noise.ts';
import type { PlannedTrial } from './plan.ts';
import type { Progress } from './progress.ts';
import { runTrial } from './trial-process.ts';

interface Trials {
  readonly plan: readonly PlannedTrial[];
  readonly commands: ReadonlyMap<string, Command | undefined>;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  /** Called with each trial when it has finished. */
  readonly onFinished: (trial: Trial) => void;
}

/** Runs the trials until the signal fires or `onFinished` throws. */
export async function runTrials({ plan, commands, signal, progress, onFinished }: Trials): Promise<void> {
  for (const planned of plan) {
    if (signal.aborted) return;
    progress.started(planned);
    const trial = await measure(planned, commandOf(planned, commands), signal);
    if (trial === null) return;
    progress.finished(planned, trial.outcome, trial.elapsedMs);
    onFinished(trial);
  }
}

/** Node's cache of compiled sources. */
const compileCache = { NODE_COMPILE_CACHE: join(import.meta.dirname, '../../node_modules/.cache/compiled') };

/** The suite's own program, or else the target's. */
function commandOf({ suite, spec }: PlannedTrial, commands: Trials['commands']): Command {
  if (suite.trial === undefined) {
    const command = commands.get(spec.target)!;
    return suite.startsCompiled ? { ...command, env: { ...compileCache, ...command.env } } : command;
  }
  return { file: process.execPath, args: ['--expose-gc', suite.trial], env: compileCache };
}

/** A trial and what the machine did meanwhile; null if the signal ended it. */
async function measure(planned: PlannedTrial, command: Command, signal: AbortSignal): Promise<Trial | null> {
  const { number, suite, round, spec, control } = planned;
  const startedAt = new Date().toISOString();
  const started = performance.now();
  const disturbanceSince = watch();
  const outcome = await runTrial(command, planned, signal);
  if (outcome === null) return null;
  const elapsedMs = performance.now() - started;
  const disturbance = disturbanceSince();
  return {
    number,
    suite: suite.name,
    round,
    startedAt,
    elapsedMs,
    spec: spec as Trial['spec'],
    ...(control && { control }),
    ...(disturbance && { disturbance }),
    outcome,
  };
}
