// The README's examples run and print what they say.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { differences, examplesOf } from '../../../scripts/readme-examples.ts';

const folder = new URL('../', import.meta.url);

it.each(examplesOf(new URL('README.md', folder).pathname))('$title', async (example) => {
  const flags = ['--input-type=module-typescript', '-e', example.code];
  const { stdout } = await promisify(execFile)(process.execPath, flags, { cwd: folder });
  expect(example.prints).not.toEqual([]);
  expect(differences(example, stdout)).toEqual([]);
});
