// Parts of command lines: lists, paths, subcommands, and what the user typed.

import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import {
  type CliIO,
  createCommand,
  createStatusLine,
  integers,
  makeFolder,
  names,
  runCommand,
  Screen,
} from '../src/index.ts';
import { launcherOf } from '../src/launcher.ts';
import { nearest } from '../src/nearest.ts';

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'command-line-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** Runs a command with a list, an integer list and two subcommands. */
async function run(args: readonly string[], given: Partial<CliIO> = {}) {
  const [stdout, stderr] = [new Screen(), new Screen()];
  const io: CliIO = { stdout, stderr, signal: new AbortController().signal, ...given };
  const program = createCommand('pnpm measure', 'Measures.', io)
    .option('-t, --target <names...>', 'targets', names(['async', 'go']))
    .option('--servers <numbers...>', 'sizes', integers(1, 9));
  const seen: string[] = [];
  for (const name of ['report', 'resume']) program.command(name).action(() => void seen.push(name));
  for (const command of program.commands) command.copyInheritedSettings(program);
  let options: unknown;
  const code = await runCommand(
    program,
    args,
    async (parsed) => {
      options = parsed;
      return 0;
    },
    io,
  );
  return { code, options, seen, err: stderr.text };
}

it.each([
  [['-t', 'async,go']],
  [['-t', 'async', 'go']],
  [['-t', ' async , go ,']],
  [['-t', 'async', '-t', 'go,async']],
])('%j are the same two names', async (args) => {
  expect(await run(args)).toMatchObject({ code: 0, options: { target: ['async', 'go'] } });
});

it('a list of numbers is one of names', async () => {
  expect((await run(['--servers', '3,5', '3'])).options).toEqual({ servers: [3, 5] });
});

it.each([
  [['-t', 'asinc'], 'Did you mean async?'],
  [['-t', ''], 'Allowed choices are async, go'],
  [['--servers', '0'], 'Give integers from 1 to 9'],
  [['reprot'], "there is no command 'reprot': did you mean report?"],
  [['zzzzzz'], "there is no command 'zzzzzz': give report, resume or options alone"],
  [['-t', 'go', '--', 'report', 'x'], "'report' takes no '--target' before it"],
  [['report', '--target', 'go'], "unknown option '--target'"],
])('%j is one line and exit code 2', async (args, said) => {
  const { code, err, seen } = await run(args);
  expect(err).toContain(said);
  expect(err).toMatch(/^[^\n]+\n$/);
  expect([code, seen]).toEqual([2, []]);
});

it('hints name the command that the user typed', async () => {
  const { err } = await run(['--nope'], { launcher: 'npx -y pnpm@12.21.0 -w' });
  expect(err).toBe("error: unknown option '--nope'; see npx -y pnpm@12.21.0 -w measure --help\n");
});

it.each([
  [{}, 'pnpm'],
  [
    { npm_config_user_agent: 'pnpm/12.21.0 npm/? node/?', npm_execpath: '/usr/lib/pnpm', INIT_CWD: '/w' },
    'pnpm',
  ],
  [
    { npm_config_user_agent: 'pnpm/12.21.0', npm_execpath: '/usr/lib/pnpm', INIT_CWD: '/w/packages/x' },
    'pnpm -w',
  ],
  [{ npm_config_user_agent: 'pnpm/12.21.0', npm_execpath: '/root/.npm/_npx/1/pnpm' }, 'npx -y pnpm@12.21.0'],
])('from %j: %s', (env, launcher) => {
  expect(launcherOf(env, '/w')).toBe(launcher);
});

it.each([
  ['conformence', 'conformance'],
  ['Report', 'report'],
  ['rm', undefined],
])('the word nearest to %s is %s', (word, meant) => {
  expect(nearest(word, ['conformance', 'report', 'validate'])).toBe(meant);
});

it('makes a folder with its parents, and refuses a place that takes none', () => {
  const folder = newFolder();
  makeFolder(join(folder, 'a/b'));
  expect(existsSync(join(folder, 'a/b'))).toBe(true);
  writeFileSync(join(folder, 'file'), '');
  expect(() => makeFolder(join(folder, 'file'))).toThrow('it is not a folder');
  expect(() => makeFolder(join(folder, 'file/x'))).toThrow();
  expect(() => makeFolder('/proc/nowhere/x')).toThrow();
});

it('writes a status over itself on a terminal, and nothing for a moment elsewhere', () => {
  const [terminal, pipe] = [Object.assign(new Screen(), { isTTY: true, columns: 10 }), new Screen()];
  for (const screen of [terminal, pipe]) {
    const status = createStatusLine(screen);
    status.update('a line that is too long');
    status.clear();
  }
  expect(terminal.text).toContain('a line th');
  expect(terminal.text).not.toContain('a line tha');
  expect(pipe.text).toBe('');
});
