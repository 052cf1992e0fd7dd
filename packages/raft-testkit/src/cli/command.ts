// What the testkit's command lines have in common: their exit codes, their way to read numbers and names, and to say in one
// line what is wrong with a call.

import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { type Target, TargetMissing, targets } from '../targets.ts';

export const exitCodes = { ok: 0, failed: 1, usage: 2, interrupted: 130 } as const;

export interface CliIO {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  /** Fires when the user interrupts. */
  readonly signal: AbortSignal;
}

/** A call that makes no sense; the message is one line that says what would do. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export function createCommand(name: string, description: string, { stdout }: CliIO): Command {
  return new Command(name)
    .description(description)
    .exitOverride()
    .configureOutput({ writeOut: (text) => stdout.write(text), writeErr: () => {} })
    .allowExcessArguments(false);
}

/** Does what the arguments ask for. Resolves with the exit code. */
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
    stderr.write(`error: ${complaintOf(error)}; see ${program.name()} --help\n`);
    return exitCodes.usage;
  }
  return exitCode;
}

/** An error that nobody expected is a bug, and shows where it is. */
function complaintOf(error: unknown): string {
  if (error instanceof CommanderError)
    return error.message
      .replace(/^error: /, '')
      .replace(/\n\s*/g, ' ')
      .replace(/\.$/, '');
  if (error instanceof UsageError || error instanceof TargetMissing) return error.message;
  throw error;
}

export function integer(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Give an integer from ${min} to ${max}.`);
  };
}

/** Names of targets, several of them by commas or by giving the option again. */
export function targetNames(text: string, before: readonly string[] = []): string[] {
  const names = text.split(',');
  for (const name of names)
    if (!(name in targets))
      throw new InvalidArgumentError(`There is no target ${name}: give ${Object.keys(targets).join(', ')}.`);
  return [...before, ...names];
}

export interface NamedTarget {
  readonly name: string;
  readonly target: Target;
}

/**
 * The targets of these names, one after the other; all if none is named, without those that this machine lacks: that is said.
 * After an interruption there are no more.
 * @throws TargetMissing for one that was named
 */
export async function* targetsOf(
  names: readonly string[] | undefined,
  { stderr, signal }: CliIO,
): AsyncGenerator<NamedTarget> {
  for (const name of names ?? Object.keys(targets)) {
    if (signal.aborted) return;
    try {
      yield { name, target: await targets[name]!() };
    } catch (error) {
      if (names !== undefined || !(error instanceof TargetMissing)) throw error;
      stderr.write(`${name} is left out: ${error.message}\n`);
    }
  }
}
