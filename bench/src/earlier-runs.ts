// The commands that take runs that were made: `report`, `compare`, `join` and `validate`.

import { spawn } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import { path, reasonOf, shown, UsageError } from '@three-ways/command-line';
import type { Command } from 'commander';
import { type ComparisonFormat, comparisonFormatOf, printComparison } from './report/comparison-report.ts';
import { type Formats, formatOf, print } from './report/print.ts';
import { reportFile, writeReport } from './report/report.ts';
import { compare } from './results/comparison.ts';
import { withFigures } from './results/figures.ts';
import { type Results, readResults } from './results/results.ts';
import { fileAt, lastFinished, newRunFolder, resultsRoot, saveResults } from './results/run-folder.ts';
import { joinRuns } from './run/join.ts';
import type { BenchDeps } from './run/options.ts';

interface ReportOptions extends Formats {
  readonly html?: true;
  readonly open?: true;
}

export function addEarlierRunCommands(program: Command, deps: BenchDeps): void {
  const { stdout, resultsRoot: root = resultsRoot } = deps;
  program
    .command('report')
    .description('show the tables of an earlier run, finished or not')
    .argument('[run]', 'its folder or its results.json (default: bench/results/latest)', path)
    .option(
      '--html',
      'draw report.html, the figures and the tables again, beside its results, and print the path',
    )
    .option('--open', 'the same, and open report.html in the browser')
    .action((run: string | undefined, given: ReportOptions) =>
      reportRun(run ?? lastFinished(root), given, deps),
    );
  program
    .command('join')
    .description('join finished runs of different suites, of one machine and commit, into one')
    .argument('<runs...>', 'their folders or results files')
    .option('-o, --out <folder>', 'folder of the joined run (default: bench/results/<date-time>)', path)
    .action((runs: string[], { out }: { readonly out?: string }) => join(runs, out, deps));
  program
    .command('validate')
    .description('check a results file against the published schema')
    .argument('<run>', 'the folder of a run or its results.json', path)
    .action((run: string) => validate(fileAt(run), stdout));
  program
    .command('compare')
    .description('compare two runs on one machine, figure by figure')
    .argument('<before>', 'the folder of a run or its results.json', path)
    .argument('<after>', 'the same of a later one', path)
    .option('--json', 'print the comparison as JSON instead of a table')
    .option('--markdown', 'print it as Markdown')
    .option('--html', 'print it as an HTML page')
    .action((before: string, after: string, given: Partial<Record<ComparisonFormat, true>>) =>
      compareRuns(before, after, comparisonFormatOf(given), deps),
    );
}

/** @throws UsageError */
function reportRun(run: string, given: ReportOptions, deps: BenchDeps): void {
  if (!given.html && !given.open) return print(readRun(run, deps), formatOf(given), deps);
  if (given.json || given.csv)
    throw new UsageError('give --html or --open, or --json, or --csv: not two of them');
  const folder = dirname(fileAt(run));
  const results = readRun(run, deps);
  try {
    writeReport(folder, deps.suites, results);
  } catch (error) {
    throw new UsageError(`can't write the report into ${shown(folder)}: ${reasonOf(error)}`);
  }
  deps.stdout.write(`${shown(reportFile(folder))}\n`);
  if (given.open) openInBrowser(reportFile(folder), deps);
}

const openers: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

function openInBrowser(file: string, { stderr }: BenchDeps): void {
  const [program, ...args] = openers[process.platform] ?? ['xdg-open'];
  const opener = spawn(program, [...args, file], { detached: true, stdio: 'ignore' });
  opener.on('error', () => stderr.write(`there is no ${program} to open it with\n`));
  opener.unref();
}

/** An earlier run, finished or not. @throws UsageError */
function readRun(run: string, { suites }: BenchDeps): Results {
  return withFigures(readResults(fileAt(run)), suites);
}

/** @throws UsageError */
function join(runs: readonly string[], out: string | undefined, deps: BenchDeps): void {
  const [first, ...others] = runs.map((run) => readRun(resolve(run), deps));
  if (first === undefined || others.length === 0) throw new UsageError('join takes two runs or more');
  const joined = joinRuns([first, ...others], runs.map(shown));
  const folder = newRunFolder(out, deps.resultsRoot);
  saveResults(folder, joined);
  writeReport(folder, deps.suites, joined);
  deps.stdout.write(`${shown(folder)}\n`);
}

/** `--compare BEFORE AFTER`. @throws UsageError */
export function compareTwo(runs: readonly string[], { json, csv }: Formats, deps: BenchDeps): void {
  const [before, after] = runs.map((run) => resolve(run));
  if (before === undefined || after === undefined || runs.length > 2)
    throw new UsageError('--compare takes two runs: their folders or results.json');
  if (csv) throw new UsageError('a comparison has no CSV: give --json, or use the command compare');
  compareRuns(before, after, json ? 'json' : 'table', deps);
}

function compareRuns(
  before: string,
  after: string,
  format: ComparisonFormat | 'table',
  deps: BenchDeps,
): void {
  const runs = [readRun(before, deps), readRun(after, deps)] as const;
  printComparison(compare(...runs), [shown(before), shown(after)], format, deps.stdout);
}

function validate(file: string, stdout: NodeJS.WritableStream): void {
  const { version, trials } = readResults(file);
  stdout.write(`${shown(file)} is a valid results file: version ${version}, ${trials.length} trials\n`);
}
