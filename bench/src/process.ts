// The bench as a process: an interruption, or its end, ends every trial's process.

import { runAsProcess } from '@three-ways/command-line';
import { main } from './cli.ts';
import { killChildren } from './run/child-process.ts';
import type { BenchDeps } from './run/run.ts';

type Registries = Pick<BenchDeps, 'suites' | 'targets' | 'calibrate' | 'ideal' | 'lockFile'>;

/** Runs the command line of this process to its end, and sets its exit code. */
export async function runBench(registries: Registries): Promise<void> {
  process.once('exit', killChildren);
  await runAsProcess((args, io) => main(args, { ...registries, ...io, env: process.env }));
}
