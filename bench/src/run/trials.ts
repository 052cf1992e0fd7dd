// Runs the trials of a plan one by one.

import type { Trial } from '../results/results.ts';
import type { Measured } from '../suites/common/suite.ts';
import type { Command } from './child-process.ts';
import { compileCache, startCompiled } from './compiled.ts';
import { watch } from './noise.ts';
import type { PlannedTrial } from './plan.ts';
import type { Progress } from './progress.ts';
import { runTrial } from './trial-process.ts';

interface Trials {
  readonly plan: readonly PlannedTrial[];
  readonly commands: ReadonlyMap<string, Command | undefined>;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  /** The run's trials so far, those before an interruption too. */
  readonly earlier: () => readonly Trial[];
  /** Called with each trial when it has finished. */
  readonly onFinished: (trial: Trial) => void;
  /** Called with each trial that needs no measuring. */
  readonly onLeftOut: (planned: PlannedTrial) => void;
}

/** Runs the trials until the signal fires or `onFinished` throws. */
export async function runTrials(trials: Trials): Promise<void> {
  const { plan, commands, signal, progress, earlier, onFinished, onLeftOut } = trials;
  for (const planned of plan) {
    if (signal.aborted) return;
    if (isAnswered(planned, earlier())) {
      onLeftOut(planned);
      continue;
    }
    progress.started(planned);
    const trial = await measure(planned, commandOf(planned, commands), signal);
    if (trial === null) return;
    progress.finished(planned, trial.outcome, trial.elapsedMs);
    onFinished(trial);
  }
}

function isAnswered({ suite, spec }: PlannedTrial, earlier: readonly Trial[]): boolean {
  if (suite.isAnswered === undefined) return false;
  const own = earlier.flatMap(({ suite: name, spec, outcome }): Measured[] =>
    name === suite.name && outcome.ok ? [{ spec, result: outcome.result }] : [],
  );
  return suite.isAnswered(spec, own);
}

/** The suite's own program, or else the target's. */
function commandOf({ suite, spec }: PlannedTrial, commands: Trials['commands']): Command {
  if (suite.trial === undefined) {
    const command = commands.get(spec.target)!;
    return suite.startsCompiled ? startCompiled(command) : command;
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
