// The front matter and its fields.

import { expect, test } from 'vitest';
import { splitFrontMatter } from './front-matter.ts';
import { placedLines } from './source-line.ts';

const good = '---\ntitle: T\nauthors: [A]\nabstract: B\nkeywords: [k]\n---\n\n# One\n';
const split = (text: string) => splitFrontMatter(placedLines(text, 'p.md'), '2026-01-02');

test('the body keeps the lines of the file, and the date is the run’s', () => {
  const { front, body } = split(good);
  expect(front).toEqual({
    title: 'T',
    authors: ['A'],
    date: '2026-01-02',
    abstract: 'B',
    keywords: ['k'],
    limits: {},
  });
  expect(body[1]).toEqual({ text: '# One', place: 'p.md:8' });
});

test('every field that is missing or wrong is named at once', () => {
  const bad = good.replace('title: T\n', 'date: 2026-02-30\n');
  expect(() => split(bad)).toThrow(/`title` must be a text\n.*`date` must be a day/);
});

test('a paper without front matter, or with one that is not YAML, is refused', () => {
  expect(() => split('# One\n')).toThrow('p.md:1: the front matter');
  expect(() => split('---\na: [\n---\n')).toThrow('p.md:1: the front matter is not YAML');
});
