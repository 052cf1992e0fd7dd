// A target as a run sees it.

import type { GoOptions } from '@three-ways/raft-go';
import type { Label } from '@three-ways/raft-testkit/targets';
import type { Command } from './child-process.ts';

/** Outcome of a target's preparation: a program to run, unless its suites have one, or why there is none. */
export type Prepared =
  | {
      readonly ready: true;
      readonly command?: Command;
      readonly goVersion?: string;
      /** Of an installed program that the workspace does not choose. Tables show it. */
      readonly version?: string;
    }
  | { readonly ready: false; readonly reason: string };

export interface PrepareOptions extends GoOptions {
  /** Says, in a line, what takes so long. */
  readonly announce?: (line: string) => void;
}

export interface Target extends Omit<Label, 'language'> {
  readonly language: Label['language'] | 'Python' | 'Rust';
  /** The only suites that measure it; all if undefined. */
  readonly suites?: readonly string[];
  /** Whether a run leaves it out unless told. */
  readonly baseline?: true;
  /** What it does differently from the reference, in a sentence without its full stop. Tables show it. */
  readonly differs?: string;
  /** Name on the command line and in the results. */
  readonly name: string;
  /** Makes the target ready to run. @throws UsageError if its program does not build */
  prepare(options: PrepareOptions): Promise<Prepared>;
}
