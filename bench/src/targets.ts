// The registry of targets, in the order in which they run and stand in the tables. A target is an implementation under
// test: a program that speaks the trial protocol (see README.md). A new TypeScript runtime is one line here and one in
// trial/clusters.ts.

import { join } from 'node:path';
import { buildGoCommands, findGo, type GoOptions } from '@three-ways/raft-testkit/go-toolchain';
import type { Command } from './child-process.ts';
import { reasonOf, UsageError } from './errors.ts';

/** What has become of a target's preparation: a program to run, or why there is none. */
export type Prepared =
  | { readonly ready: true; readonly command: Command; readonly goVersion?: string }
  | { readonly ready: false; readonly reason: string };

export interface Target {
  /** Its name on the command line and in the results. */
  readonly name: string;
  /** Its name in the tables. */
  readonly title: string;
  readonly language: 'TypeScript' | 'Go';
  /** Makes it ready to run. @throws UsageError if it is there but broken */
  prepare(options: GoOptions): Promise<Prepared>;
}

const workspace = join(import.meta.dirname, '../..');

export const targets: readonly Target[] = [
  typescriptTarget('async', 'TypeScript async'),
  typescriptTarget('coroutines', 'TypeScript coroutines'),
  typescriptTarget('workers', 'TypeScript workers'),
  goTarget('go', 'Go goroutines'),
];

/** A runtime in TypeScript. Its cluster is named in trial/clusters.ts. */
export function typescriptTarget(name: string, title: string): Target {
  const args = ['--expose-gc', join(import.meta.dirname, 'trial.ts')];
  const command = { file: process.execPath, args };
  return { name, title, language: 'TypeScript', prepare: async () => ({ ready: true, command }) };
}

/** A runtime in Go: the program go-reference/cmd/trial, built at need, is told which by the trial's `target`. */
export function goTarget(name: string, title: string): Target {
  const module = join(workspace, 'go-reference');
  const prepare = async (options: GoOptions): Promise<Prepared> => {
    const go = await findGo(module, options);
    if (!go.found) return { ready: false, reason: go.reason };
    try {
      await buildGoCommands(module, options);
    } catch (error) {
      if (options.signal?.aborted) throw error;
      throw new UsageError(`${reasonOf(error)}: leave Go out with --target async`);
    }
    const command = { file: join(module, 'bin', 'trial'), args: [] };
    return { ready: true, command, goVersion: go.version };
  };
  return { name, title, language: 'Go', prepare };
}
