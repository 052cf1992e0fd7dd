// The run that the paper is drawn from: the one named on the command line, else the reference run that is committed.

import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Findings, readFindings } from '@three-ways/bench/findings';
import { UsageError } from '@three-ways/command-line';
import { reason, shown } from './errors.ts';

export interface ChosenRun {
  /** Its results file. */
  readonly file: string;
  /** One line for the reader: which run this is. */
  readonly description: string;
}

/**
 * Chooses the run. `asked` is a run's folder or its results file. The last bench run is not taken by itself, because a default
 * run lacks most of what the paper speaks of. @throws UsageError if the place can't be read or holds no run
 */
export function chooseRun(asked: string | undefined, reference: string): ChosenRun {
  if (asked === undefined)
    return { file: reference, description: `results from the committed reference run, ${shown(reference)}` };
  const file = resultsAt(resolve(asked));
  return { file, description: `results from ${shown(file)}` };
}

/** The results file that a path names, by itself or by its folder. */
function resultsAt(path: string): string {
  try {
    if (!statSync(path).isDirectory()) return path;
  } catch (error) {
    throw new UsageError(`can't read the results ${shown(path)}: ${reason(error)}`);
  }
  const file = join(path, 'results.json');
  if (!existsSync(file)) throw new UsageError(`the results folder ${shown(path)} holds no results.json`);
  return file;
}

let last: { readonly file: string; readonly written: number; readonly findings: Findings } | undefined;

/** What the results file has found; parsed once while the file stays as it is. */
export function findingsIn(file: string): Findings {
  const written = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Number.NaN;
  if (last?.file !== file || last.written !== written) last = { file, written, findings: readFindings(file) };
  return last.findings;
}
