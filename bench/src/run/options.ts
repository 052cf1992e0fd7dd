// Options of a run, parsed from the command line, and the fakes or registries that it depends on.

import type { Calibration, Results } from '../results/results.ts';
import type { Size, Suite } from '../suites/common/suite.ts';
import type { Rounds } from './plan.ts';
import type { Target } from './targets.ts';

export interface RunOptions {
  readonly suites: readonly Suite[];
  readonly targets: readonly Target[];
  readonly size: Size;
  /** Leaves out the settings that only `--full` measures. */
  readonly brief: boolean;
  /** The only cluster sizes to measure; all if undefined. */
  readonly servers: readonly number[] | undefined;
  /** Parts of the descriptions of the only settings to measure; all if undefined. */
  readonly only?: readonly string[] | undefined;
  /** Rounds of every suite; each suite's default if undefined. */
  readonly rounds: Rounds;
  readonly seed: number;
  /** The output folder; one with the date and time if undefined. */
  readonly out: string | undefined;
  /** The arguments as given. */
  readonly args: readonly string[];
  /** An earlier run that this one goes on with, in `out`. */
  readonly earlier?: Results;
}

/** Dependencies of a run; tests pass fakes. */
export interface BenchDeps {
  readonly suites: readonly Suite[];
  readonly targets: readonly Target[];
  /** Runs the ideals of suites; without it they are left out. */
  readonly ideal?: Target | undefined;
  readonly calibrate: (size: Size, signal: AbortSignal) => Promise<Calibration[]>;
  /** Parent of the runs without --out; bench/results if undefined. */
  readonly resultsRoot?: string | undefined;
  /** File of the lock that keeps a second bench from measuring; none if undefined. */
  readonly lockFile?: string | undefined;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  readonly env: NodeJS.ProcessEnv;
  /** Ends the run early. */
  readonly signal: AbortSignal;
  /** What the user types before a script's name; `pnpm` unless given. */
  readonly launcher?: string;
}
