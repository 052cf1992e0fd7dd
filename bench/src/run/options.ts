// Options of a run, parsed from the command line.

import type { Size, Suite } from '../suites/common/suite.ts';
import type { Target } from './targets.ts';

export interface RunOptions {
  readonly suites: readonly Suite[];
  readonly targets: readonly Target[];
  readonly size: Size;
  /** Rounds of every suite; each suite's default if undefined. */
  readonly rounds: number | undefined;
  readonly seed: number;
  /** The output folder. */
  readonly out: string;
  /** The arguments as given. */
  readonly args: readonly string[];
}
