// Every command line ends quietly once its standard output has no reader, as in `pnpm conformance | head -1`.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const out = mkdtempSync(join(tmpdir(), 'broken-pipe-'));
afterAll(() => rmSync(out, { recursive: true }));

const testkit = 'packages/raft-testkit/src/cli/main.ts';
const trace = 'packages/raft-trace/test/three-leaderships.jsonl';
const results = 'bench/results/reference.json';

it.each([
  ['pnpm bench', ['bench/src/testing/fake-main.ts', '--quick', '--suite', 'election', '--out', out]],
  ['pnpm bench report', ['bench/src/main.ts', 'report', results]],
  ['pnpm bench validate', ['bench/src/main.ts', 'validate', results]],
  ['pnpm conformance', [testkit, 'conformance', '-t', 'async', '--test', 'keeps its term$']],
  ['pnpm schedules', [testkit, 'schedules', '-t', 'async', '--seeds', '1', '--seconds', '1', '--out', out]],
  ['pnpm sim', ['packages/raft-simulator/src/main.ts', '--seed', '1']],
  ['pnpm trace', ['scripts/trace.ts', trace]],
  ['pnpm trace of two files', ['scripts/trace.ts', trace, trace]],
  ['pnpm paper', ['paper/src/command/main.ts', '--out', join(out, 'paper.pdf')]],
  ['pnpm measure-code', ['packages/source-code/src/main.ts', 'packages/raft-kv/src/fnv.ts']],
  ['pnpm test', ['scripts/test.ts', 'scripts/test/size.test.ts']],
  ['pnpm test:long', ['scripts/test-long.ts', '--help']],
  ['linearizability', ['packages/raft-testkit/src/linearizability/main.ts', '--help']],
])('%s', async (_name, args) => {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST')));
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  const complaints = text(child.stderr);
  const [exitCode] = await once(child, 'close');
  expect(await complaints).not.toMatch(/error|^ +at /im);
  expect(exitCode).toBe(141);
});

it('pnpm bench, of which nothing is read, as in `pnpm bench 2>&1 | head -1`', async () => {
  const args = [
    'bench/src/testing/fake-main.ts',
    '--quick',
    '--suite',
    'election',
    '--out',
    join(out, 'both'),
  ];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  child.stderr.destroy();
  const [exitCode] = await once(child, 'close');
  expect(exitCode).toBe(141);
});
