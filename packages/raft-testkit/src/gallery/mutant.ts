// A copy of the rules, and of their vectors, with a mistake put back in. The copy lies in a temporary folder: nothing of
// the source tree is touched, and node runs TypeScript there, which it does not below node_modules.

import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Rules } from '../simulator/rules.ts';
import type { Mistake } from './mutation.ts';
import { applyPatch, patchedSource } from './patch.ts';

const core = fileURLToPath(new URL('../../../raft-core/', import.meta.url));

/** The source of a file of the rules with the mistake in it. @throws StalePatch */
export function patched(mistake: Mistake): string {
  return patchedSource(mistake, join(core, 'src'));
}

/** What is known of the rules in a folder: themselves, and the player of their vectors. */
export interface Mutant {
  readonly rules: Rules;
  readonly vectors: Vectors;
}

interface Vectors {
  vectors(): { readonly file: string; readonly cases: readonly { readonly name: string }[] }[];
  play(vector: { readonly name: string }): void;
}

/** Copies the rules, puts the mistake in (null for none), and loads them. Calls `use`, then removes the copy. */
export async function withMutant<T>(
  folder: string,
  mistake: Mistake | null,
  use: (mutant: Mutant) => T,
): Promise<T> {
  try {
    copyRules(folder);
    if (mistake !== null) applyPatch(mistake, join(folder, 'src'));
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
  const player = readFileSync(join(core, 'test/vectors.ts'), 'utf8');
  const expectation = new URL('./expect.ts', import.meta.url).href;
  writeFileSync(join(folder, 'test/vectors.ts'), player.replace("from 'vitest'", `from '${expectation}'`));
}
