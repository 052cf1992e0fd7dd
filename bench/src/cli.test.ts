// The command line of the bench: output, files and exit codes, with fake targets.

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { main } from './cli.ts';
import { type Results, readResults } from './results/results.ts';
import type { BenchDeps } from './run/run.ts';
import type { Target } from './run/targets.ts';
import { suites } from './suites/suites.ts';
import { fakeResults } from './testing/fake-results.ts';
import { fakeTarget } from './testing/fake-targets.ts';
import { newFolder } from './testing/new-folder.ts';
import { Transcript } from './testing/transcript.ts';

const missing: Target = {
  name: 'go',
  title: 'Go',
  language: 'Go',
  prepare: async () => ({ ready: false, reason: 'Go 1.26 or newer is not installed: get it' }),
};

/** Runs the command line with fake targets. Resolves with its exit code and output. */
async function bench(args: string[], given: Partial<BenchDeps> = {}) {
  const [stdout, stderr] = [new Transcript(), new Transcript()];
  const { signal } = new AbortController();
  const targets = [fakeTarget('fake', 'ok'), fakeTarget('other', 'ok')];
  const calibrate = async () => [];
  const code = await main(args, { suites, targets, calibrate, stdout, stderr, env: {}, signal, ...given });
  return { code, stdout: stdout.text, stderr: stderr.text };
}

test('a run leaves valid results and a table for every suite', async () => {
  const out = newFolder();
  const { code, stdout } = await bench(['--quick', '--out', out]);
  expect(code).toBe(0);
  expect(stdout).toContain('Time without a leader');
  const { trials, figures, interrupted } = readResults(join(out, 'results.json'));
  expect(trials).toHaveLength(22);
  expect(figures.some(({ metric }) => metric === 'liveBytesPerServer')).toBe(true);
  expect(interrupted).toBe(false);
  const tables = [...suites.map(({ name }) => `${name}.md`), 'environment.md'].sort();
  expect(readdirSync(join(out, 'tables'))).toEqual(tables);
  expect(readdirSync(out)).toEqual(['figures', 'report.html', 'results.json', 'tables']);
});

test('names are separated by spaces or by commas', async () => {
  const ways = [['fake,other'], ['fake', 'other'], [' fake , other,'], ['fake', 'fake,other', 'other']];
  for (const names of ways) {
    const out = newFolder();
    const args = ['--quick', '--out', out, '--suite', 'election', '--target', ...names];
    expect(await bench(args)).toMatchObject({ code: 0 });
    const { trials } = readResults(join(out, 'results.json'));
    expect(new Set(trials.map(({ spec }) => spec.target))).toEqual(new Set(['fake', 'other']));
  }
});

test('baselines are measured only when asked for, and their difference stands beside them', async () => {
  const differs = 'a library of others, by reference';
  const targets = [
    fakeTarget('own', 'ok'),
    { ...fakeTarget('theirs', 'ok'), baseline: true, differs } as const,
  ];
  const measured = async (...args: string[]) => {
    const out = newFolder();
    const { stdout } = await bench(['--quick', '--suite', 'throughput', '--out', out, ...args], { targets });
    const names = readResults(join(out, 'results.json')).targets.map(({ name }) => name);
    return { names, isExplained: stdout.replaceAll(/\s+/g, ' ').includes(differs) };
  };
  expect(await measured()).toEqual({ names: ['own'], isExplained: false });
  expect(await measured('--baselines')).toEqual({ names: ['own', 'theirs'], isExplained: true });
  expect(await measured('--target', 'theirs')).toEqual({ names: ['theirs'], isExplained: true });
});

test('a table of a suite that was not run does not stay from an earlier run', async () => {
  const out = newFolder();
  await bench(['--quick', '--out', out, '--suite', 'election']);
  expect(readFileSync(join(out, 'tables/memory.md'), 'utf8')).toBe('Not measured in this run.\n');
});

test('a trial whose digests differ does not count, and the run ends with exit code 1', async () => {
  const out = newFolder();
  const targets = [fakeTarget('fake', 'ok'), fakeTarget('wrong', 'wrong-digest')];
  const { code, stdout, stderr } = await bench(['--quick', '--out', out, '--suite', 'election'], { targets });
  expect(code).toBe(1);
  expect(stderr).toMatch(/\n1 of 2 trials failed: their figures do not count\n$/);
  expect(stderr).toContain('the digests of server 1 and 5 differ');
  expect(stdout).toMatch(/ Fake, wrong +no valid trial/);
  const { figures } = readResults(join(out, 'results.json'));
  expect(figures.filter(({ target }) => target === 'wrong').every(({ estimate }) => estimate === null)).toBe(
    true,
  );
});

test.each([
  [['--nope'], "unknown option '--nope'"],
  [['--suite', 'elections'], "argument 'elections' is invalid. Allowed choices are election,"],
  [['--target', 'rust'], "argument 'rust' is invalid. Allowed choices are fake, other"],
  [['--trials', '0'], "argument '0' is invalid. Give an integer from 1 to 1000"],
  [['--seed', '1.5'], "argument '1.5' is invalid"],
  [['--out', '/dev/null/results'], "can't write to the output folder /dev/null/results"],
  [
    ['measure'],
    "there is no command 'measure': give resume, report, join, validate, compare or options alone",
  ],
  [['reprot'], "there is no command 'reprot': did you mean report?"],
  [['--out='], "argument '' is invalid. Give a path"],
  [['--out', '/proc/nowhere'], "can't write to the output folder /proc/nowhere"],
  [['--target', ','], 'Allowed choices are fake, other'],
  [['--target', 'fakee'], 'Did you mean fake?'],
  [['--servers', '4'], 'no suite measures 4 servers: give 3, 5'],
  [['--quick', '--full'], 'give --quick or --full, not both'],
  [['--json', '--csv'], 'give --json or --csv, not both'],
  [['report', '--suite', 'memory'], "unknown option '--suite'"],
  [['--out', '/tmp', 'report'], "'report' takes no '--out' before it"],
  [['--seed', '2', '--quick', 'validate', 'x'], "'validate' takes no '--seed', '--quick' before it"],
  [['resume', '/no/such/folder'], "can't read /no/such/folder/results.json"],
  [['validate', '/no/such/file'], "can't read /no/such/file/results.json"],
])('%j is one clear line and exit code 2, before anything is measured', async (args, said) => {
  const { code, stdout, stderr } = await bench(args);
  expect(code).toBe(2);
  expect(stderr).toContain(said);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(stdout).toBe('');
});

test('a missing Go is one line, and its rows are marked', async () => {
  const targets = [fakeTarget('async', 'ok'), missing];
  const { code, stdout, stderr } = await bench(['--quick', '--out', newFolder()], { targets });
  expect(code).toBe(0);
  expect(stderr).toMatch(/^go is not measured: Go 1.26 or newer is not installed: get it\n/);
  expect(stdout).toMatch(/^Go +not measured/m);
});

test('in CI a missing Go is an error', async () => {
  const targets = [fakeTarget('async', 'ok'), missing];
  const out = newFolder();
  const { code, stderr } = await bench(['--quick', '--out', out], { targets, env: { CI: 'true' } });
  expect(code).toBe(2);
  expect(stderr).toContain('Go 1.26 or newer is not installed');
  expect(existsSync(join(out, 'results.json'))).toBe(false);
});

test('a missing Go does not matter where Go was not asked for', async () => {
  const targets = [fakeTarget('async', 'ok'), missing];
  const args = ['--quick', '--out', newFolder(), '--suite', 'election', '--target', 'async'];
  expect(await bench(args, { targets, env: { CI: 'true' } })).toMatchObject({ code: 0 });
});

test('where nothing can be measured the run ends with exit code 2', async () => {
  const { code } = await bench(['--quick', '--out', newFolder()], { targets: [missing] });
  expect(code).toBe(2);
});

test('validate accepts what a run wrote, and names what is wrong in another file', async () => {
  const out = newFolder();
  await bench(['--quick', '--out', out, '--suite', 'election']);
  const file = join(out, 'results.json');
  expect(await bench(['validate', file])).toMatchObject({ code: 0, stderr: '' });
  writeFileSync(file, readFileSync(file, 'utf8').replace('"version": 1', '"version": 9'));
  const { code, stderr } = await bench(['validate', file]);
  expect(code).toBe(2);
  expect(stderr).toContain('is of version 9, and this bench reads version 1');
});

test.each([
  ['without targets', (results: Results) => ({ ...results, targets: [] }), 'targets: '],
  [
    'of an unknown suite',
    (results: Results) => ({
      ...results,
      settings: { ...results.settings, suites: [{ name: 'x', rounds: 1 }] },
    }),
    'there is no suite x',
  ],
  [
    'with a target that is not the run’s',
    (results: Results) => ({ ...results, targets: results.targets.slice(0, 1) }),
    'trial 2: target other is not one of the run',
  ],
  [
    'with a negative median',
    (results: Results) => ({
      ...results,
      figures: results.figures.map((figure) => ({
        ...figure,
        estimate: { median: -1, low: null, high: null },
      })),
    }),
    'figure election, latency, fake: the median is 101, not -1',
  ],
])('validate refuses results %s', async (_, change, said) => {
  const out = newFolder();
  await bench(['--quick', '--out', out, '--suite', 'election']);
  const file = join(out, 'results.json');
  writeFileSync(file, JSON.stringify(change(readResults(file))));
  const { code, stderr } = await bench(['validate', out]);
  expect(stderr).toContain(said);
  expect(code).toBe(2);
});

test('report shows the tables of an earlier run', async () => {
  const out = newFolder();
  await bench(['--quick', '--out', out, '--suite', 'election']);
  const { code, stdout } = await bench(['report', join(out, 'results.json')]);
  expect(code).toBe(0);
  expect(stdout).toContain('Time without a leader');
});

test('--help explains itself with examples', async () => {
  const { code, stdout } = await bench(['--help']);
  expect(code).toBe(0);
  expect(stdout).toContain('$ pnpm bench --quick');
});

test('runs of different suites are joined into a folder of their own', async () => {
  const folder = newFolder();
  const results = ['election', 'memory'].map((name) =>
    fakeResults(
      'full',
      suites.filter((suite) => suite.name === name),
    ),
  );
  const places = results.map((one, index) => {
    const file = join(folder, `${index}.json`);
    writeFileSync(file, JSON.stringify(one));
    return file;
  });
  const { code, stdout } = await bench(['join', ...places, '--out', join(folder, 'joined')]);
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('joined') });
  const { trials } = readResults(join(folder, 'joined', 'results.json'));
  expect(trials).toHaveLength(results[0]!.trials.length + results[1]!.trials.length);
});
