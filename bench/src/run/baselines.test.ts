// The smallest baseline, as docs/adding-a-target.md shows it, gives a result that counts.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { throughput } from '../suites/throughput/suite.ts';
import { runTrial } from './trial-process.ts';

const guide = readFileSync(join(import.meta.dirname, '../../../docs/adding-a-target.md'), 'utf8');
const hasPython = spawnSync('python3', ['--version']).status === 0;

test.skipIf(!hasPython)("the guide's program in Python runs a trial", async () => {
  const program = /```python\n(.*?)```/s.exec(guide)![1]!;
  const [setting] = throughput.settings('quick');
  const spec = {
    ...setting!,
    suite: 'throughput',
    target: 'dictionaries',
    seed: 1,
    warmupMs: 5,
    measureMs: 20,
  };
  const planned = { number: 1, suite: throughput, round: 1, spec };
  const command = { file: 'python3', args: ['-c', program] };
  expect(await runTrial(command, planned, new AbortController().signal)).toMatchObject({ ok: true });
});
