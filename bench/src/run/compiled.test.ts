// Which programs start compiled.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { startCompiled } from './compiled.ts';

it('a program on this Node compiles its functions at once, and runs', async () => {
  const { file, args, env } = startCompiled({ file: process.execPath, args: ['-p', '0'], env: { A: '1' } });
  expect(args).toEqual(['--no-lazy', '-p', '0']);
  expect(env).toEqual({ A: '1', NODE_COMPILE_CACHE: expect.stringContaining('node_modules') });
  const { stdout } = await promisify(execFile)(file, [...args], { env: { ...process.env, ...env } });
  expect(stdout).toBe('0\n');
});

it('another program gets no flag of Node', () => {
  expect(startCompiled({ file: 'trial', args: ['a'] }).args).toEqual(['a']);
});
