import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { main } from '../../cli.ts';
import { readResults } from '../../results/results.ts';
import type { Target } from '../../run/targets.ts';
import { fakeTarget } from '../../testing/fake-targets.ts';
import { Transcript } from '../../testing/transcript.ts';
import { suites } from '../suites.ts';
import { run } from './program.ts';
import { primitivesResultSchema } from './protocol.ts';

const trial = join(import.meta.dirname, 'trial.ts');
const prepare = async () => ({ ready: true }) as const;
const only = { title: 'A model', language: 'TypeScript', suites: ['primitives'], prepare } as const;

async function bench(args: string[], targets: readonly Target[]) {
  const [stdout, stderr] = [new Transcript(), new Transcript()];
  const out = mkdtempSync(join(tmpdir(), 'bench-'));
  const { signal } = new AbortController();
  const deps = { suites, targets, calibrate: async () => [], stdout, stderr, env: {}, signal };
  const code = await main(['--quick', '--out', out, ...args], deps);
  return { code, stdout: stdout.text, stderr: stderr.text, file: join(out, 'results.json') };
}

test('a trial that fails is one line that says why, and the run ends with 1', async () => {
  const { code, stderr, file } = await bench(['--suite', 'primitives'], [{ ...only, name: 'rust' }]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^1\/1 primitives, all rows, rust: FAILED: unknown target rust \(/m);
  expect(readResults(file).trials[0]?.outcome).toEqual({ ok: false, reason: 'unknown target rust' });
});

test('a target that only primitives measures is not in the default run', async () => {
  const { stderr, file } = await bench([], [fakeTarget('fake', 'ok'), { ...only, name: 'processes' }]);
  expect(stderr).not.toContain('processes');
  expect(new Set(readResults(file).trials.map(({ spec }) => spec.target))).toEqual(new Set(['fake']));
});

test('to ask for such a target names the suite', async () => {
  const { code, stderr } = await bench(
    ['--target', 'processes'],
    [fakeTarget('fake', 'ok'), { ...only, name: 'processes' }],
  );
  expect(code).toBe(2);
  expect(stderr).toContain('only --suite primitives measures processes');
});

test('a trial measures all rows and the memory of a model', { timeout: 60_000 }, async () => {
  const spec = { suite: 'primitives', target: 'async', seed: 1, scale: 0.01, sampleMs: 1, proof: false };
  const script = `echo '${JSON.stringify(spec)}' | ${process.execPath} --expose-gc ${trial}`;
  const result = primitivesResultSchema.parse(await run({ file: '/bin/sh', args: ['-c', script] }));
  expect(result.rows).toHaveLength(26);
  expect(result.memory.map(({ tasks }) => tasks)).toEqual([5_000, 15_000, 25_000]);
});
