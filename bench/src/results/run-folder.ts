// The folder of a run: `results.json`, written again after each trial, and the tables. Runs lie side by side in bench/results,
// each under its date and time; none is ever overwritten, and `latest` points at the last that finished.

import {
  existsSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { makeFolder, reasonOf, shown, UsageError } from '@three-ways/command-line';
import { type Results, readResults, resultsFile, writeFileAtomically } from './results.ts';

/** Parent of the runs without --out. */
export const resultsRoot = join(import.meta.dirname, '../../results');

/** Name of the link to the last run that finished. */
export const latest = 'latest';

/** Results that can't be written; the message is one line. */
export class CannotSave extends Error {
  override readonly name = 'CannotSave';
}

/**
 * Makes the folder of a new run: the one that the user named, or one with the date and time.
 * @throws UsageError if it can't be written to or holds a run already
 */
export function newRunFolder(out: string | undefined, root = resultsRoot, now = new Date()): string {
  const folder = out ?? freeName(join(root, now.toISOString().slice(0, 19).replaceAll(':', '-')));
  if (existsSync(resultsFile(folder)))
    throw new UsageError(
      `${shown(folder)} holds a run already, and no run is overwritten: name another folder with --out`,
    );
  requireWritable(folder);
  return folder;
}

/** The name, or with a number if another run began in the same second. */
function freeName(name: string): string {
  let free = name;
  for (let number = 2; existsSync(free); number++) free = `${name}-${number}`;
  return free;
}

/** @throws UsageError */
export function requireWritable(folder: string): void {
  try {
    makeFolder(join(folder, 'tables'));
    writeFileAtomically(join(folder, 'tables', '.writable'), '');
    rmSync(join(folder, 'tables', '.writable'));
  } catch (error) {
    throw new UsageError(
      `can't write to the output folder ${folder} (${reasonOf(error)}): name another with --out`,
    );
  }
}

/** Writes the results. @throws CannotSave */
export function saveResults(folder: string, results: Results): void {
  saving(folder, () => writeFileAtomically(resultsFile(folder), `${JSON.stringify(results, null, 1)}\n`));
}

/** Writes into a folder, making it if it has vanished. @throws CannotSave */
export function saving(folder: string, write: () => void): void {
  try {
    makeFolder(folder);
    write();
  } catch (error) {
    throw new CannotSave(`can't write to ${folder} (${reasonOf(error)})`);
  }
}

/** Writes results whose own folder fails into a temporary one, and returns its path; null if that fails as well. */
export function saveElsewhere(results: Results): string | null {
  try {
    const folder = mkdtempSync(join(tmpdir(), 'bench-results-'));
    saveResults(folder, results);
    return resultsFile(folder);
  } catch {
    return null;
  }
}

/** Removes the empty folder of a run that measured nothing. */
export function discard(folder: string): void {
  try {
    rmdirSync(join(folder, 'tables'));
    rmdirSync(folder);
  } catch {
    // not empty: the user's, or with results in it
  }
}

/** Points `latest` at a run that has finished, if it lies beside it. */
export function pointLatest(folder: string, root = resultsRoot): void {
  if (dirname(folder) !== root) return;
  const link = join(root, `${latest}.${process.pid}`);
  try {
    symlinkSync(basename(folder), link, 'dir');
    renameSync(link, join(root, latest));
  } catch {
    rmSync(link, { force: true }); // no links on this file system: runs are found by their names
  }
}

/** The last run that finished. @throws UsageError if there is none */
export function lastFinished(root = resultsRoot): string {
  const folder = join(root, latest);
  if (existsSync(folder)) return folder;
  throw new UsageError(`no run in ${shown(root)} has finished: name the folder of one`);
}

/** The folders of the runs without --out, the newest first. */
export function foldersIn(root = resultsRoot): string[] {
  const names = existsSync(root) ? readdirSync(root) : [];
  const runs = names.filter((name) => /^\d{4}-\d\d-\d\dT/.test(name));
  return runs
    .sort()
    .reverse()
    .map((name) => join(root, name));
}

/** The newest run that has not finished. @throws UsageError if all have */
export function newestUnfinished(root = resultsRoot): string {
  const newest = foldersIn(root).find(isUnfinished);
  if (newest !== undefined) return newest;
  throw new UsageError(`no run in ${shown(root)} is unfinished: name the folder of one`);
}

function isUnfinished(folder: string): boolean {
  try {
    return !isFinished(readResults(resultsFile(folder)));
  } catch {
    return false; // no results, or of another version
  }
}

export function isFinished({ finishedAt, interrupted }: Results): boolean {
  return finishedAt !== null && !interrupted;
}

/** The results file that a user means by its path or by its folder's. */
export function fileAt(path: string): string {
  const isFile = path.endsWith('.json') || statSync(path, { throwIfNoEntry: false })?.isFile();
  return isFile ? path : resultsFile(path);
}

/** The folder of a run that a user means by its path or by its results file's. */
export function folderAt(path: string): string {
  return path.endsWith('.json') ? dirname(path) : path;
}
