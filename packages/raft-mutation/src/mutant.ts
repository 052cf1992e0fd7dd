// A mutant: a copy of the rules and of their vectors with a mutation, in a temporary folder, where node runs TypeScript (it does
// not below node_modules).

import { type Rules } from '@three-ways/raft-simulator';
import { type Mutation } from './mutation.ts';
import { applyPatch, patchedSource } from './patch.ts';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const core = fileURLToPath(new URL('../../raft-core/', import.meta.url));

/** The mutated file's source. @throws StalePatch */
export function patched(mutation: Mutation): string {
  return patchedSource(mutation, join(core, 'src'));
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
    if (mutation !== null) applyPatch(mutation, join(folder, 'src'));
    const load = (file: string) => import(pathToFileURL(join(folder, file)).href);
    return use({ rules: await load('src/index.ts'), vectors: await load('test/vectors.ts') });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function copyRules(folder: string): void {
  mkdirSync(join(folder, 'test'), { recursive: true });
  cpSync(join(core, 'src'), join(folder, 'src'), { recursive: true });
  cpSync(join(core, 'vectors'), join(folder, 'vectors'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  cpSync(join(core, 'test/vectors.ts'), join(folder, 'test/vectors.ts'));
}
