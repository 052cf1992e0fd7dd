// What is said and looked at before the first trial: the line that announces the run, the machine's noise, the calibration.

import { shown } from '@three-ways/command-line';
import type { Calibration, Environment, Noise } from '../results/results.ts';
import { type Estimate, minutes } from './estimate.ts';
import { complaintsOf, listen } from './noise.ts';
import type { BenchDeps, RunOptions } from './options.ts';
import type { PlannedTrial } from './plan.ts';
import type { Progress } from './progress.ts';

/** How long the idle machine is watched (ms). */
const watched = 1000;

interface Start extends Pick<RunOptions, 'earlier'> {
  readonly plan: readonly PlannedTrial[];
  /** Names of the targets that can be measured. */
  readonly ready: readonly string[];
  readonly environment: Environment;
  readonly estimate: Estimate;
  readonly folder: string;
}

/** The first line: what will be measured, on what, how long it takes, and where the results go. */
export function startLine({ plan, ready, environment, estimate, folder, earlier }: Start): string {
  const { cores, node, go } = environment;
  const names = [...new Set(plan.map(({ suite }) => suite.name))].join(', ');
  const goes = earlier === undefined ? '' : `${earlier.trials.length} trials are done; `;
  const versions = `Node ${node}${go === null ? '' : `, Go ${go.replace(/^go/, '')}`}`;
  return (
    `${goes}${plan.length} trials of ${names} on ${ready.join(', ')}: about ${minutes(estimate.remainingMs)} ` +
    `(${cores} cores, ${versions}; results in ${shown(folder)})`
  );
}

/** Watches the machine and calibrates. A quick run measures nothing that noise could spoil. */
export async function lookAtMachine(
  { size, suites }: RunOptions,
  environment: Environment,
  progress: Progress,
  { calibrate, signal }: Pick<BenchDeps, 'calibrate' | 'signal'>,
): Promise<{ calibration: Calibration[]; noise?: Noise | null }> {
  const isCalibrated = suites.some(({ coarse }) => !coarse);
  const steps = [
    ...(size === 'full' ? ['watching the machine'] : []),
    ...(isCalibrated ? ['calibrating: a bare loop'] : []),
  ];
  if (steps.length > 0) progress.announce(steps.join(', '));
  const noise = size === 'full' ? await listen(watched, signal) : undefined;
  const complaints = complaintsOf(noise ?? null, environment);
  if (noise !== undefined && complaints.length > 0)
    progress.warn(`noisy machine: ${complaints.join('; ')}: doubtful figures will be marked`);
  const calibration = isCalibrated ? await calibrate(size, signal) : [];
  return { calibration, ...(noise !== undefined && { noise }) };
}
