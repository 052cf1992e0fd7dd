// Puts each mistake into a copy of the workspace, and records what finds it first: the compiler, a checker, a test, the race
// detector, or nothing. `node paper/src/mistakes/find.ts` writes found.json anew; it takes about ten minutes.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Model } from '../models.ts';
import { type Edit, type Mistake, mistakes } from './mistakes.ts';

type Runtime = Model['runtime'];

/** What finds a mistake. */
export type Finder = 'compiler' | 'checker' | 'tests' | 'race detector' | 'nothing';

/** Results by mistake and runtime. */
export type Found = Record<string, Partial<Record<Runtime, { by: Finder; as: string }>>>;

interface Check {
  readonly by: Finder;
  readonly command: readonly string[];
  readonly cwd?: string;
  /** Time limit (s): a build or a test that hangs has found the mistake as well. */
  readonly limit: number;
}

const workspace = fileURLToPath(new URL('../../..', import.meta.url));
const bin = join(workspace, 'node_modules/.bin');
const vitest = (...paths: readonly string[]) => [join(bin, 'vitest'), 'run', '--bail=1', ...paths];

function typeScriptChecks(runtime: string): Check[] {
  const folder = `packages/raft-${runtime}`;
  return [
    { by: 'compiler', command: [join(bin, 'tsc'), '--noEmit', '-p', folder], limit: 120 },
    ...(runtime === 'coroutines'
      ? [
          {
            by: 'checker' as const,
            command: [process.execPath, 'packages/greenlet/src/check.ts', `${folder}/tsconfig.json`],
            limit: 120,
          },
        ]
      : []),
    { by: 'tests', command: vitest(folder, `packages/raft-testkit/test/${runtime}.test.ts`), limit: 240 },
  ];
}

const go = (by: Finder, limit: number, ...command: readonly string[]): Check => ({
  by,
  command: ['go', ...command],
  cwd: 'go-reference',
  limit,
});

const goChecks: readonly Check[] = [
  go('compiler', 120, 'build', './...'),
  go('checker', 120, 'vet', './goroutines'),
  go('checker', 180, 'tool', 'staticcheck', './goroutines'),
  go('tests', 180, 'test', '-count=1', '-failfast', './goroutines'),
  { by: 'tests', command: vitest('packages/raft-testkit/test/goroutines.test.ts'), limit: 240 },
  go('race detector', 300, 'test', '-count=1', '-race', '-failfast', './goroutines'),
];

/** Tries one mistake in one runtime. */
async function find(edit: Edit, runtime: Runtime): Promise<{ by: Finder; as: string }> {
  const copy = mkdtempSync(join(tmpdir(), 'mistake-'));
  try {
    copyWorkspace(copy);
    const file = join(copy, edit.file);
    writeFileSync(file, edited(readFileSync(file, 'utf8'), edit));
    for (const check of runtime === 'goroutines' ? goChecks : typeScriptChecks(runtime)) {
      const as = await complaint(check, copy);
      // A test that fails once may have failed of a busy machine.
      const again = as === null || check.by !== 'tests' ? as : await complaint(check, copy);
      if (as !== null && again !== null) return { by: check.by, as };
    }
    return { by: 'nothing', as: '' };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** The text with the edit. @throws Error if what it replaces is not there exactly once */
export function edited(source: string, { file, from, to }: Edit): string {
  const parts = source.split(from);
  if (parts.length !== 2) throw new Error(`${file}: found ${parts.length - 1} times, not once: ${from}`);
  return parts.join(to);
}

/** The copies import each other; installed packages are the workspace's own. */
function copyWorkspace(copy: string): void {
  for (const part of [
    'packages',
    'go-reference',
    'scripts',
    'vitest.config.ts',
    'package.json',
    'tsconfig.base.json',
  ])
    cpSync(join(workspace, part), join(copy, part), { recursive: true, verbatimSymlinks: true });
  symlinkSync(join(workspace, 'node_modules'), join(copy, 'node_modules'));
}

/** The first line in which a check complains; null if it does not. What it starts ends with it. */
async function complaint({ command, cwd = '.', limit }: Check, copy: string): Promise<string | null> {
  const [file = '', ...args] = command;
  const child = spawn(file, args, {
    cwd: join(copy, cwd),
    detached: true,
    env: { ...process.env, CI: 'true', NO_COLOR: '1' },
  });
  let overdue = false;
  const deadline = setTimeout(() => {
    overdue = true;
    process.kill(-child.pid!, 'SIGKILL');
  }, limit * 1000);
  const [stdout, stderr, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  clearTimeout(deadline);
  if (overdue) return 'does not end';
  if (status === 0) return null;
  const lines = `${stdout}\n${stderr}`.split('\n').map((line) => line.trim());
  const telling = /error TS\d+|DATA RACE|^--- FAIL|^× |Error:|declared and not used|is made and not run/;
  return lines.find((line) => telling.test(line))?.slice(0, 160) ?? `ends with ${status}`;
}

async function findAll(all: readonly Mistake[]): Promise<Found> {
  const found: Found = {};
  for (const { name, attempts } of all) {
    const row: Found[string] = {};
    for (const [runtime, attempt] of Object.entries(attempts) as [Runtime, Mistake['attempts'][Runtime]][]) {
      if ('impossible' in attempt) continue;
      row[runtime] = await find(attempt, runtime);
      process.stderr.write(`${name}, ${runtime}: ${row[runtime].by} ${row[runtime].as}\n`);
    }
    found[name] = row;
  }
  return found;
}

if (import.meta.main) {
  const file = join(import.meta.dirname, 'found.json');
  const wanted = process.argv.slice(2);
  const chosen = mistakes.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  const before: Found = wanted.length === 0 ? {} : JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, `${JSON.stringify({ ...before, ...(await findAll(chosen)) }, null, 2)}\n`);
}
