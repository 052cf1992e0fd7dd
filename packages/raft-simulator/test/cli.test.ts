// The options of `pnpm sim`.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Screen } from '@three-ways/command-line';
import { expect, it, onTestFinished } from 'vitest';
import { main } from '../src/cli.ts';

async function sim(...args: string[]) {
  const [stdout, stderr] = [new Screen(), new Screen()];
  const code = await main(args, { stdout, stderr, signal: new AbortController().signal });
  return { out: stdout.text, err: stderr.text, code };
}

it.each([
  [['--save', 'x'], '--save needs --seed or --replay'],
  [['--save=', '--seed', '1'], 'Give a path'],
  [['--save', '/nowhere/x', '--seed', '1'], 'no such file or directory'],
  [['--seed', '1', '--seeds', '2'], "'--seed <number>' cannot be used with option '-n, --seeds <number>'"],
  [['--seed', '1', '--from', '2'], 'cannot be used with'],
  [['--replay', 'x', '--seed', '2'], 'cannot be used with'],
  [['--record', 'x', '--save', 'y', '--seed', '1'], 'cannot be used with'],
  [['--quick', '--seeds', '3'], 'cannot be used with'],
])('%j is not ignored silently, but one line and exit code 2', async (args, said) => {
  const { err, code } = await sim(...args);
  expect(err).toContain(said);
  expect(err.trimEnd().split('\n')).toHaveLength(1);
  expect(code).toBe(2);
});

it('saves the schedule of a seed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sim-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const { code } = await sim('--seed', '1', '--save', join(folder, 'schedule.json'));
  expect(code).toBe(0);
  expect(JSON.parse(readFileSync(join(folder, 'schedule.json'), 'utf8')).violation).toBeNull();
});
