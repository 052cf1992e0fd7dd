// Building again when a file changes.

import { expect, test } from 'vitest';
import { smallPaper } from '../testing.ts';
import { rebuildOnChange } from './watch.ts';

test('a change of the text builds again; other files do not; the signal ends it', async () => {
  using paper = smallPaper('One.\n');
  const interruption = new AbortController();
  let builds = 0;
  await rebuildOnChange(
    paper.dir,
    async () => {
      builds += 1;
      if (builds === 1) {
        paper.write('notes.txt', 'x');
        paper.write('paper.md', 'Two.\n');
      }
      if (builds === 2) paper.write('figures/new.svg', '<svg/>');
      if (builds === 3) interruption.abort();
    },
    interruption.signal,
  );
  expect(builds).toBe(3);
});
