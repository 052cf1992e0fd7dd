// The command line `pnpm conformance`: runs conformance tests repeatedly against implementations. Each failure is reported with the
// command that repeats it.

import { styleText } from 'node:util';
import {
  type CliIO,
  createCommand,
  createStatusLine,
  exitCodes,
  integer,
  refuseOptions,
  runCommand,
  type StatusLine,
  typed,
  UsageError,
} from '@three-ways/command-line';
import { conformance } from '../conformance/suite.ts';
import { type ConformanceTest, runConformanceTest } from '../conformance/test.ts';
import { Leftovers } from '../observation/leftovers.ts';
import { within } from '../observation/until.ts';
import type { Target } from '../targets/targets.ts';
import { addEngineOption, engineList, onEngines } from './on-engines.ts';
import { addTargetOptions, targetList, targetsOf } from './target-options.ts';

interface Options {
  readonly target?: string[];
  readonly engine?: string[];
  readonly test?: string;
  readonly repeat: number;
  readonly seed: number;
  readonly jobs: number;
  readonly list?: true;
}

/** Options of the bench that have no meaning here. */
const elsewhere = {
  '--suite': 'it is one suite, whose tests --test chooses',
  '--servers': 'each test has its own cluster sizes',
  '--out': 'it leaves no files',
};

/** Runs `pnpm conformance`. Resolves with the exit code. */
export function main(args: readonly string[], io: CliIO): Promise<number> {
  const does = 'Runs the conformance suite against implementations.';
  const program = addEngineOption(addTargetOptions(createCommand('pnpm conformance', does, io)))
    .option('--test <pattern>', 'only the tests whose name matches this regular expression')
    .option('-n, --repeat <times>', 'number of runs of each test', integer(1, 1_000_000), 1)
    .option(
      '--seed <number>',
      'seed of the first run; each further run has the next one',
      integer(0, 0xffff_ffff),
      1,
    )
    .option('-j, --jobs <number>', 'number of tests in parallel', integer(1, 256), 8)
    .addHelpText(
      'after',
      '\nExit codes: 0 all passed; 1 a test failed; 2 wrong usage; 130 interrupted (finished tests are reported).',
    );
  refuseOptions(program, elsewhere);
  const run = (given: Options) =>
    onEngines({ command: 'conformance', args, given, here: () => runSuite(given, io) }, io);
  return runCommand(program, args, run, io);
}

interface Tally {
  passed: number;
  failed: number;
}

async function runSuite(given: Options, io: CliIO): Promise<number> {
  const tests = chosen(given.test);
  if (given.list) {
    io.stdout.write(
      `${targetList()}${engineList()}Tests:\n${tests.map(({ name }) => `  ${name}\n`).join('')}`,
    );
    return exitCodes.ok;
  }
  const tally: Tally = { passed: 0, failed: 0 };
  for await (const { name, target } of targetsOf(given.target, io)) {
    for (let run = 0; run < given.repeat && !io.signal.aborted; run++)
      await runOnce({ name, target, tests, seed: given.seed + run, jobs: given.jobs }, tally, io);
  }
  const { passed, failed } = tally;
  io.stdout.write(`${passed} passed, ${failed} failed\n`);
  if (io.signal.aborted) io.stderr.write('interrupted: only the tests that had finished are counted\n');
  if (failed > 0) return exitCodes.failed;
  return io.signal.aborted ? exitCodes.interrupted : exitCodes.ok;
}

function chosen(pattern: string | undefined): readonly ConformanceTest[] {
  if (pattern === undefined) return conformance;
  let wanted: RegExp;
  try {
    wanted = new RegExp(pattern, 'i');
  } catch (error) {
    throw new UsageError(`--test ${pattern} is not a regular expression: ${(error as Error).message}`);
  }
  const tests = conformance.filter(({ name }) => wanted.test(name));
  if (tests.length === 0)
    throw new UsageError(`--test ${pattern} matches none of ${conformance.length} tests`);
  return tests;
}

interface Run {
  readonly name: string;
  readonly target: Target;
  readonly tests: readonly ConformanceTest[];
  readonly seed: number;
  readonly jobs: number;
}

/** Runs all tests once. Leftovers count as one failure. */
async function runOnce(run: Run, tally: Tally, io: CliIO): Promise<void> {
  using leftovers = new Leftovers();
  const waiting = [...run.tests];
  const begun = performance.now();
  const before = { ...tally };
  const status = createStatusLine(io.stderr);
  const work = async () => {
    for (let test = waiting.shift(); test !== undefined; test = waiting.shift()) {
      if (io.signal.aborted) return;
      await runOne(run, test, tally, { ...io, status });
      const done = tally.passed + tally.failed - before.passed - before.failed;
      const failed = tally.failed - before.failed;
      status.update(`${run.name}, seed ${run.seed}: ${done}/${run.tests.length} tests, ${failed} failed`);
    }
  };
  await Promise.all(Array.from({ length: run.jobs }, work));
  status.clear();
  const left = await leftovers.find();
  if (left !== null) {
    tally.failed += 1;
    io.stdout.write(`${failedMark} ${run.name}, seed ${run.seed}: left behind: ${left}\n`);
  }
  const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
  io.stdout.write(
    `${run.name}, seed ${run.seed}: ${tally.passed - before.passed} passed, ${tally.failed - before.failed} failed, ${seconds} s\n`,
  );
}

const failedMark = styleText('red', 'failed');

/** Time limit of a test (ms); generous, for busy machines. */
const deadline = 120_000;

async function runOne(
  { name, target, seed }: Run,
  test: ConformanceTest,
  tally: Tally,
  { status, ...io }: CliIO & { readonly status: StatusLine },
): Promise<void> {
  try {
    await within(
      deadline,
      runConformanceTest(test, (settings) => target.create({ seed, ...settings })),
    );
    tally.passed += 1;
  } catch (error) {
    tally.failed += 1;
    const command = typed('pnpm conformance', io);
    const again = `${command} --target ${name} --test '^${patternOf(test.name)}$' --seed ${seed}`;
    status.clear();
    io.stdout.write(`${failedMark} ${name}: ${test.name}\n  ${reasonOf(error)}\n  repeat: ${again}\n`);
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const place = error.stack
    ?.split('\n')
    .find((line) => line.includes('/conformance/'))
    ?.trim();
  return `${error.message.replaceAll('\n', ' ')}${place === undefined ? '' : ` (${place})`}`;
}

/** The name as a pattern that matches just it. */
function patternOf(name: string): string {
  return name.replaceAll(/[.*+?^${}()|[\]\\']/g, '.');
}
