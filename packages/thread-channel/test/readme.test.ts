// The README's examples run and print what they say, and every public name has one.

import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import * as greenlet from '../src/greenlet.ts';
import * as index from '../src/index.ts';
import * as v8 from '../src/v8.ts';
import * as values from '../src/values.ts';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(join(packageFolder, 'README.md'), 'utf8');
const examples = Array.from(readme.matchAll(/^```ts\n(.*?)^```$/gms), ([, code]) => code as string);

/** In the package, so that its own name leads to its sources. */
const folder = mkdtempSync(join(packageFolder, '.examples-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What the lines print: in a comment behind them, several times divided by bars. */
function printedBy(code: string): string[] {
  const comments = code.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm);
  return Array.from(comments, ([, comment]) => (comment as string).split(' | ')).flat();
}

describe('an example of the README', () => {
  it.each(examples.map((code, i) => [i + 1, code] as const))(
    '%i prints what it says, and ends',
    async (i, code) => {
      const file = join(folder, `${i}.ts`);
      writeFileSync(file, code);
      const { stdout } = await promisify(execFile)(process.execPath, [file], { timeout: 15_000 });
      expect(stdout.trimEnd().split('\n').toSorted()).toEqual(printedBy(code).toSorted());
    },
  );

  it.each(Object.keys({ ...index, ...values, ...v8, ...greenlet }))('shows %s', (name) => {
    expect(examples.some((code) => new RegExp(`\\b${name}\\b`).test(code))).toBe(true);
  });
});
