// Which run the paper's tables come from: the one named on the command line, else the last bench run on this
// machine, else the reference run that is committed beside the paper.

import { accessSync, constants, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UsageError } from '@three-ways/command-line';
import { reason, shown } from './errors.ts';

export interface Results {
  /** The folder that holds `tables/*.md`. */
  dir: string;
  /** One line for the reader: which run this is. */
  description: string;
}

export interface ResultsPlaces {
  /** What `--results` named, if it was given. */
  asked: string | undefined;
  /** Where `pnpm bench` leaves its last run. */
  lastRun: string;
  /** The committed reference run. */
  reference: string;
}

/** Chooses the run. Throws UsageError if the folder that was asked for can't be read or holds no tables. */
export function chooseResults({ asked, lastRun, reference }: ResultsPlaces): Results {
  if (asked !== undefined) return askedFor(resolve(asked));
  if (hasTables(lastRun)) {
    return { dir: lastRun, description: `tables from the last bench run, ${shown(lastRun)}` };
  }
  return { dir: reference, description: `tables from the committed reference run, ${shown(reference)}` };
}

function askedFor(dir: string): Results {
  try {
    accessSync(dir, constants.R_OK | constants.X_OK);
    readdirSync(dir);
  } catch (error) {
    throw new UsageError(`can't read the results folder ${shown(dir)}: ${reason(error)}`);
  }
  if (!hasTables(dir)) throw new UsageError(`the results folder ${shown(dir)} holds no tables/*.md`);
  return { dir, description: `tables from ${shown(dir)}` };
}

function hasTables(dir: string): boolean {
  try {
    return readdirSync(join(dir, 'tables')).some((name) => name.endsWith('.md'));
  } catch {
    return false;
  }
}
