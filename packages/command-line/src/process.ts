// A command line as a process: its signals, its streams, its exit code.

import { fileURLToPath } from 'node:url';
import { type CliIO, exitCodes } from './command.ts';
import { launcherOf, onLauncherEnd } from './launcher.ts';

const workspace = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');

const interrupting: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a command line with this process's arguments, and sets its exit code. SIGINT, SIGTERM, SIGHUP and the end of the package
 * manager that started it interrupt it.
 */
export async function runAsProcess(
  main: (args: readonly string[], io: CliIO) => Promise<number>,
  args: readonly string[] = process.argv.slice(2),
): Promise<void> {
  exitOnBrokenPipe();
  const interruption = new AbortController();
  const interrupt = interrupter(interruption);
  for (const signal of interrupting) process.on(signal, interrupt);
  using _watch = onLauncherEnd(interrupt);
  const { stdout, stderr, env } = process;
  const launcher = launcherOf(env, workspace);
  process.exitCode = await main(args, { stdout, stderr, launcher, signal: interruption.signal });
  for (const signal of interrupting) process.off(signal, interrupt);
}

/** Time in which further signals are copies of the first: Ctrl-C reaches this process, and pnpm passes it on (ms). */
const copies = 1000;

/** The first signal interrupts; a later one, when the user has waited in vain, ends the process. */
function interrupter(interruption: AbortController): () => void {
  let first: number | undefined;
  return () => {
    first ??= performance.now();
    if (performance.now() - first > copies) process.exit(exitCodes.interrupted);
    interruption.abort();
  };
}

/**
 * Ends this process quietly once standard output or error has no reader, as in `pnpm conformance 2>&1 | head -1`. The exit code
 * is not 0: a run that is cut short has not passed.
 */
export function exitOnBrokenPipe(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      process.exit(exitCodes.brokenPipe);
    });
}
