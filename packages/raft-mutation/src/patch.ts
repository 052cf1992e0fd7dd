// Patches: a text to find in a file and its replacement.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Patch {
  /** Name of the mutation, the same in all languages. */
  readonly name: string;
  /** File in the folder of the rules. */
  readonly file: string;
  /** Text that occurs there exactly once. */
  readonly find: string;
  readonly replace: string;
}

/** A patch whose text is not in the rules exactly once. */
export class StalePatch extends Error {
  override readonly name = 'StalePatch';
}

/** The patched file's source. @throws StalePatch */
export function patchedSource({ name, file, find, replace }: Patch, folder: string): string {
  const source = readFileSync(join(folder, file), 'utf8');
  const places = source.split(find).length - 1;
  if (places !== 1)
    throw new StalePatch(
      `"${name}": its text is in ${file} ${places} times, expected once: update the patch`,
    );
  return source.replace(find, () => replace);
}

/** Patches a copy of the rules. @throws StalePatch */
export function applyPatch(patch: Patch, folder: string): void {
  const source = patchedSource(patch, folder);
  writeFileSync(join(folder, patch.file), source);
}
