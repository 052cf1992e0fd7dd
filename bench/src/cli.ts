// The command line: `pnpm bench [options]` measures; `resume`, `report` and `validate` take an earlier run. A wrong call is one
// line on standard error and exit code 2.

import { randomInt } from 'node:crypto';
import { dirname } from 'node:path';
import {
  createCommand,
  exitCodes,
  integer,
  integers,
  names,
  path,
  runCommand,
  shown,
  typed,
  UsageError,
} from '@three-ways/command-line';
import { engines } from '@three-ways/raft-testkit/engines';
import type { Command } from 'commander';
import { chooseTargets, type TargetOptions } from './choose-targets.ts';
import { addEarlierRunCommands, compareTwo } from './earlier-runs.ts';
import { type Format, type Formats, formatOf, print } from './report/print.ts';
import { reportFile } from './report/report.ts';
import { readResults, resultsFile } from './results/results.ts';
import { folderAt, newestUnfinished, resultsRoot } from './results/run-folder.ts';
import type { BenchDeps, RunOptions } from './run/options.ts';
import { resumeOptions } from './run/resume.ts';
import { type RunEnding, run } from './run/run.ts';
import { allVariants } from './run/variants.ts';
import { isDefault } from './suites/suites.ts';

/** Does what the arguments ask for. Resolves with the exit code. */
export function main(args: readonly string[], deps: BenchDeps): Promise<number> {
  let exitCode: number | undefined; // of a subcommand
  const setExitCode = (code: number) => {
    exitCode = code;
  };
  const program = createProgram(deps, setExitCode);
  const start = async (given: Given) => {
    if (given.list) return list(deps);
    if (given.compare !== undefined) {
      compareTwo(given.compare, given, deps);
      return exitCodes.ok;
    }
    return measure(toOptions(given, args, deps), formatOf(given), deps);
  };
  return runCommand(program, args, start, deps).then((code) => exitCode ?? code);
}

interface Given extends Formats, TargetOptions {
  readonly suite?: string[];
  readonly servers?: number[];
  readonly setting?: string[];
  readonly trials?: number;
  readonly seed?: number;
  readonly out?: string;
  readonly quick?: true;
  readonly full?: true;
  readonly list?: true;
  readonly compare?: string[];
}

function createProgram(deps: BenchDeps, setExitCode: (code: number) => void): Command {
  const [suites, targets] = [deps.suites, deps.targets].map((known) => known.map(({ name }) => name));
  const variants = allVariants(deps.targets, deps.suites).map(({ name }) => name);
  const about = 'Measures Raft clusters in TypeScript and Go: each trial in a process of its own.';
  const program = createCommand('pnpm bench', about, deps)
    .option(
      '-s, --suite <names...>',
      `only these suites (default: all but primitives): of ${suites!.join(', ')}`,
      names(suites!),
    )
    .option(
      '-t, --target <names...>',
      `only these targets: of ${targets!.join(', ')}`,
      names(targets!, variants),
    )
    .option(
      '--engine <names...>',
      'TypeScript on these engines: of node (default), bun, deno; fetched when first asked for',
      names(engines.map(({ name }) => name)),
    )
    .option('--cpus <all|1...>', 'on all CPUs (default), pinned to 1, or both: all,1', names(['all', '1']))
    .option('-b, --baselines', 'also the baselines: other implementations of Raft')
    .option('--servers <numbers...>', 'only clusters of these sizes', integers(1, 10_000))
    .option(
      '--setting <words...>',
      'only settings whose description has these words, such as "256 outstanding"; suites without one, whole',
    )
    .option('-n, --trials <number>', 'trials per setting and target', integer(1, 1000))
    .option(
      '--seed <number>',
      'repeats the random choices of a run; else each run draws its own',
      integer(0, 0xffff_ffff),
    )
    .option('-o, --out <folder>', 'folder of this run (default: bench/results/<date-time>)', path)
    .option('-f, --full', "every setting, for the paper's figures; the first line says how long it takes")
    .option('-q, --quick', 'seconds instead of minutes: checks that everything works, not how fast it is')
    .option(
      '--compare <runs...>',
      'compare two runs, as the command compare does, which also writes Markdown and HTML',
    )
    .option('-l, --list', 'list the suites and targets')
    .addHelpText('after', () => examplesFor(typed('pnpm bench', deps)));
  addFormats(program);
  addRunCommands(program, deps, setExitCode);
  return program;
}

/** The subcommands that take an earlier run. */
function addRunCommands(program: Command, deps: BenchDeps, setExitCode: (code: number) => void): void {
  const { resultsRoot: root = resultsRoot } = deps;
  program
    .command('resume')
    .description('go on with a run that was interrupted or killed')
    .argument('[run]', 'its folder (default: the newest unfinished one in bench/results)', path)
    .action(async (folder: string | undefined, given: Formats) =>
      setExitCode(await resumeRun(folder ?? newestUnfinished(root), formatOf(given), deps)),
    );
  addEarlierRunCommands(program, deps);
  for (const command of program.commands)
    if (['resume', 'report'].includes(command.name())) addFormats(command);
  for (const command of program.commands) command.copyInheritedSettings(program);
}

function addFormats(command: Command): void {
  command
    .option('--json', 'print the results as JSON instead of tables')
    .option('--csv', 'print the figures as CSV instead of tables');
}

const examplesFor = (bench: string) => `
Examples:
  $ ${bench}                                     all suites on all targets, four minutes
  $ ${bench} --quick                             the same in seconds
  $ ${bench} --full                              every setting, for the paper: hours
  $ ${bench} --suite throughput --target async   one suite on one target
  $ ${bench} --target workers,go --servers 3     all suites on two targets, in clusters of three
  $ ${bench} --suite throughput --baselines      beside etcd's Raft and HashiCorp's
  $ ${bench} --engine node,bun,deno              the same TypeScript on three engines
  $ ${bench} --cpus all,1                        each target also on one CPU
  $ ${bench} --suite primitives                  what each idiom costs in each model
  $ ${bench} resume                              goes on with the last run that was interrupted
  $ ${bench} compare bench/results/A bench/results/B --html > compare.html
  $ ${bench} report --open                       the last run's report, in the browser
  $ ${bench} report --csv > figures.csv          the last run's figures

Exit codes: 0 done; 1 a trial failed (its figures do not count), or the results could not be saved;
2 wrong usage; 130 interrupted (finished trials are kept).`;

function toOptions(given: Given, args: readonly string[], deps: BenchDeps): RunOptions {
  const { suite, servers, setting: only, trials: rounds, out, quick, full } = given;
  const { seed = randomInt(2 ** 32) } = given;
  if (quick && full) throw new UsageError('give --quick or --full, not both');
  const suites = suite
    ? deps.suites.filter(({ name }) => suite.includes(name))
    : deps.suites.filter(isDefault);
  const targets = chooseTargets(given, suites, deps);
  return {
    suites,
    targets,
    size: quick ? 'quick' : 'full',
    brief: !full && !quick,
    servers,
    only,
    rounds,
    seed,
    out,
    args,
  };
}

function list({ suites, targets, stdout }: BenchDeps): number {
  const width = Math.max(...[...suites, ...targets].map(({ name }) => name.length)) + 2;
  const lines = [
    'Suites:',
    ...suites.map(({ name, question }) => `  ${name.padEnd(width)}${question}`),
    'Targets:',
    ...targets.map(
      ({ name, title, baseline }) => `  ${name.padEnd(width)}${title}${baseline ? ' (baseline)' : ''}`,
    ),
    'Engines:',
    ...engines.map(({ name, title, version }) => `  ${name.padEnd(width)}${title} ${version}`),
    'CPUs:',
    `  ${'all'.padEnd(width)}those of the machine`,
    `  ${'1'.padEnd(width)}each process pinned to one`,
  ];
  stdout.write(`${lines.join('\n')}\n`);
  return exitCodes.ok;
}

async function resumeRun(run: string, format: Format, deps: BenchDeps): Promise<number> {
  const folder = folderAt(run);
  return await measure(resumeOptions(folder, readResults(resultsFile(folder)), deps), format, deps);
}

async function measure(options: RunOptions, format: Format, deps: BenchDeps): Promise<number> {
  const { stderr, signal } = deps;
  const ending = await run(options, deps).catch((error: unknown) => {
    if (signal.aborted) return null;
    throw error;
  });
  if (ending === null) {
    stderr.write('interrupted before anything was measured\n');
    return exitCodes.interrupted;
  }
  print(ending.results, format, deps);
  return conclude(ending, deps);
}

function conclude({ results, file, unsaved }: RunEnding, deps: BenchDeps): number {
  const { stderr, signal } = deps;
  const { trials, interrupted } = results;
  const failed = trials.filter(({ outcome }) => !outcome.ok);
  if (unsaved !== null) {
    stderr.write(
      `${unsaved}: ${trials.length} finished trials ${file === null ? 'are lost' : `are in ${file}`}\n`,
    );
    return exitCodes.failed;
  }
  stderr.write(`results: ${shown(file!)}, with a report beside them: ${shown(reportFile(dirname(file!)))}\n`);
  if (interrupted) {
    const resume = typed(`pnpm bench resume ${shown(folderAt(file!))}`, deps);
    stderr.write(`interrupted: ${trials.length} finished trials kept; go on with \`${resume}\`\n`);
  } else if (failed.length > 0)
    stderr.write(`${failed.length} of ${trials.length} trials failed: their figures do not count\n`);
  if (signal.aborted) return exitCodes.interrupted;
  return failed.length > 0 ? exitCodes.failed : exitCodes.ok;
}
