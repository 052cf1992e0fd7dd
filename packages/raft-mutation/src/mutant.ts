// A mutant: a copy of the rules, the state machine and the vectors, with a mutation.

import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Rules } from '@three-ways/raft-simulator';
import { copyPackages, packages, sourcesIn } from './copies.ts';
import type { Mutation } from './mutation.ts';
import { applyPatch, patchedSource } from './patch.ts';

/** The mutated file's source. @throws StalePatch */
export function patched(mutation: Mutation): string {
  return patchedSource(mutation, sourcesIn(packages));
}

/** Mutated rules and their vectors. */
export interface Mutant {
  readonly rules: Rules;
  readonly vectors: Vectors;
}

interface Vectors {
  vectors(): { readonly file: string; readonly cases: readonly { readonly name: string }[] }[];
  play(vector: { readonly name: string }): void;
}

/** Copies, mutates (null for not) and loads the rules; calls `use`, then removes the copy. */
export async function withMutant<T>(
  folder: string,
  mutation: Mutation | null,
  use: (mutant: Mutant) => T,
): Promise<T> {
  try {
    copyRules(folder);
    if (mutation !== null) applyPatch(mutation, sourcesIn(folder));
    const load = (file: string) => import(pathToFileURL(join(folder, file)).href);
    const rules = { ...(await load('raft-core/src/index.ts')), ...(await load('raft-kv/src/index.ts')) };
    return use({ rules, vectors: await load('raft-core/test/vectors.ts') });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function copyRules(folder: string): void {
  copyPackages(folder);
  for (const part of ['vectors', 'test/vectors.ts'])
    cpSync(join(packages, 'raft-core', part), join(folder, 'raft-core', part), { recursive: true });
}
