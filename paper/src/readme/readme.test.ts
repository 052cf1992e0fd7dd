// The README says what the committed reference run supports.

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { claims } from '../argument/claims.ts';
import { figures } from '../argument/figures.ts';
import { numbers } from '../argument/numbers.ts';
import { reference } from '../testing.ts';
import { committedReadme, renewReadme } from './readme.ts';

const paperDir = fileURLToPath(new URL('../..', import.meta.url));
const committed = committedReadme(join(paperDir, '..'));
const options = {
  paperDir,
  run: reference(),
  named: { claims, numbers },
  drawn: { figures, tables: {} },
};

test('the README and its figure are those of the reference run: else run `pnpm paper --readme`', () => {
  expect(renewReadme(committed.text, options)).toEqual(committed);
});

test('a README without a place for the findings is refused', () => {
  expect(() => renewReadme('# Raft', options)).toThrow('README.md has no lines');
});
