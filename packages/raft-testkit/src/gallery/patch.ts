// Patches by their text: what to find in a file, and what to put there.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Patch {
  /** The mistake's; the patches that put it back into other languages bear the same. */
  readonly name: string;
  /** In the folder of the rules. */
  readonly file: string;
  /** Must occur there exactly once. */
  readonly find: string;
  readonly replace: string;
}

/** A patch that no longer fits the rules. */
export class StalePatch extends Error {
  override readonly name = 'StalePatch';
}

/** The source of a file with the mistake in it. @throws StalePatch */
export function patchedSource({ name, file, find, replace }: Patch, folder: string): string {
  const source = readFileSync(join(folder, file), 'utf8');
  const places = source.split(find).length - 1;
  if (places !== 1)
    throw new StalePatch(
      `"${name}": what it looks for is in ${file} ${places} times, not once: bring it up to date`,
    );
  return source.replace(find, () => replace);
}

/** Puts the mistake into a copy of the rules. @throws StalePatch */
export function applyPatch(patch: Patch, folder: string): void {
  const source = patchedSource(patch, folder);
  writeFileSync(join(folder, patch.file), source);
}
