// Which run the paper's tables come from: the one named on the command line, else the last bench run on this
// machine, else the reference run that is committed beside the paper.

import { accessSync, constants, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { drawTablesOfRun } from '@three-ways/bench/tables';
import { UsageError } from '@three-ways/command-line';
import { reason, shown } from './errors.ts';

export interface Results {
  /** The folder that holds `results.json`, or `tables/*.md`. */
  dir: string;
  /** One line for the reader: which run this is. */
  description: string;
}

export interface ResultsPlaces {
  /** What `--results` named, if it was given. */
  asked: string | undefined;
  /** The last run of `pnpm bench` that finished. */
  lastRun: string;
  /** The committed reference run. */
  reference: string;
}

/** Chooses the run. Throws UsageError if the folder that was asked for can't be read or holds no run. */
export function chooseResults({ asked, lastRun, reference }: ResultsPlaces): Results {
  if (asked !== undefined) return askedFor(resolve(asked));
  if (hasResults(lastRun)) {
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
  if (!hasResults(dir))
    throw new UsageError(`the results folder ${shown(dir)} holds neither results.json nor tables/*.md`);
  return { dir, description: `tables from ${shown(dir)}` };
}

/** A folder whose `tables/` is used until it is disposed of. */
export interface Tables extends Disposable {
  readonly dir: string;
}

/** The tables of a run, drawn from its results.json; those in its folder if it has none. @throws UsageError */
export function tablesOf(dir: string): Tables {
  if (!existsSync(join(dir, 'results.json'))) return { dir, [Symbol.dispose]() {} };
  const drawn = mkdtempSync(join(tmpdir(), 'paper-tables-'));
  const tables = { dir: drawn, [Symbol.dispose]: () => rmSync(drawn, { recursive: true, force: true }) };
  try {
    drawTablesOfRun(dir, drawn);
    return tables;
  } catch (error) {
    tables[Symbol.dispose]();
    throw error;
  }
}

function hasResults(dir: string): boolean {
  return existsSync(join(dir, 'results.json')) || hasTables(dir);
}

function hasTables(dir: string): boolean {
  try {
    return readdirSync(join(dir, 'tables')).some((name) => name.endsWith('.md'));
  } catch {
    return false;
  }
}
