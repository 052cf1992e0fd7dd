// Patches: a text to find in a file and its replacement.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Patch {
  /** Name of the mutation, the same in all languages. */
  readonly name: string;
  /** File in one of the folders of source files. */
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
export function patchedSource({ name, file, find, replace }: Patch, folders: readonly string[]): string {
  const source = readFileSync(pathOf(file, folders), 'utf8');
  const places = source.split(find).length - 1;
  if (places !== 1)
    throw new StalePatch(
      `"${name}": its text is in ${file} ${places} times, expected once: update the patch`,
    );
  return source.replace(find, () => replace);
}

/** Patches a copy of the rules. @throws StalePatch */
export function applyPatch(patch: Patch, folders: readonly string[]): void {
  const source = patchedSource(patch, folders);
  writeFileSync(pathOf(patch.file, folders), source);
}

function pathOf(file: string, folders: readonly string[]): string {
  const paths = folders.map((folder) => join(folder, file));
  return paths.find((path) => existsSync(path)) ?? paths[0]!;
}
