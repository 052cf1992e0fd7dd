// Ties from running lines to steps.

import { expect, it } from 'vitest';
import { servers } from '../src/chapters/servers/chapter.ts';
import { listChapter } from '../src/listing/list-chapter.ts';
import { workspaceReader } from '../src/listing/read.ts';
import { addressOf, type Ties } from '../src/ties/ties.ts';
import { tiesOf } from '../src/ties/ties-of.ts';

const ties: Ties = {
  async: {
    'a.ts': [
      [3, 5, 'servers.html#run/1'],
      [6, 6, 'servers.html#run/2'],
    ],
  },
};

it('ties a line to the step that shows it', () => {
  expect(addressOf(ties, 'async', 'a.ts', 5)).toBe('servers.html#run/1');
  expect(addressOf(ties, 'async', 'a.ts', 6)).toBe('servers.html#run/2');
});

it('ties no line that no step shows', () => {
  expect(addressOf(ties, 'async', 'a.ts', 7)).toBeUndefined();
  expect(addressOf(ties, 'async', 'b.ts', 5)).toBeUndefined();
  expect(addressOf(ties, 'workers', 'a.ts', 5)).toBeUndefined();
});

it('ties every listed line of the servers, Go too', () => {
  const listed = listChapter(servers, workspaceReader());
  const all = tiesOf([listed]);
  const campaign = listed.entries.find(({ entry }) => entry.id === 'campaign')!;
  for (const [index, { cells }] of campaign.steps.entries())
    for (const [column, cell] of cells)
      for (const { part, startLine } of 'none' in cell ? [] : cell.segments)
        expect(addressOf(all, column, part.file, startLine)).toBe(`servers.html#campaign/${index + 1}`);
});
