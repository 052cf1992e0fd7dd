// Copies of packages in a temporary folder, where node runs TypeScript (it does not below node_modules). The copies import each
// other and not the originals.

import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the workspace's packages. */
export const packages = fileURLToPath(new URL('../../', import.meta.url));

/** The packages that mutations patch. */
const mutable = ['raft-core', 'raft-kv'];

/** The folders of source files that mutations patch, below a folder of packages. */
export function sourcesIn(folder: string): string[] {
  return mutable.map((name) => join(folder, name, 'src'));
}

/** Copies the mutable packages and these. */
export function copyPackages(folder: string, others: readonly string[] = []): void {
  const scope = join(folder, 'node_modules/@three-ways');
  mkdirSync(scope, { recursive: true });
  for (const name of [...mutable, ...others]) {
    for (const part of ['package.json', 'src'])
      cpSync(join(packages, name, part), join(folder, name, part), { recursive: true });
    symlinkSync(join(folder, name), join(scope, name));
  }
}
