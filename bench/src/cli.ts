// The command line: `pnpm bench [options]` and `pnpm bench validate FILE`. Whatever is wrong with it is one line on
// standard error and exit code 2.

import { join, resolve } from 'node:path';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { UsageError } from './errors.ts';
import type { RunOptions } from './options.ts';
import { renderTables } from './report/report.ts';
import { paintFor } from './report/terminal.ts';
import { type Results, readResults, resultsFile } from './results.ts';
import { run, type Surroundings } from './run.ts';

/** What a process says by its exit code. */
export const exitCodes = { ok: 0, failedTrials: 1, usage: 2, interrupted: 130 } as const;

const defaultOut = join(import.meta.dirname, '../results');

/** Does what the arguments ask for. Resolves with the exit code. */
export async function main(args: readonly string[], surroundings: Surroundings): Promise<number> {
  let exitCode: number = exitCodes.ok;
  const program = createProgram(args, surroundings, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    return explain(error, surroundings);
  }
  return exitCode;
}

type Given = {
  suite?: string[];
  target?: string[];
  trials?: number;
  seed: number;
  out: string;
  quick?: true;
};

function createProgram(args: readonly string[], surroundings: Surroundings, exit: (code: number) => void) {
  const { stdout, suites, targets } = surroundings;
  const program = new Command('pnpm bench')
    .description('Measures Raft clusters in TypeScript and Go: each trial in a process of its own.')
    .exitOverride()
    .configureOutput({ writeOut: (text) => stdout.write(text), writeErr: () => {} })
    .allowExcessArguments(false)
    .addOption(namesOption('-s, --suite <names...>', 'only these suites', suites))
    .addOption(namesOption('-t, --target <names...>', 'only these targets', targets))
    .option('-n, --trials <number>', 'trials of each setting and target', integer(1, 1000))
    .option('--seed <number>', 'fixes every random choice', integer(0, 0xffff_ffff), 1)
    .addOption(
      new Option('-o, --out <folder>', 'where results.json and tables/ go')
        .default(defaultOut, 'bench/results')
        .argParser((folder) => resolve(folder)),
    )
    .option('-q, --quick', 'seconds instead of minutes: shows that everything works, not how fast it is')
    .addHelpText('after', examples)
    .action(async (given: Given) => exit(await measure(toOptions(given, args, surroundings), surroundings)));
  program
    .command('validate')
    .description('check a results file against the published schema')
    .argument('<file>', 'a results.json')
    .action((file: string) => validate(file, stdout));
  program
    .command('report')
    .description('show the tables of an earlier run')
    .argument('[file]', 'a results.json', resultsFile(defaultOut))
    .action((file: string) => void stdout.write(renderTables(suites, readResults(file), paintFor(stdout))));
  for (const command of program.commands) command.copyInheritedSettings(program);
  return program;
}

const examples = `
Examples:
  $ pnpm bench                                     all suites on all targets, in less than three minutes
  $ pnpm bench --quick                             the same in seconds
  $ pnpm bench --suite throughput --target async   one suite on one target
  $ pnpm bench --target workers,go                 all suites on two targets
  $ pnpm bench --suite election memory --trials 20 --out bench/results/long
  $ pnpm bench validate bench/results/results.json

Exit codes: 0 done; 1 a trial failed, and its figures do not count; 2 wrong usage; 130 interrupted (what had
finished is kept).`;

interface Named {
  readonly name: string;
}

/** Names apart by spaces or by commas. */
function namesOption(flags: string, description: string, known: readonly Named[]): Option {
  const choices = known.map(({ name }) => name);
  const option = new Option(flags, description).choices(choices);
  return option.argParser((text: string, before?: string[]) => {
    const names = text.split(',');
    if (names.every((name) => choices.includes(name))) return [...(before ?? []), ...names];
    throw new InvalidArgumentError(`Allowed choices are ${choices.join(', ')}.`);
  });
}

function integer(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Give an integer from ${min} to ${max}.`);
  };
}

function toOptions(given: Given, args: readonly string[], { suites, targets }: Surroundings): RunOptions {
  const { suite, target, trials: rounds, seed, out, quick } = given;
  const chosen = <T extends Named>(known: readonly T[], names: string[] | undefined) =>
    known.filter(({ name }) => names === undefined || names.includes(name));
  const size = quick ? 'quick' : 'full';
  return { suites: chosen(suites, suite), targets: chosen(targets, target), size, rounds, seed, out, args };
}

async function measure(options: RunOptions, surroundings: Surroundings): Promise<number> {
  const { stdout, stderr, suites } = surroundings;
  const results = await run(options, surroundings);
  stdout.write(`\n${renderTables(suites, results, paintFor(stdout))}`);
  stdout.write(`\nresults: ${resultsFile(options.out)}\n`);
  return conclude(results, stderr);
}

function conclude({ interrupted, trials }: Results, stderr: NodeJS.WritableStream): number {
  const failed = trials.filter(({ outcome }) => !outcome.ok);
  if (interrupted) stderr.write(`interrupted: the ${trials.length} trials that had finished are kept\n`);
  else if (failed.length > 0)
    stderr.write(`${failed.length} of ${trials.length} trials failed: their figures do not count\n`);
  if (interrupted) return exitCodes.interrupted;
  return failed.length > 0 ? exitCodes.failedTrials : exitCodes.ok;
}

function validate(file: string, stdout: NodeJS.WritableStream): void {
  const { version, trials } = readResults(file);
  stdout.write(`${file} is a valid results file: version ${version}, ${trials.length} trials\n`);
}

/** Says in one line what went wrong. An error that nobody expected is a bug, and shows where it is. */
function explain(error: unknown, { stderr, signal }: Surroundings): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exitCodes.ok; // --help
    const problem = error.message.replace(/\n\s*/g, ' ').replace(/\.$/, '');
    stderr.write(`${problem}; see pnpm bench --help\n`);
    return exitCodes.usage;
  }
  if (signal.aborted) {
    stderr.write('interrupted before anything was measured\n');
    return exitCodes.interrupted;
  }
  if (!(error instanceof UsageError)) throw error;
  stderr.write(`error: ${error.message}\n`);
  return exitCodes.usage;
}
