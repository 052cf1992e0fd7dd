// Running the tests of the Python baseline, and counting them.

import { spawnSync } from 'node:child_process';
import type { Count } from './go-tests.ts';

/** Oldest Python that runs the baseline. */
const [major, minor] = [3, 11];

/** Why this machine can't run the baseline; null if it can. */
export function missingPython(): string | null {
  const { stdout, error } = spawnSync('python3', ['-c', 'import sys; print(*sys.version_info[:2])'], {
    encoding: 'utf8',
  });
  if (error !== undefined) return `python3 can't be started: install Python ${major}.${minor} or newer`;
  const [foundMajor = 0, foundMinor = 0] = stdout.trim().split(' ').map(Number);
  if (foundMajor === major && foundMinor >= minor) return null;
  return `this is Python ${foundMajor}.${foundMinor}: install ${major}.${minor} or newer`;
}

/** Runs all tests below a folder. Skipped tests, such as gevent's where it is missing, are not counted. */
export function runPythonTests(folder: string): Count {
  const { stderr, status } = spawnSync('python3', ['-m', 'unittest', 'discover', folder], {
    encoding: 'utf8',
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  const ran = /^Ran (\d+) tests?/m.exec(stderr)?.[1];
  if (status !== 0 || ran === undefined) process.stderr.write(stderr);
  const sum = (...kinds: string[]) =>
    kinds.reduce((total, kind) => total + Number(new RegExp(`${kind}=(\\d+)`).exec(stderr)?.[1] ?? 0), 0);
  const failed = sum('failures', 'errors', 'unexpected successes');
  const broken = status !== 0 && failed === 0 ? 1 : 0; // a module that can't be imported
  console.log(` ${failed + broken === 0 ? '✓' : '✗'} ${folder}: ${stderr.trimEnd().split('\n').at(-1)}`);
  return { passed: Number(ran ?? 0) - failed - sum('skipped'), failed: failed + broken };
}
