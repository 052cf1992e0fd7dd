// Folders and paths that a user named.

import { accessSync, constants, existsSync, mkdirSync, rmdirSync, statSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { UsageError } from './usage-error.ts';

/**
 * Makes a folder and its parents. Node's own recursive form never returns where the system refuses new folders with ENOENT, as
 * below /proc.
 * @throws Error if the path is not a folder that can be written to
 */
export function makeFolder(folder: string): void {
  const existing = statSync(folder, { throwIfNoEntry: false });
  if (existing === undefined) makeMissing(folder);
  else if (!existing.isDirectory()) throw new Error('it is not a folder');
  accessSync(folder, constants.W_OK | constants.X_OK);
}

/** Checks that a folder can be made and written to, without leaving it. @throws UsageError naming the option to change */
export function probeFolder(folder: string, option: string): void {
  const isThere = existsSync(folder);
  try {
    makeFolder(folder);
    if (!isThere) rmdirSync(folder);
  } catch (error) {
    throw new UsageError(`can't write to ${shown(folder)} (${reasonOf(error)}): name another with ${option}`);
  }
}

function makeMissing(folder: string): void {
  if (dirname(folder) !== folder) makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error; // another process made it
  }
}

/** Option parser for paths: absolute, and not empty. */
export function path(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('Give a path.');
  return resolve(text);
}

/** A path for messages: relative to the working folder, if below it. */
export function shown(path: string): string {
  const near = relative(process.cwd(), path);
  return near === '' ? '.' : near.startsWith('..') ? path : near;
}

/** The operating system's reason, without the path, which the message around it names. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message.replace(/, \w+ '.*$/s, '').replace(/\s+/g, ' ');
}
