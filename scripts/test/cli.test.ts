// The output and exit codes of `pnpm conformance`, `pnpm schedules` and `pnpm test:long`.

import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify, stripVTControlCharacters } from 'node:util';
import { type CliIO, Screen } from '@three-ways/command-line';
import { findGo, goFolder } from '@three-ways/raft-go';
import { mutatedTarget } from '@three-ways/raft-mutation';
import { recorder } from '@three-ways/raft-testkit';
import { main as conformance } from '@three-ways/raft-testkit/cli/conformance';
import { main as schedules } from '@three-ways/raft-testkit/cli/schedules';
import { type Target, targets } from '@three-ways/raft-testkit/targets';
import { main as drawTrace } from '@three-ways/raft-trace';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { main as long } from '../long.ts';

type Main = (args: readonly string[], io: CliIO) => Promise<number>;

const execute = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));

/** The system's own Node, if it is too old. */
const oldNode = ['/usr/bin/node', '/usr/local/bin/node'].find((node) => {
  const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  return stdout !== null && Number(/^v(\d+)/.exec(stdout)?.[1] ?? 26) < 26;
});

const trace: Main = (args, io) => drawTrace(args, io, recorder);

const folder = mkdtempSync(join(tmpdir(), 'cli-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

async function run(main: Main, args: readonly string[], signal = new AbortController().signal) {
  const [stdout, stderr] = [new Screen(), new Screen()];
  const code = await main(args, { stdout, stderr, signal });
  return { out: stripVTControlCharacters(stdout.text), err: stderr.text, code };
}

/** Replaces the target `async` until the end of the test. */
function replaceAsync(target: Target): void {
  vi.spyOn(targets as Record<string, () => Promise<Target>>, 'async').mockResolvedValue(target);
}

const go = await findGo(goFolder);

describe('wrong usage', () => {
  it.each([
    [conformance, ['-t', 'rust'], 'Allowed choices are async, coroutines, workers, go'],
    [conformance, ['-t', 'asinc'], 'Did you mean async?'],
    [conformance, ['--test', '('], '--test ( is not a regular expression'],
    [conformance, ['--test', 'no such test'], 'matches none of'],
    [conformance, ['--repeat', '0'], 'Give an integer from 1 to 1000000'],
    [conformance, ['--seed', '-1'], 'Give an integer from 0 to 4294967295'],
    [conformance, ['async'], 'too many arguments'],
    [conformance, ['--servers', '3'], 'takes no --servers: each test has its own cluster sizes'],
    [conformance, ['--engine', 'dino'], 'Did you mean deno?'],
    [schedules, ['--suite', 'election'], 'takes no --suite: --seeds and --from choose schedules'],
    [schedules, ['--out='], 'Give a path'],
    [schedules, ['--out', '/proc/nowhere'], "can't write to /proc/nowhere"],
    [schedules, ['--out', '/dev/null/x'], "can't write to /dev/null/x"],
    [trace, ['x', '--duration', '5'], '--duration needs --record'],
    [trace, ['x', '--summary', '--from', '5'], '--from has no effect with --summary'],
    [trace, ['x', 'y', '--messages'], '--messages has no effect on a comparison'],
    [trace, ['x', '--record', '1', '--summary'], '--summary has no effect with --record'],
    [schedules, ['--seconds', 'ten'], 'Give an integer from 1 to 3600'],
    [schedules, ['-t', 'async,rust'], 'Allowed choices are async,'],
    [schedules, ['--jbos', '2'], "unknown option '--jbos'"],
    [long, ['--only', 'paper'], '--only paper matches no step'],
    [long, ['--scale', '0'], 'Give an integer from 1 to 10000'],
  ] as const)('of %o with %j is explained in one line', async (main, args, what) => {
    const { out, err, code } = await run(main, args);
    expect(err).toContain(what);
    expect(err).toMatch(/^error: [^\n]+; see pnpm [\w:]+ --help\n$/);
    expect([out, code]).toEqual(['', 2]);
  });
});

describe('pnpm conformance', { timeout: 60_000 }, () => {
  const oneTest = ['-t', 'async', '--test', 'keeps its term$'];

  it('runs the chosen tests on the chosen targets, as often as given', async () => {
    const { out, code } = await run(conformance, [...oneTest, '--repeat', '2', '--seed', '5']);
    expect(out.replaceAll(/\d+\.\d s/g, '? s')).toBe(
      'async, seed 5: 1 passed, 0 failed, ? s\nasync, seed 6: 1 passed, 0 failed, ? s\n2 passed, 0 failed\n',
    );
    expect(code).toBe(0);
  });

  it('reports a failed test with its message and the command to repeat it', async () => {
    using broken = await mutatedTarget('async', 'sequence not compared');
    replaceAsync(broken);
    const { out, code } = await run(conformance, [
      '-t',
      'async',
      '--test',
      'gets its first answer',
      '--seed',
      '3',
    ]);
    expect(out).toMatch(/^failed async: a repeated command of a session gets its first answer/);
    expect(out).toContain("'Grace' !== null");
    expect(out).toMatch(
      /repeat: pnpm conformance --target async --test '\^a repeated command of .* once\$' --seed 3\n/,
    );
    expect(out).toMatch(/\n0 passed, 1 failed\n$/);
    expect(code).toBe(1);
  });

  it('counts leftovers as a failure and names them', async () => {
    const sound = await targets.async!();
    const timers: NodeJS.Timeout[] = [];
    const leave = () => timers.push(...Array.from({ length: 5 }, () => setTimeout(() => {}, 60_000)));
    replaceAsync({
      create(settings) {
        leave();
        return sound.create(settings);
      },
    });
    const { out, code } = await run(conformance, oneTest);
    for (const timer of timers) clearTimeout(timer);
    expect(out).toMatch(/^failed async, seed 1: left behind: .*Timeout ×[4-6]/);
    expect(out).toMatch(/\n1 passed, 1 failed\n$/);
    expect(code).toBe(1);
  });

  it('reports what is skipped without Go; a request for Go fails with instructions', async () => {
    vi.stubEnv('PATH', folder);
    const all = await run(conformance, ['--test', 'server that knows no leader']);
    expect(all.err).toMatch(/^go is skipped: Go [\d.]+ or newer is not installed: get it from [^\n]+\n$/);
    expect([all.out.split('\n').at(-2), all.code]).toEqual(['3 passed, 0 failed', 0]);
    const asked = await run(conformance, ['-t', 'go']);
    expect(asked.err).toMatch(/^error: Go [\d.]+ or newer is not installed: get it from [^\n]+\n$/);
    expect(asked.code).toBe(2);
  });

  it('ends soon when interrupted, and reports what had finished', async () => {
    const interrupted = new AbortController();
    const sound = await targets.async!();
    replaceAsync({
      create(settings) {
        interrupted.abort();
        return sound.create(settings);
      },
    });
    const { out, code } = await run(
      conformance,
      ['--jobs', '1', '--test', 'leader', '--repeat', '9'],
      interrupted.signal,
    );
    expect(out).toMatch(/\n1 passed, 0 failed\n$/);
    expect(code).toBe(130);
  });
});

// Histories are checked only where Go is installed; the summary is the same.
describe('pnpm schedules', { timeout: 300_000 }, () => {
  const short = ['-t', 'async', '--seconds', '3', '--out', join(folder, 'failed')];

  it('performs the given schedules and prints a summary', async () => {
    const { out, code } = await run(schedules, [...short, '--seeds', '2', '--from', '3']);
    expect(out).toMatch(
      /^async: 2 schedules, 0 failed: [\d,]+ events, \d+ elections, \d+ operations judged; 3 s of virtual time each\n$/,
    );
    expect(code).toBe(0);
  });

  // Skipped without Go; in CI a missing Go is a failure.
  it.skipIf(!go.found && process.env.CI !== 'true')(
    'reports a violation, saves the run and its picture, and prints the command to repeat it',
    async () => {
      using broken = await mutatedTarget('async', 'sequence not compared');
      replaceAsync(broken);
      const { out, code } = await run(schedules, [...short, '--seeds', '2', '--from', '4']);
      const savedIn = join(folder, 'failed', 'async-4');
      expect(out).toMatch(
        /^failed async, seed 4: linearizability: no order explains that client \d+'s call at [^\n/]+\n/,
      );
      expect(out).toContain(
        `\n  saved in ${savedIn}\n  repeat: pnpm schedules --target async --seeds 1 --from 4 --seconds 3\n`,
      );
      expect(out).toContain('async: 2 schedules, 1 failed');
      expect(code).toBe(1);
      for (const file of ['trace.jsonl', 'history.jsonl', 'history.html'])
        expect(existsSync(join(savedIn, file))).toBe(true);
    },
  );

  it('finds a cluster that hangs', async () => {
    const { createInVirtualTime } = await targets.async!();
    replaceAsync({
      create: () => expect.unreachable(),
      createInVirtualTime(settings) {
        const made = createInVirtualTime!(settings);
        made.cluster.heal = () => new Promise(() => {});
        return made;
      },
    });
    const { out, code } = await run(schedules, [...short, '--seeds', '1', '--from', '3']);
    expect(out).toMatch(/^failed async, seed 3: liveness: it hangs: not done after 123 s\n/);
    expect(code).toBe(1);
  });

  it('ends when interrupted, and reports how many were performed', async () => {
    const { out, err, code } = await run(schedules, short, AbortSignal.abort());
    expect([out, code]).toEqual(['', 130]);
    expect(err).toMatch(/^interrupted: only the schedules that had finished are counted\n$/m);
  });
});

describe('lists of targets', () => {
  it.each([['async,async'], [' async , '], ['async', 'async']])('%j', async (...names) => {
    const { out, code } = await run(conformance, ['-t', ...names, '--test', 'keeps its term$']);
    expect(out).toMatch(/^async, seed 1: 1 passed, 0 failed, [\d.]+ s\n1 passed, 0 failed\n$/);
    expect(code).toBe(0);
  });

  it('names what can be chosen', async () => {
    const listed = await run(conformance, ['--list']);
    expect(listed.out).toMatch(/^Targets:\n {2}async +TypeScript async\n[\s\S]*^Tests:\n/m);
    expect((await run(schedules, ['--list'])).out).toMatch(/^Targets:\n {2}async/);
  });
});

describe('pnpm test', () => {
  it('explains itself, not the test runner', async () => {
    const { stdout } = await execute(process.execPath, [join(root, 'scripts/test.ts'), '--help']);
    expect(stdout).toMatch(/^Usage: pnpm test \[options\] \[words\.\.\.\]/);
  });

  it('refuses an unknown option', async () => {
    const failed = await execute(process.execPath, [join(root, 'scripts/test.ts'), '--watch']).catch(
      (e) => e,
    );
    expect(failed).toMatchObject({
      code: 2,
      stderr: "error: unknown option '--watch'; see pnpm test --help\n",
    });
  });
});

describe('scripts/start.mjs', () => {
  const start = join(root, 'scripts/start.mjs');

  it('starts every script, so that an old Node never meets TypeScript first', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(Object.values(scripts)).not.toContainEqual(expect.stringMatching(/node [^ ]+\.ts/));
  });

  // Skipped where the system has no old Node.
  it.skipIf(oldNode === undefined)('is read by an old Node, which it names', async () => {
    const env = { ...process.env, npm_lifecycle_event: 'bench' };
    const failed = await execute(oldNode!, [start, 'bench/src/main.ts'], { env }).catch((error) => error);
    expect(failed.stderr).toMatch(
      /^error: Node 26 or newer is needed, this is v[\d.]+: start it with `npx -y pnpm@[\d.]+ bench`[^\n]+\n$/,
    );
    expect(failed.code).toBe(2);
  });

  it('lets paths count from where the command was typed', async () => {
    const trace = 'test/three-leaderships.jsonl';
    const env = { ...process.env, INIT_CWD: join(root, 'packages/raft-trace'), npm_lifecycle_event: 'trace' };
    const args = [start, 'scripts/trace.ts', trace, '--summary'];
    const { stdout } = await execute(process.execPath, args, { cwd: root, env });
    expect(stdout).toContain(trace);
  });
});

describe('the entry point', () => {
  it('names the available commands', async () => {
    const { execFile } = await import('node:child_process');
    const entry = fileURLToPath(new URL('../../packages/raft-testkit/src/cli/main.ts', import.meta.url));
    const { code, stderr } = await new Promise<{ code: unknown; stderr: string }>((resolve) =>
      execFile(process.execPath, [entry, 'confromance'], (error, _out, stderr) =>
        resolve({ code: error?.code, stderr }),
      ),
    );
    expect(stderr).toBe("error: there is no command 'confromance': give conformance, schedules\n");
    expect(code).toBe(2);
  });
});
