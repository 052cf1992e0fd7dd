// The table of faults keeps in step with the tests that it names.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { faults } from './faults.ts';

const workspace = fileURLToPath(new URL('../../..', import.meta.url));

test.each(faults.flatMap(({ commit, keptBy }) => keptBy.map((keeper) => ({ commit, ...keeper }))))(
  'what $commit mended is kept by the $kind “$name”',
  ({ file, name }) => {
    const text = readFileSync(join(workspace, file), 'utf8');
    expect(text.split('\n').some((line) => line.includes(`'${name}'`) || line.includes(`"${name}"`))).toBe(
      true,
    );
  },
);
