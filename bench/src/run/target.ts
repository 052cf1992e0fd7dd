// A target as a run sees it.

import type { GoOptions } from '@three-ways/raft-go';
import type { Engine } from '@three-ways/raft-testkit/engines';
import type { Label } from '@three-ways/raft-testkit/targets';
import type { Command } from './child-process.ts';
import type { PlannedSetting } from './plan.ts';

/** Outcome of a target's preparation: a program to run, unless its suites have one, or why there is none. */
export type Prepared =
  | {
      readonly ready: true;
      readonly command?: Command;
      readonly goVersion?: string;
      /** Of an installed program that the workspace does not choose. Tables show it. */
      readonly version?: string;
    }
  | {
      readonly ready: false;
      readonly reason: string;
      /** Whether nothing that could be installed would help. */
      readonly impossible?: true;
    };

export interface PrepareOptions extends GoOptions {
  /** Told of what takes a while. */
  readonly note?: (line: string) => void;
}

export interface Target extends Omit<Label, 'language'> {
  readonly language: Label['language'] | 'Python' | 'Rust';
  /** The only suites that measure it; all if undefined. */
  readonly suites?: readonly string[];
  /** Whether it can't be measured at a setting of these; it can at all unless given. */
  readonly lacks?: (suite: string, setting: PlannedSetting) => boolean;
  /** Whether a run leaves it out unless told. */
  readonly baseline?: true;
  /** What it does differently from the reference, in a sentence without its full stop. Tables show it. */
  readonly differs?: string;
  /** Name on the command line and in the results. */
  readonly name: string;
  /** The engine that runs it, if that is not this Node. */
  readonly engine?: Pick<Engine, 'name' | 'version'> & { readonly flags: string[] };
  /** Whether it is pinned to one CPU. */
  readonly cpus?: 1;
  /** Makes the target ready to run. @throws UsageError if its program does not build */
  prepare(options: PrepareOptions): Promise<Prepared>;
  /** The same on another JavaScript engine; undefined if its program runs on one alone. */
  prepareOn?(engine: Engine, options: PrepareOptions): Promise<Prepared>;
}
