// A command line as a process: its signals, its streams, its exit code.

import { type CliIO, exitCodes } from './command.ts';

/** Runs a command line with this process's arguments, and sets its exit code. SIGINT and SIGTERM interrupt it. */
export async function runAsProcess(
  main: (args: readonly string[], io: CliIO) => Promise<number>,
  args: readonly string[] = process.argv.slice(2),
): Promise<void> {
  exitOnBrokenPipe();
  const interruption = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => interruption.abort());
  const { stdout, stderr } = process;
  process.exitCode = await main(args, { stdout, stderr, signal: interruption.signal });
}

/**
 * Ends this process quietly once standard output has no reader, as in `pnpm conformance | head -1`. The exit code is not 0: a run
 * that is cut short has not passed.
 */
export function exitOnBrokenPipe(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(exitCodes.brokenPipe);
  });
}
