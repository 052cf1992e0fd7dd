// The front matter and its fields.

import { expect, test } from 'vitest';
import { splitFrontMatter } from './front-matter.ts';

const good = '---\ntitle: T\nauthors: [A]\ndate: 2026-01-02\nabstract: B\nkeywords: [k]\n---\n\n# One\n';

test('the body starts on the line after the front matter', () => {
  const { front, body, bodyLine } = splitFrontMatter(good, 'p.md');
  expect(front).toEqual({ title: 'T', authors: ['A'], date: '2026-01-02', abstract: 'B', keywords: ['k'] });
  expect(body).toBe('\n# One\n');
  expect(good.split('\n')[bodyLine]).toBe('# One');
});

test('every field that is missing or wrong is named at once', () => {
  const bad = good.replace('date: 2026-01-02', 'date: 2026-02-30').replace('title: T\n', '');
  expect(() => splitFrontMatter(bad, 'p.md')).toThrow(/`title` must be a text\n.*`date` must be a day/);
});

test('a paper without front matter, or with one that is not YAML, is refused', () => {
  expect(() => splitFrontMatter('# One\n', 'p.md')).toThrow('p.md:1: the front matter');
  expect(() => splitFrontMatter('---\na: [\n---\n', 'p.md')).toThrow('p.md:1: the front matter is not YAML');
});
