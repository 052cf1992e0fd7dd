// `greenlet-check` finds a missing `yield*` by types.

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const folder = fileURLToPath(new URL('missing-star/', import.meta.url));
const program = fileURLToPath(new URL('../src/check.ts', import.meta.url));

interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function check(...args: string[]): Promise<Result> {
  const running = promisify(execFile)(process.execPath, [program, ...args], { cwd: folder });
  return running.then(
    (output) => ({ code: 0, ...output }),
    (error: Result) => error,
  );
}

it('every wait and every generator without yield* is found, and nothing else', async () => {
  const lines = readFileSync(`${folder}mistakes.ts`, 'utf8').split('\n');
  const expected = lines.flatMap((line, i) => (line.endsWith('// missing') ? [i + 1] : []));
  const { code, stdout } = await check();
  const found = [...stdout.matchAll(/^mistakes\.ts:(\d+):\d+: /gm)].map(([, line]) => Number(line));
  expect([...new Set(found)]).toEqual(expected);
  expect(stdout.trim().split('\n')).toHaveLength(found.length);
  expect(code).toBe(1);
});

it('the report names the place and the remedy', async () => {
  const { stdout } = await check('tsconfig.json');
  expect(stdout).toMatch(/^mistakes.ts:\d+:3: a wait is made and not waited for: put yield\* before it$/m);
  expect(stdout).toContain('a generator is made and not run: put yield* before it, or spawn it\n');
});

it('the coroutine runtime of Raft has none', async () => {
  const { code, stdout } = await check('../../../raft-coroutines/tsconfig.json');
  expect([stdout, code]).toEqual(['', 0]);
});

it('a project that cannot be read is refused', async () => {
  const { code, stderr } = await check('nowhere.json');
  expect(stderr).toMatch(/^greenlet-check: .*nowhere\.json/);
  expect(code).toBe(2);
});
