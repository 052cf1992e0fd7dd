// Targets of the bench: for each one in the testkit's registry, the program that runs its trials (see README.md).

import { join } from 'node:path';
import { reasonOf, UsageError } from '@three-ways/command-line';
import { binFolder, buildGoCommands, findGo, type GoOptions, goFolder } from '@three-ways/raft-go';
import { type Label, labels } from '@three-ways/raft-testkit/targets';
import { ideal } from '../suites/common/suite.ts';
import type { Command } from './child-process.ts';

/** Outcome of a target's preparation: a program to run, or why there is none. */
export type Prepared =
  | { readonly ready: true; readonly command: Command; readonly goVersion?: string }
  | { readonly ready: false; readonly reason: string };

export interface Target extends Label {
  /** Name on the command line and in the results. */
  readonly name: string;
  /** Makes the target ready to run. @throws UsageError if its program does not build */
  prepare(options: GoOptions): Promise<Prepared>;
}

/** All targets, in the order of runs and tables. */
export const targets: readonly Target[] = Object.entries(labels).map(([name, label]) => ({
  ...label,
  name,
  prepare: label.language === 'Go' ? prepareGo : prepareTypeScript,
}));

/** Servers in virtual time. */
export const idealTarget: Target = {
  name: ideal,
  title: 'Ideal',
  language: 'TypeScript',
  prepare: prepareTypeScript,
};

async function prepareTypeScript(): Promise<Prepared> {
  const args = ['--expose-gc', join(import.meta.dirname, 'trial.ts')];
  return { ready: true, command: { file: process.execPath, args } };
}

/** Builds go-reference/cmd/trial at need. */
async function prepareGo(options: GoOptions): Promise<Prepared> {
  const go = await findGo(goFolder, options);
  if (!go.found) return { ready: false, reason: go.reason };
  try {
    await buildGoCommands(goFolder, options);
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new UsageError(reasonOf(error));
  }
  const command = { file: join(binFolder(goFolder), 'trial'), args: [] };
  return { ready: true, command, goVersion: go.version };
}
