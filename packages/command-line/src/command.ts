// Common parts of the command lines: exit codes, options that are integers, and one line for a wrong call.

import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { nearest } from './nearest.ts';
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
  /** What the user types before a script's name; `pnpm` unless given. */
  readonly launcher?: string;
}

/** The command that runs a script of the workspace, as the user can type it. @param name such as `pnpm bench` */
export function typed(name: string, { launcher = 'pnpm' }: Pick<CliIO, 'launcher'>): string {
  return name.replace(/^pnpm\b/, launcher);
}

export function createCommand(name: string, description: string, io: CliIO): Command {
  const { stdout } = io;
  return new Command(typed(name, io))
    .description(description)
    .exitOverride()
    .configureOutput({ writeOut: (text) => stdout.write(text), writeErr: () => {} })
    .enablePositionalOptions()
    .hook('preSubcommand', refuseOptionsBefore)
    .allowExcessArguments(false);
}

/** A subcommand would ignore the options before it. @throws UsageError */
function refuseOptionsBefore(program: Command, subcommand: Command): void {
  const given = program.options.filter(
    (option) => program.getOptionValueSource(option.attributeName()) === 'cli',
  );
  if (given.length === 0) return;
  const flags = given.map(({ long, short }) => `'${long ?? short}'`).join(', ');
  throw new UsageError(`'${subcommand.name()}' takes no ${flags} before it`);
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
    const message = unknownCommand(program, error) ?? messageOf(error);
    stderr.write(`error: ${message}; see ${program.name()} --help\n`);
    return exitCodes.usage;
  }
  return exitCode;
}

/** The message of a mistyped subcommand, which Commander takes for an argument too many; undefined for another error. */
function unknownCommand({ commands, args: [first = ''] }: Command, error: unknown): string | undefined {
  if (!(error instanceof CommanderError) || error.code !== 'commander.excessArguments') return undefined;
  if (commands.length === 0 || commands.some((command) => command.name() === first)) return undefined;
  const known = commands.map((command) => command.name());
  const meant = nearest(first, known);
  const hint = meant === undefined ? `give ${known.join(', ')} or options alone` : `did you mean ${meant}?`;
  return `there is no command '${first}': ${hint}`;
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

/** Refuses options of other commands in one line. @param reasons halves of a sentence, by option */
export function refuseOptions(command: Command, reasons: Readonly<Record<string, string>>): void {
  for (const [name, reason] of Object.entries(reasons)) {
    const refuse = () => {
      throw new UsageError(`${command.name()} takes no ${name}: ${reason}`);
    };
    command.addOption(new Option(`${name} [values...]`).hideHelp().argParser(refuse).preset(''));
  }
}

/** Option parser for integers in a range, both ends included. */
export function integer(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Give an integer from ${min} to ${max}.`);
  };
}
