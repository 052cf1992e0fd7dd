// Parts of the text that need what a run may lack.

import { expect, test } from 'vitest';
import { placedLines } from '../source-line.ts';
import { figure, runOf } from '../testing.ts';
import { chooseLines } from './conditional.ts';

const run = runOf({ ...figure('go', 'startMs', [1], 'ms'), suite: 'memory', setting: { servers: 301 } });

function chosen(text: string) {
  const { lines, lacking } = chooseLines(placedLines(text, 'paper.md'), run);
  return { text: lines.map((line) => line.text).join('|'), lacking };
}

test.each(['memory', 'memory.startMs', 'go memory', 'memory.startMs servers=301'])(
  'a run that has %s',
  (what) => {
    const text = `a\n<!-- if-measured: ${what} -->\nb\n<!-- else -->\nc\n<!-- end -->\nd`;
    expect(chosen(text)).toEqual({ text: 'a|b|d', lacking: [] });
  },
);

test.each(['starvation', 'memory.electMs', 'etcd memory', 'memory.startMs servers=1001'])(
  'a run without %s',
  (what) => {
    const text = `a\n<!-- if-measured: ${what} -->\nb\n<!-- else -->\nc\n<!-- end -->\nd`;
    expect(chosen(text)).toEqual({ text: 'a|c|d', lacking: [what] });
  },
);

test.each([
  ['<!-- if-measured: memory -->', 'paper.md:1: the condition has no `<!-- end -->`'],
  ['<!-- end -->', 'paper.md:1: broken condition'],
  ['<!-- if-measured memory -->', 'paper.md:1: broken condition'],
  ['<!-- if-measured: memory -->\n<!-- if-measured: memory -->', 'paper.md:2: the condition at paper.md:1'],
])('%s is refused', (text, problem) => {
  expect(() => chosen(text)).toThrow(problem);
});
