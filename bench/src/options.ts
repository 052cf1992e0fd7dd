// What a run is asked for, once the command line has been read.

import type { Size, Suite } from './suite.ts';
import type { Target } from './targets.ts';

export interface RunOptions {
  readonly suites: readonly Suite[];
  readonly targets: readonly Target[];
  readonly size: Size;
  /** Rounds of every suite; each suite's own number unless set. */
  readonly rounds: number | undefined;
  readonly seed: number;
  /** The output folder. */
  readonly out: string;
  /** The command line, as it was. */
  readonly args: readonly string[];
}
