// Remarks on the pages.

import { expect, test } from 'vitest';
import { type Layout, overrunsIn, remarksOn } from './layout.ts';

const fine: Layout = {
  height: 842,
  width: 595,
  margin: 65,
  headings: [{ page: 1, y: 400, text: 'One' }],
  floats: [{ page: 2, y: 70, name: 'figure:a' }],
  references: [{ page: 1, y: 500, name: 'figure:a' }],
  lowest: [770, 300],
  widest: [520, 520],
};

test('pages that are filled, with figures near their mentions, need no remark', () => {
  expect(remarksOn(fine)).toEqual([]);
  expect(overrunsIn(fine)).toEqual([]);
});

test.each<[Partial<Layout>, string]>([
  [{ lowest: [500, 300] }, 'page 1: 10 cm are empty at its foot'],
  [{ headings: [{ page: 1, y: 760, text: 'One' }] }, 'page 1: the heading "One" ends it'],
  [{ floats: [{ page: 3, y: 70, name: 'figure:a' }] }, 'page 3: figure:a is 2 pages from its mention'],
  [{ references: [] }, 'page 2: the text never mentions figure:a'],
])('%j', (change, remark) => {
  expect(remarksOn({ ...fine, ...change })).toEqual([remark]);
});

test('text beyond the margin is named by its page', () => {
  expect(overrunsIn({ ...fine, widest: [520, 580] })[0]).toMatch(/^page 2: /);
});
