// Building again when a file changes.

import { expect, test } from 'vitest';
import { smallPaper } from '../testing.ts';
import { type Change, rebuildOnChange } from './watch.ts';

test('a change of the text or of code builds again; other files do not; the signal ends it', async () => {
  using paper = smallPaper('One.\n');
  const interruption = new AbortController();
  const builds: Change[] = [];
  await rebuildOnChange(
    [`${paper.dir}/`, `${paper.dir}/*/`],
    async (change) => {
      builds.push(change);
      if (builds.length === 1) {
        paper.write('notes.txt', 'x');
        paper.write('paper.md', 'Two.\n');
      }
      if (builds.length === 2) paper.write('figures/new.ts', '');
      if (builds.length === 3) interruption.abort();
    },
    interruption.signal,
  );
  expect(builds).toEqual(['code', 'text', 'code']);
});
