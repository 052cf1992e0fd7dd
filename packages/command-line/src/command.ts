// Common parts of the command lines: exit codes, options that are integers, and one line for a wrong call.

import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { UsageError } from './usage-error.ts';

/** Interrupted and broken pipe are 128 + the signal's number, as shells report SIGINT and SIGPIPE. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  usage: 2,
  undecided: 3,
  interrupted: 130,
  brokenPipe: 141,
} as const;

/** Input and output of a command line. */
export interface CliIO {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  /** Fires when the user interrupts. */
  readonly signal: AbortSignal;
}

export function createCommand(name: string, description: string, { stdout }: CliIO): Command {
  return new Command(name)
    .description(description)
    .exitOverride()
    .configureOutput({ writeOut: (text) => stdout.write(text), writeErr: () => {} })
    .allowExcessArguments(false);
}

/** Parses the arguments and runs the command. Resolves with the exit code. */
export async function runCommand<Given>(
  program: Command,
  args: readonly string[],
  run: (given: Given) => Promise<number>,
  { stderr }: CliIO,
): Promise<number> {
  let exitCode: number = exitCodes.ok;
  program.action(async (given: Given) => {
    exitCode = await run(given);
  });
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.ok; // --help
    stderr.write(`error: ${messageOf(error)}; see ${program.name()} --help\n`);
    return exitCodes.usage;
  }
  return exitCode;
}

/** The message of a usage error. Any other error is a bug and thrown, with its stack. */
function messageOf(error: unknown): string {
  if (error instanceof CommanderError)
    return error.message
      .replace(/^error: /, '')
      .replace(/\n\s*/g, ' ')
      .replace(/\.$/, '');
  if (error instanceof UsageError) return error.message;
  throw error;
}

/** Option parser for integers in a range, both ends included. */
export function integer(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Give an integer from ${min} to ${max}.`);
  };
}
