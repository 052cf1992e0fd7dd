// The bench as a process: its signals, its streams, its exit code.

import { exitOnBrokenPipe } from '@three-ways/command-line';
import { main } from './cli.ts';
import { killChildren } from './run/child-process.ts';
import type { BenchDeps } from './run/run.ts';

const interrupting: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Runs the command line of this process to its end, and sets its exit code. */
export async function runAsProcess(
  registries: Pick<BenchDeps, 'suites' | 'targets' | 'calibrate'>,
): Promise<void> {
  exitOnBrokenPipe();
  const interruption = new AbortController();
  const interrupt = () => interruption.abort();
  for (const signal of interrupting) process.on(signal, interrupt);
  process.once('exit', killChildren);
  const { stdout, stderr, env } = process;
  const { signal } = interruption;
  process.exitCode = await main(process.argv.slice(2), { ...registries, stdout, stderr, env, signal });
  for (const signal of interrupting) process.off(signal, interrupt);
}
