// The paper itself: what is committed must build, and its numbers must come from a run.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chapters } from '@three-ways/side-by-side/chapters';
import { expect, test } from 'vitest';
import { claims } from '../argument/claims.ts';
import { figures } from '../argument/figures.ts';
import { numbers } from '../argument/numbers.ts';
import { tables } from '../argument/tables.ts';
import { citationKeys } from '../bibliography.ts';
import { reference } from '../testing.ts';
import { buildPaper } from './build.ts';

const paperDir = fileURLToPath(new URL('../..', import.meta.url));
const source = readFileSync(join(paperDir, 'paper.md'), 'utf8');

test('the committed paper builds with the committed reference run', async () => {
  const { pdf, html } = await buildPaper({
    paperDir,
    run: reference(),
    named: { claims, numbers },
    drawn: { figures, tables },
  });
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect(html).toContain('side-by-side/dist/servers.html#replicate');
});

test('every source is cited', () => {
  const keys = citationKeys(readFileSync(join(paperDir, 'refs.bib'), 'utf8'));
  expect([...keys].filter((key) => !source.includes(`@${key}`))).toEqual([]);
});

test('links into the reading page lead to entries of its chapters', () => {
  const places = [...source.matchAll(/\(reading:(\w+)\.html#([\w-]+)\)/g)];
  expect(places.length).toBeGreaterThan(0);
  for (const [, chapter, entry] of places)
    expect(chapters.find(({ id }) => id === chapter)?.entries.map(({ id }) => id)).toContain(entry);
});

test('every claim is made', () => {
  const texts = ['paper.md', 'talk.md', 'findings.md'].map((file) =>
    readFileSync(join(paperDir, file), 'utf8'),
  );
  const made = new Set(
    texts.flatMap((text) => [...text.matchAll(/\{\{(?:claim|by) ([\w-]+)/g)].map(([, name]) => name)),
  );
  expect(Object.keys(claims).filter((name) => !made.has(name))).toEqual([]);
});

test('the measurements are drawn from the run: the chapter holds no table of its own', () => {
  const chapter = source.split('\n# Measurements\n')[1]?.split('\n# ')[0];
  expect(chapter).toMatch(/^<!-- (include|figure): /m);
  expect(chapter).not.toMatch(/^\s*\|/m);
});

test('no number of the results is typed: in the measurements digits stand in references alone', () => {
  const chapter = source.split('\n# Measurements\n')[1]!.split('\n# ')[0]!;
  const prose = chapter
    .replace(/\{\{.*?\}\}/gs, '')
    .replace(/<!--.*?-->/gs, '')
    .replace(/\[@.*?\]|V8/g, '');
  const numbers = prose.match(/\d+(?:\.\d+)?/g) ?? [];
  // Conditions of the experiment, and confidence.
  expect(numbers.filter((number) => !['95', '256', '1', '150', '300', '16'].includes(number))).toEqual([]);
});
