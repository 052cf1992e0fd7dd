// The results of a run before its first trial, or those of an interrupted run before it goes on.

import type { TargetStatus } from '../figures/figure.ts';
import { confidence, resamples } from '../figures/statistics.ts';
import { reference } from '../results/figures.ts';
import type { Calibration, Environment, Noise, Results } from '../results/results.ts';
import type { RunOptions } from './options.ts';
import { roundsOf } from './plan.ts';

interface Start {
  readonly environment: Environment;
  readonly targets: TargetStatus[];
  readonly calibration: Calibration[];
  readonly noise?: Noise | null | undefined;
  readonly planned: number;
}

export function startResults(options: RunOptions, start: Start): Results {
  const { environment, targets, calibration, noise, planned } = start;
  if (options.earlier !== undefined)
    return {
      ...options.earlier,
      settings: { ...options.earlier.settings, planned },
      ...{ finishedAt: null, interrupted: false, figures: [] },
    };
  return {
    version: 1,
    startedAt: environment.date,
    finishedAt: null,
    interrupted: false,
    settings: settingsOf(options, planned),
    environment,
    calibration,
    targets,
    ...(noise !== undefined && { noise }),
    trials: [],
    figures: [],
  };
}

/** The arguments without the folder of the results, which belongs to the machine and not to the run. */
function withoutFolder(args: readonly string[]): string[] {
  const isAlone = (arg: string | undefined) => arg === '--out' || arg === '-o';
  return args.filter((arg, i) => !isAlone(arg) && !isAlone(args[i - 1]) && !/^(--out=|-o)/.test(arg));
}

function settingsOf(options: RunOptions, planned: number): Results['settings'] {
  const { suites, size, brief, servers, only, seed, args } = options;
  return {
    arguments: withoutFolder(args),
    size,
    seed,
    suites: suites.map((suite) => ({ name: suite.name, rounds: roundsOf(suite, options) })),
    reference,
    confidence,
    resamples,
    planned,
    brief,
    ...(servers !== undefined && { servers: [...servers] }),
    ...(only !== undefined && { only: [...only] }),
  };
}
