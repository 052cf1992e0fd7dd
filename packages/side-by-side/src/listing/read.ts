// Reads the workspace's sources, each parsed once.

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readSource, type SourceFile } from '@three-ways/source-code';
import type { Reader } from './listing.ts';

/** The workspace's root. */
export const workspace = fileURLToPath(new URL('../../../../', import.meta.url));

export function workspaceReader(root = workspace): Reader {
  const read = new Map<string, SourceFile>();
  return (file) => read.getOrInsertComputed(file, () => readSource(join(root, file)));
}
