// The life of a run: its folder, its lock, its interruption and resumption, and what it leaves in each case.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { main } from './cli.ts';
import { type Results, readResults } from './results/results.ts';
import { takeLock } from './run/lock.ts';
import type { BenchDeps } from './run/options.ts';
import { suites } from './suites/suites.ts';
import { fakeTarget } from './testing/fake-targets.ts';
import { newFolder } from './testing/new-folder.ts';
import { Transcript } from './testing/transcript.ts';

const brief = ['--quick', '--suite', 'election'];

/** Runs the command line with fake targets; runs without --out go into `root`. */
async function bench(root: string, args: string[], given: Partial<BenchDeps> = {}) {
  const [stdout, stderr] = [new Transcript(), new Transcript()];
  const { signal } = new AbortController();
  const targets = [fakeTarget('fake', 'ok'), fakeTarget('other', 'ok')];
  const calibrate = async () => [];
  const deps = { suites, targets, calibrate, stdout, stderr, env: {}, signal, resultsRoot: root, ...given };
  const code = await main(args, deps);
  return { code, stdout: stdout.text, stderr: stderr.text };
}

function runsIn(root: string): string[] {
  return readdirSync(root)
    .filter((name) => name !== 'latest')
    .sort();
}

test('each run has its folder, and latest points at the last that finished', async () => {
  const root = newFolder();
  await bench(root, brief);
  await bench(root, brief);
  const [first, second] = runsIn(root);
  expect(first).toMatch(/^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d$/);
  expect(runsIn(root)).toHaveLength(2);
  expect(readlinkSync(join(root, 'latest'))).toBe(second);
  expect((await bench(root, ['report'])).stdout).toContain('Time without a leader');
});

test('the results do not say in which folder of the machine they were written', async () => {
  const root = newFolder();
  for (const out of [['--out', join(root, 'a')], [`--out=${join(root, 'b')}`], ['-o', join(root, 'c')]])
    await bench(root, [...brief, ...out]);
  for (const name of ['a', 'b', 'c'])
    expect(readResults(join(root, name, 'results.json')).settings.arguments).toEqual(brief);
});

test('a run tells the next how long its trials take', async () => {
  const root = newFolder();
  await bench(root, brief);
  const [name] = runsIn(root);
  const file = join(root, name!, 'results.json');
  const run = readResults(file);
  const slow = { ...run, trials: run.trials.map((trial) => ({ ...trial, elapsedMs: 300_000 })) };
  writeFileSync(file, JSON.stringify(slow));
  expect((await bench(root, [...brief, '--seed', '1'])).stderr).toMatch(
    /^2 trials of election on fake, other: about 10:0\d /,
  );
});

test('an interrupted run leaves latest alone, and resume finishes it', async () => {
  const root = newFolder();
  await bench(root, brief);
  const finished = readlinkSync(join(root, 'latest'));
  const interruption = new AbortController();
  const { signal } = interruption;
  const calibrate = async () => {
    interruption.abort();
    return [];
  };
  const { code, stderr } = await bench(root, brief, { signal, calibrate });
  expect(code).toBe(130);
  expect(stderr).toMatch(/\ninterrupted: 0 finished trials kept; go on with `pnpm bench resume [^`]+`\n$/);
  expect(readlinkSync(join(root, 'latest'))).toBe(finished);
  const resumed = await bench(root, ['resume']);
  expect(resumed.code).toBe(0);
  expect(resumed.stderr).toMatch(/^0 trials are done; 2 trials of election on fake, other: about 0:\d\d /);
  const newest = runsIn(root).at(-1)!;
  expect(readlinkSync(join(root, 'latest'))).toBe(newest);
  expect(readResults(join(root, newest, 'results.json'))).toMatchObject({ interrupted: false });
});

/** Cuts the results of a finished run down to what a killed one had saved. */
function cutDown(file: string, trials: number): Results {
  const whole = readResults(file);
  const cut = { ...whole, finishedAt: null, trials: whole.trials.slice(0, trials), figures: [] };
  writeFileSync(file, JSON.stringify(cut));
  return whole;
}

test("a killed run's trials are shown, and resume measures the others alone", async () => {
  const root = newFolder();
  const out = join(newFolder(), 'run');
  await bench(root, [...brief, '--out', out]);
  const file = join(out, 'results.json');
  const whole = cutDown(file, 1);
  const { stdout } = await bench(root, ['report', out]);
  expect(stdout).toContain('101');
  expect(stdout).toContain('only finished trials are included (1 of 2)');
  expect((await bench(root, ['report', out, '--csv'])).stdout).toMatch(
    /^election,latency,ms,.*,fake,3,101,/m,
  );
  const { code, stderr } = await bench(root, ['resume', out]);
  expect(code).toBe(0);
  expect(stderr).toMatch(/^1 trials are done; 1 trials/);
  const now = readResults(file);
  expect(now.trials.map(({ number }) => number)).toEqual([1, 2]);
  const samplesIn = ({ figures }: Results) => figures.map(({ target, rounds }) => ({ target, rounds }));
  expect(samplesIn(now)).toEqual(samplesIn(whole));
  expect((await bench(root, ['resume', out])).stderr).toContain('has finished: there is nothing to resume');
});

test('a run is not resumed on another machine, with other versions or another plan', async () => {
  const root = newFolder();
  const out = join(newFolder(), 'run');
  await bench(root, [...brief, '--out', out]);
  const file = join(out, 'results.json');
  cutDown(file, 1);
  const before = readFileSync(file, 'utf8');
  writeFileSync(file, before.replace(/"node":"[^"]+"/, '"node":"26.0.0"'));
  const elsewhere = await bench(root, ['resume', out]);
  expect(elsewhere).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("can't be resumed here: node 26.0.0, now"),
  });
  writeFileSync(file, before.replace('"crashes":3', '"crashes":4'));
  const otherwise = await bench(root, ['resume', out]);
  expect(otherwise).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('trial 1 is planned otherwise now'),
  });
});

test('no run is overwritten', async () => {
  const out = newFolder();
  await bench(out, [...brief, '--out', out]);
  const before = readFileSync(join(out, 'results.json'), 'utf8');
  const { code, stderr } = await bench(out, [...brief, '--out', out]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^error: \S+ holds a run already, and no run is overwritten: name another folder/);
  expect(readFileSync(join(out, 'results.json'), 'utf8')).toBe(before);
});

test('a second bench is refused in one line and leaves nothing', async () => {
  const root = newFolder();
  const lockFile = join(newFolder(), 'lock');
  using _first = takeLock(lockFile);
  const { code, stderr } = await bench(root, brief, { lockFile });
  expect(code).toBe(2);
  expect(stderr).toMatch(/^error: another bench has been measuring on this machine since [^\n]+\n$/);
  expect(readdirSync(root)).toEqual([]);
});

test.each(['--json', '--csv'])('%s is clean on standard output', async (flag) => {
  const { stdout } = await bench(newFolder(), [...brief, flag]);
  if (flag === '--json') expect(JSON.parse(stdout)).toMatchObject({ version: 1, interrupted: false });
  else
    expect(
      new Set(
        stdout
          .trimEnd()
          .split('\n')
          .map((line) => line.split(',').length),
      ),
    ).toEqual(new Set([14]));
});

test('two runs of the same are compared, by the command or the option', async () => {
  const root = newFolder();
  await bench(root, [...brief, '--trials', '6']);
  await bench(root, [...brief, '--trials', '6']);
  const runs = runsIn(root).map((name) => join(root, name));
  const { code, stdout } = await bench(root, ['compare', ...runs]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^No change shown between the two runs\n/);
  expect(stdout).toContain('No change shown: 6 of 6 figures');
  expect((await bench(root, ['--compare', ...runs])).stdout).toBe(stdout);
  expect(JSON.parse((await bench(root, ['compare', ...runs, '--json'])).stdout)).toMatchObject({
    changed: [],
  });
  expect(await bench(root, ['--compare', runs[0]!])).toMatchObject({ code: 2 });
});

test('without a run there is nothing to report or resume, in one line', async () => {
  const root = newFolder();
  expect((await bench(root, ['report'])).stderr).toMatch(
    /^error: no run in \S+ has finished: name the folder/,
  );
  expect((await bench(root, ['resume'])).stderr).toMatch(
    /^error: no run in \S+ is unfinished: name the folder/,
  );
});

test('--list names suites and targets', async () => {
  const { code, stdout } = await bench(newFolder(), ['--list']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^ {2}throughput +How many proposals/m);
  expect(stdout).toMatch(/^ {2}fake +Fake, fake$/m);
});

/** The bench as a process, with fake targets of which the second hangs; resolves once that one's trial runs. */
async function benchThatHangs(out: string): Promise<ChildProcess> {
  const args = [join(import.meta.dirname, 'testing/fake-main.ts'), ...brief, '--out', out];
  const env = { ...process.env, PID_FILE: join(out, 'pid') };
  const bench = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  await expect.poll(() => existsSync(join(out, 'pid')), { timeout: 15_000 }).toBe(true);
  return bench;
}

test('a folder that vanishes during the run is made again', async () => {
  const out = join(newFolder(), 'run');
  const bench = await benchThatHangs(out);
  rmSync(out, { recursive: true });
  bench.kill('SIGINT');
  await once(bench, 'exit');
  expect(readResults(join(out, 'results.json')).trials).toHaveLength(1);
});

test('a folder that turns into a file during the run is one line and exit code 1, and the trials are kept', async () => {
  const out = join(newFolder(), 'run');
  const bench = await benchThatHangs(out);
  const [stdout, stderr] = [text(bench.stdout!), text(bench.stderr!)];
  rmSync(out, { recursive: true });
  writeFileSync(out, '');
  bench.kill('SIGINT');
  const [code] = await once(bench, 'exit');
  const [, file = ''] = /\(it is not a folder\): 1 finished trials are in (\S+)\n$/.exec(await stderr) ?? [];
  expect(await stdout).toContain('Time without a leader');
  expect(code).toBe(1);
  expect(readResults(file).trials).toHaveLength(1);
  rmSync(join(file, '..'), { recursive: true });
});

test('a run that is killed has kept its finished trials', async () => {
  const out = join(newFolder(), 'run');
  const bench = await benchThatHangs(out);
  const trial = Number(readFileSync(join(out, 'pid'), 'utf8'));
  bench.kill('SIGKILL');
  await once(bench, 'exit');
  process.kill(trial);
  expect(readResults(join(out, 'results.json'))).toMatchObject({ finishedAt: null, trials: [{ number: 1 }] });
});

test('a run ends with the package manager that started it', async () => {
  const out = join(newFolder(), 'run');
  mkdirSync(out);
  const npx = join(newFolder(), 'npx');
  writeFileSync(npx, '#!/bin/sh\n"$@" &\nwait\n', { mode: 0o755 });
  const args = [process.execPath, join(import.meta.dirname, 'testing/fake-main.ts'), ...brief, '--out', out];
  const launcher = spawn(npx, args, { env: { ...process.env, PID_FILE: join(out, 'pid') }, stdio: 'ignore' });
  await expect.poll(() => existsSync(join(out, 'pid')), { timeout: 15_000 }).toBe(true);
  launcher.kill('SIGTERM');
  const file = join(out, 'results.json');
  await expect.poll(() => readResults(file).interrupted, { timeout: 10_000 }).toBe(true);
});
