// What else the machine does, and what is said of it.

import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fakeResults } from '../testing/fake-results.ts';
import { complaintsOf, listen, watch } from './noise.ts';

const { environment } = fakeResults('quick');
const quiet = { otherCpus: 0.01, stolenCpus: 0, watchedMs: 1000, busiest: [] };

test('a quiet machine has no complaints, and neither has one that shows nothing', () => {
  expect(complaintsOf(quiet, environment)).toEqual([]);
  expect(complaintsOf(null, environment)).toEqual([]);
});

test('a busy process, a hypervisor and a governor are named with their share', () => {
  const busiest = [{ pid: 7, command: 'cc1', cpus: 0.8 }];
  const noise = { ...quiet, otherCpus: 0.9, stolenCpus: 0.2, busiest };
  expect(complaintsOf(noise, { ...environment, governor: 'powersave' })).toEqual([
    'other programs keep 0.90 of 2 CPUs busy: cc1 (7) 0.80',
    'the hypervisor takes 0.20 of 2 CPUs for other machines',
    'the CPU governor is powersave: clock rates vary',
  ]);
});

test.skipIf(!existsSync('/proc/stat'))("this process's own work is not counted as another's", () => {
  const disturbance = watch();
  const until = performance.now() + 300;
  while (performance.now() < until);
  const all = disturbance()!;
  expect(all.stolenCpus).toBeGreaterThanOrEqual(0);
  expect(all.otherCpus).toBeLessThan(environment.cores + 128);
});

test('watching ends with an interruption', async () => {
  const started = performance.now();
  await listen(60_000, AbortSignal.abort());
  expect(performance.now() - started).toBeLessThan(10_000);
});
