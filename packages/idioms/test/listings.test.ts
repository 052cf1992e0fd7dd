// The idioms as they are printed: one file each, narrow and short.

import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const models = ['async', 'coroutines', 'workers', 'processes'];
const idioms = [
  'race',
  'hand-off',
  'join',
  'critical-section',
  'wait-group',
  'restartable-timer',
  'select',
  'cancellation',
  'bounded-queue',
  'event',
  'ring',
  'spawn-tree',
  'signal',
  'pipe',
  'share-buffer',
  'switch',
];
const packageFolder = new URL('../', import.meta.url);
const linesOf = (path: string) => readFileSync(new URL(path, packageFolder), 'utf8').split('\n');

/** A sentence in the code's place, which is printed as text. */
const sentence = /^ +'[A-Z].*\.',$/;

/** Lines of each top-level function, by its name. */
function functionLengths(lines: readonly string[]): [string, number][] {
  return lines.flatMap((line, start): [string, number][] => {
    const name = /^(?:export )?(?:async )?function\*? (\w+)/.exec(line)?.[1];
    return name === undefined ? [] : [[name, lines.indexOf('}', start) - start + 1]];
  });
}

describe.each(models.flatMap((model) => idioms.map((idiom) => `src/${model}/${idiom}.ts`)))('%s', (path) => {
  it('fits into a column of 72', () => {
    const lines = linesOf(path).filter((line) => !sentence.test(line));
    expect(lines.filter((line) => line.length > 72)).toEqual([]);
  });

  it('has no function of more than 40 lines', () => {
    expect(functionLengths(linesOf(path)).filter(([, length]) => length > 40)).toEqual([]);
  });

  it('is in the table', () => {
    expect(linesOf('README.md').filter((line) => line.includes(`(${path})`))).not.toEqual([]);
  });
});

it('the table names no file that is not there', () => {
  const links = linesOf('README.md').flatMap((line) =>
    Array.from(line.matchAll(/\]\(([^)]+)\)/g), ([, to]) => to!),
  );
  expect(links.length).toBeGreaterThan(100);
  expect(links.filter((to) => !existsSync(new URL(to, packageFolder)))).toEqual([]);
});
