// Running the tests of the baseline in Rust, and counting them.

import { spawnSync } from 'node:child_process';
import type { Count } from './go-tests.ts';

/** Why a crate can't be tested here: no cargo, or crates that it needs are out of reach. Null if it can. */
export function missingCrates(folder: string): string | null {
  const { error, status, stderr } = spawnSync('cargo', ['fetch', '--locked'], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (error !== undefined) return "cargo can't be started: get it from https://rustup.rs/";
  if (status === 0) return null;
  return stderr.split('\n').find((line) => line.startsWith('error')) ?? 'cargo fetch failed';
}

/** Runs all tests of a crate. The first time it builds them, for most of a minute. */
export function runRustTests(folder: string): Count {
  const { stdout, status } = spawnSync('cargo', ['test', '--locked', '--quiet', '--no-fail-fast'], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const results = [...stdout.matchAll(/^test result: .*? (\d+) passed; (\d+) failed/gm)];
  const sum = (group: number) => results.reduce((total, result) => total + Number(result[group]), 0);
  const [passed, failed] = [sum(1), sum(2)];
  if (status !== 0) process.stdout.write(stdout);
  const broken = status !== 0 && failed === 0 ? 1 : 0; // a crate that does not build
  console.log(` ${failed + broken === 0 ? '✓' : '✗'} ${folder}: ${passed} passed`);
  return { passed, failed: failed + broken };
}
