// Targets on other engines and on one CPU: how they are chosen, named, prepared, and compared.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { engines } from '@three-ways/raft-testkit/engines';
import { expect, test } from 'vitest';
import { main } from '../cli.ts';
import { type Results, readResults } from '../results/results.ts';
import { suites } from '../suites/suites.ts';
import { fakeCommand, fakeTarget } from '../testing/fake-targets.ts';
import { newFolder } from '../testing/new-folder.ts';
import { Transcript } from '../testing/transcript.ts';
import { onOneCpu } from './one-cpu.ts';
import type { Target } from './target.ts';
import { isMeasured, variantsOf } from './variants.ts';

const typeScript: Target = {
  ...fakeTarget('async', 'ok'),
  prepareOn: async ({ name }) =>
    name === 'deno'
      ? { ready: false, reason: 'a reason', impossible: true }
      : { ready: true, command: fakeCommand('ok') },
};
const targets = [typeScript, { ...fakeTarget('go', 'ok'), language: 'Go' } as const];
const hasTaskset = spawnSync('taskset', ['--version']).status === 0;

async function bench(args: string[], env: NodeJS.ProcessEnv = process.env) {
  const [stdout, stderr] = [new Transcript(), new Transcript()];
  const deps = { suites, targets, calibrate: async () => [], env: { ...env, CI: 'true' } };
  const code = await main(args, { ...deps, stdout, stderr, signal: new AbortController().signal });
  return { code, stdout: stdout.text, stderr: stderr.text };
}

async function measured(...args: string[]): Promise<Results & { stdout: string }> {
  const out = newFolder();
  const { code, stdout, stderr } = await bench(['--quick', '--suite', 'election', '--out', out, ...args]);
  expect([code, stderr]).toEqual([0, expect.any(String)]);
  return { ...readResults(join(out, 'results.json')), stdout };
}

const namesIn = ({ trials }: Results) => [...new Set(trials.map(({ spec }) => spec.target))];

test('each engine is a target of its own; what is not TypeScript is measured once', async () => {
  const results = await measured('--engine', 'node, bun', 'bun,');
  expect(namesIn(results)).toEqual(['async', 'async@bun', 'go']);
  expect(results.targets[1]).toMatchObject({
    title: 'Fake, async on Bun',
    engine: { name: 'bun', version: expect.stringMatching(/^\d+\.\d+\.\d+$/) },
  });
  expect(results.stdout).toContain('async on Bun');
  expect(results.stdout).toMatch(/Other engines +bun 1\./);
  const ratios = results.figures.filter(({ metric, ratio }) => metric === 'latency' && ratio !== null);
  expect(ratios.map(({ target }) => target)).toEqual(['async', 'async@bun']);
});

test('an engine that cannot run a target says so in its row, also where nothing may be missing', async () => {
  const { stdout, targets } = await measured('--engine', 'bun,deno');
  expect(targets.map(({ name, reason }) => [name, reason])).toEqual([
    ['async@bun', null],
    ['async@deno', 'a reason'],
    ['go', null],
  ]);
  expect(stdout).toContain('Fake, async on Deno was not measured: a reason.');
});

test.runIf(hasTaskset)('targets on one CPU are compared with the reference on one CPU', async () => {
  const results = await measured('--cpus', 'all,1');
  expect(namesIn(results)).toEqual(['async', 'async@1cpu', 'go', 'go@1cpu']);
  const of = (target: string) =>
    results.figures.find((figure) => figure.metric === 'latency' && figure.target === target)!;
  expect(of('go@1cpu').ratio).toBeNull();
  expect(of('async@1cpu').ratio!.median).toBe(
    of('async@1cpu').estimate!.median / of('go@1cpu').estimate!.median,
  );
  expect(results.environment).toMatchObject({ cpusAllowed: expect.any(String), gogc: null });
});

test.runIf(hasTaskset)('a variant can be named', async () => {
  expect(namesIn(await measured('--target', 'async@bun@1cpu,go'))).toEqual(['go', 'async@bun@1cpu']);
});

test.each([
  [['--engine', 'bun', '--target', 'go'], '--engine bun is for TypeScript, and no chosen target is'],
  [['--engine', 'bum'], 'Did you mean bun?'],
  [['--cpus', '2'], 'Allowed choices are all, 1'],
  [['--target', 'async@bum'], 'Did you mean async@bun?'],
  [['--cpus', '1', '--target', 'go', '--suite', 'primitives'], 'only --suite election, throughput'],
])('%j is refused in one line', async (args, what) => {
  const { code, stderr } = await bench(args);
  expect(stderr).toMatch(/^error: [^\n]+\n$/);
  expect(stderr).toContain(what);
  expect(code).toBe(2);
});

test('a full run compares variants at few settings, unless settings are named', () => {
  const suite = suites.find(({ name }) => name === 'throughput')!;
  const measured = (target: Target, size: 'full' | 'quick', only?: readonly string[]) => {
    const settings = suite
      .settings(size)
      .filter((setting) => isMeasured(target, suite, setting, { size, only }));
    return settings.map((setting) =>
      suite.describe({ suite: 'throughput', target: '', ...setting, seed: 0 }),
    );
  };
  const [base, onBun] = variantsOf(typeScript, { engines: engines.slice(0, 2), cpus: ['all'] }, suites);
  expect(measured(base!, 'full')).toHaveLength(suite.settings('full').length);
  expect(measured(onBun!, 'full', ['reads'])).toHaveLength(suite.settings('full').length);
  expect(measured(onBun!, 'full')).toEqual([
    ...[1, 256, 64, 1024, 4096].map((outstanding) => `3 servers, ${outstanding} outstanding`),
    '3 servers, 256 outstanding, compaction',
  ]);
  expect(measured(onBun!, 'quick')).toEqual(measured(base!, 'quick'));
});

test('one CPU without taskset is refused', async () => {
  const { code, stderr } = await bench(['--quick', '--cpus', '1', '--out', newFolder()], {
    PATH: '/nowhere',
  });
  expect(stderr).toMatch(/^error: --cpus 1 needs Linux with taskset .*\n$/);
  expect(code).toBe(2);
});

test.runIf(hasTaskset)('a pinned process sees one CPU, and so does Go', async () => {
  const program =
    "console.log(require('os').availableParallelism(), process.env.GOMAXPROCS, process.env.OWN)";
  const command = { file: process.execPath, args: ['-e', program], env: { OWN: 'kept' } };
  const { file, args, env } = await onOneCpu(command);
  const { stdout } = spawnSync(file, args, { encoding: 'utf8', env: { ...process.env, ...env } });
  expect(stdout).toBe('1 1 kept\n');
});
