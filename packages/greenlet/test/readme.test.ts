// The README's examples run and print what they say, and show every name of the library.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { differences, examplesOf } from '../../../scripts/readme-examples.ts';
import * as library from '../src/index.ts';

const folder = new URL('../', import.meta.url);
const examples = examplesOf(new URL('README.md', folder).pathname);

describe('an example of the README prints what it says', () => {
  it.concurrent.each(examples.map((example) => [example.title, example] as const))(
    '%s',
    async (_, example) => {
      const flags = ['--input-type=module-typescript', '-e', example.code];
      const { stdout } = await promisify(execFile)(process.execPath, flags, { cwd: folder });
      expect(differences(example, stdout)).toEqual([]);
    },
  );
});

it('the examples of the README show every name', () => {
  const shown = examples.map(({ code }) => code.replaceAll(/^import.*$/gm, '')).join('\n');
  const missing = Object.keys(library).filter((name) => !new RegExp(`\\b${name}\\b`).test(shown));
  expect(missing).toEqual([]);
});
