// The grammars understand the sources of the workspace. What they don't goes into src/parsing/newer-syntax.ts.

import { globSync } from 'node:fs';
import { join } from 'node:path';
import { readSource, SyntaxFault } from '@three-ways/source-code';
import { expect, it } from 'vitest';
import { workspace } from '../src/subjects/root.ts';

const patterns = [
  '{packages/*,bench,paper,scripts}/{src,test}/**/*.ts',
  'go-reference/**/*.go',
  'bench/baselines/**/*.{py,go}',
];
const exclude = ['**/node_modules/**', '**/.venv/**', '**/dist/**'];

function faultIn(file: string): string[] {
  try {
    readSource(join(workspace, file));
    return [];
  } catch (error) {
    if (error instanceof SyntaxFault) return [error.message];
    throw error;
  }
}

it('every source of the workspace is understood', { timeout: 120_000 }, () => {
  const files = globSync(patterns, { cwd: workspace, exclude });
  expect(files.length).toBeGreaterThan(300);
  expect(files.flatMap(faultIn)).toEqual([]);
});
