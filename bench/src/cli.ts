// The command line: `pnpm bench [options]`, `pnpm bench validate FILE` and `pnpm bench report [FILE]`. A wrong call is one
// line on standard error and exit code 2.

import { join, resolve } from 'node:path';
import { createCommand, exitCodes, integer, runCommand, UsageError } from '@three-ways/command-line';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { renderTables } from './report/report.ts';
import { paintFor } from './report/terminal.ts';
import { type Results, readResults, resultsFile } from './results/results.ts';
import type { RunOptions } from './run/options.ts';
import { type BenchDeps, run } from './run/run.ts';
import type { Target } from './run/targets.ts';
import { measures, type Suite } from './suites/common/suite.ts';
import { isDefault } from './suites/suites.ts';

const defaultOut = join(import.meta.dirname, '../results');

/** Does what the arguments ask for. Resolves with the exit code. */
export function main(args: readonly string[], deps: BenchDeps): Promise<number> {
  const program = createProgram(deps);
  return runCommand(program, args, (given: Given) => measure(toOptions(given, args, deps), deps), deps);
}

interface Given {
  readonly suite?: string[];
  readonly target?: string[];
  readonly trials?: number;
  readonly seed: number;
  readonly out: string;
  readonly quick?: true;
}

function createProgram(deps: BenchDeps): Command {
  const { suites, targets } = deps;
  const about = 'Measures Raft clusters in TypeScript and Go: each trial in a process of its own.';
  const program = createCommand('pnpm bench', about, deps)
    .addOption(
      namesOption('-s, --suite <names...>', 'only these suites (default: all but primitives)', suites),
    )
    .addOption(namesOption('-t, --target <names...>', 'only these targets', targets))
    .option('-n, --trials <number>', 'trials per setting and target', integer(1, 1000))
    .option('--seed <number>', 'seed of all random choices', integer(0, 0xffff_ffff), 1)
    .addOption(
      new Option('-o, --out <folder>', 'output folder: results.json and tables/')
        .default(defaultOut, 'bench/results')
        .argParser((folder) => resolve(folder)),
    )
    .option('-q, --quick', 'seconds instead of minutes: checks that everything works, not how fast it is')
    .addHelpText('after', examples);
  addFileCommands(program, deps);
  return program;
}

/** The subcommands that read a results file. */
function addFileCommands(program: Command, { stdout, suites }: BenchDeps): void {
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
}

const examples = `
Examples:
  $ pnpm bench                                     all suites on all targets, in less than three minutes
  $ pnpm bench --quick                             the same in seconds
  $ pnpm bench --suite throughput --target async   one suite on one target
  $ pnpm bench --target workers,go                 all suites on two targets
  $ pnpm bench --suite election memory --trials 20 --out bench/results/long
  $ pnpm bench --suite primitives                  what each idiom costs in each model, in two minutes
  $ pnpm bench validate bench/results/results.json

Exit codes: 0 done; 1 a trial failed (its figures do not count); 2 wrong usage; 130 interrupted (finished trials are kept).`;

interface Named {
  readonly name: string;
}

/** Names separated by spaces or commas. */
function namesOption(flags: string, description: string, known: readonly Named[]): Option {
  const choices = known.map(({ name }) => name);
  const option = new Option(flags, description).choices(choices);
  return option.argParser((text: string, before?: string[]) => {
    const names = text.split(',');
    if (names.every((name) => choices.includes(name))) return [...(before ?? []), ...names];
    throw new InvalidArgumentError(`Allowed choices are ${choices.join(', ')}.`);
  });
}

function toOptions(given: Given, args: readonly string[], deps: BenchDeps): RunOptions {
  const { suite, target, trials: rounds, seed, out, quick } = given;
  const suites = suite
    ? deps.suites.filter(({ name }) => suite.includes(name))
    : deps.suites.filter(isDefault);
  const targets = deps.targets
    .filter(({ name }) => target === undefined || target.includes(name))
    .filter((one) => isMeasured(one, suites, target !== undefined));
  return { suites, targets, size: quick ? 'quick' : 'full', rounds, seed, out, args };
}

/** Whether a suite measures the target. @throws UsageError if none does, and the target was named */
function isMeasured(target: Target, suites: readonly Suite[], named: boolean): boolean {
  if (suites.some((suite) => measures(suite, target))) return true;
  if (!named) return false;
  throw new UsageError(`only --suite ${target.suites?.join(', ')} measures ${target.name}`);
}

async function measure(options: RunOptions, deps: BenchDeps): Promise<number> {
  const { stdout, stderr, suites, signal } = deps;
  const results = await run(options, deps).catch((error: unknown) => {
    if (signal.aborted) return null;
    throw error;
  });
  if (results === null) {
    stderr.write('interrupted before anything was measured\n');
    return exitCodes.interrupted;
  }
  stdout.write(`\n${renderTables(suites, results, paintFor(stdout))}`);
  stdout.write(`\nresults: ${resultsFile(options.out)}\n`);
  return conclude(results, stderr);
}

function conclude({ interrupted, trials }: Results, stderr: NodeJS.WritableStream): number {
  const failed = trials.filter(({ outcome }) => !outcome.ok);
  if (interrupted) stderr.write(`interrupted: ${trials.length} finished trials kept\n`);
  else if (failed.length > 0)
    stderr.write(`${failed.length} of ${trials.length} trials failed: their figures do not count\n`);
  if (interrupted) return exitCodes.interrupted;
  return failed.length > 0 ? exitCodes.failed : exitCodes.ok;
}

function validate(file: string, stdout: NodeJS.WritableStream): void {
  const { version, trials } = readResults(file);
  stdout.write(`${file} is a valid results file: version ${version}, ${trials.length} trials\n`);
}
