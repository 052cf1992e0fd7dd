// The paper itself: what is committed must build, and its numbers must come from a run.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { claims } from './argument/claims.ts';
import { figures } from './argument/figures.ts';
import { numbers } from './argument/numbers.ts';
import { tables } from './argument/tables.ts';
import { citationKeys } from './bibliography.ts';
import { buildPaper } from './build.ts';
import { reference } from './testing.ts';

const paperDir = fileURLToPath(new URL('..', import.meta.url));
const source = readFileSync(join(paperDir, 'paper.md'), 'utf8');

test('the committed paper builds with the committed reference run', async () => {
  const { pdf } = await buildPaper({
    paperDir,
    run: reference(),
    named: { claims, numbers },
    drawn: { figures, tables },
  });
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
});

test('every source is cited', () => {
  const keys = citationKeys(readFileSync(join(paperDir, 'refs.bib'), 'utf8'));
  expect([...keys].filter((key) => !source.includes(`@${key}`))).toEqual([]);
});

test('all tables of a run are included, and the measurements chapter holds no table of its own', () => {
  const included = [...source.matchAll(/^<!-- include: tables\/(\w+)\.md -->$/gm)].map(([, name]) => name);
  expect(included.toSorted()).toEqual(['election', 'environment', 'memory', 'throughput']);
  const chapter = source.split('\n# Measurements\n')[1]?.split('\n# ')[0];
  expect(chapter).not.toMatch(/^\s*\|/m);
});
