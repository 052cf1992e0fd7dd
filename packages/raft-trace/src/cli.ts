// The command line: `pnpm trace FILE` draws a run, `pnpm trace A B` compares two.

import { pipeline } from 'node:stream/promises';
import {
  type CliIO,
  createCommand,
  exitCodes,
  integer,
  runCommand,
  UsageError,
} from '@three-ways/command-line';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { diffByServer, diffExactly } from './differences.ts';
import { type Drawing, draw } from './draw.ts';
import { paintFor } from './paint.ts';
import { readTrace, type TraceLine, UnreadableTrace } from './read.ts';
import type { Recorder, Recording } from './recorder.ts';
import { summaryOf, Tally } from './summary.ts';

type Options = Omit<Drawing, 'width'> & {
  readonly width?: number;
  readonly summary?: true;
  readonly diff?: true;
  readonly byServer?: true;
  readonly record?: number;
} & Pick<Recording, 'duration' | 'target'>;

/** Default and minimum line length (characters). */
const usualWidth = 100;
const narrowest = 20;

/** Runs `pnpm trace`. Resolves with the exit code. */
export function main(args: readonly string[], io: CliIO, recorder: Recorder): Promise<number> {
  const program = createProgram(io, recorder);
  return runCommand(program, args, () => run(program, io, recorder), io);
}

function createProgram(io: CliIO, recorder: Recorder): Command {
  const does = 'Draws the trace of a run, a column a server; compares the traces of two runs.';
  const seeds = integer(0, 0xffff_ffff);
  return createCommand('pnpm trace', does, io)
    .argument('<file>', 'a trace: one JSON object a line, from any implementation')
    .argument('[other]', 'a second trace, to compare with the first')
    .option('--from <ms>', 'begin at this time', time)
    .option('--to <ms>', 'end at this time', time)
    .option('--servers <ids>', 'only these columns, such as 1,3', serverIds)
    .option('--messages', 'show messages as arrows, except heartbeats')
    .option('--heartbeats', 'show messages as arrows, including heartbeats')
    .option('--merge <ms>', 'merge appends and commits within this time into one line', time, 250)
    .option(
      '--width <characters>',
      "line length (the terminal's width unless given)",
      integer(narrowest, 10_000),
    )
    .option('--summary', 'print the run in numbers')
    .option('--diff', 'compare two traces event for event (the default for two files)')
    .option('--by-server', 'compare each server, regardless of times and message order')
    .option('--record <seed>', 'perform a fault schedule and write its trace to the file', seeds)
    .option('--duration <ms>', 'with --record: duration of the faults (ms)', integer(1, 3_600_000), 3_000)
    .addOption(
      new Option('--target <name>', 'with --record: the implementation')
        .choices(recorder.targets)
        .default('async'),
    )
    .addHelpText('after', '\nExit codes: 0 done, or equal; 1 the traces differ; 2 wrong usage, or no trace.');
}

function time(text: string): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give a number of ms, from 0.');
}

function serverIds(text: string): ReadonlySet<number> {
  if (/^[1-9]\d*(,[1-9]\d*)*$/.test(text)) return new Set(text.split(',').map(Number));
  throw new InvalidArgumentError('Give ids of servers, such as 1,3.');
}

async function run(program: Command, io: CliIO, recorder: Recorder): Promise<number> {
  const [file, other] = program.args as [string, string?];
  const given = program.opts<Options>();
  requireConsistent(other, given);
  requireEffective(program, other, given);
  try {
    if (given.record !== undefined) return await recordFirst(file, given, recorder, io);
    if (other !== undefined) return await compare([file, other], given, io);
    await show(file, given, io);
  } catch (error) {
    return explain(error, io);
  }
  return io.signal.aborted ? exitCodes.interrupted : exitCodes.ok;
}

/** @throws UsageError on options that contradict each other */
function requireConsistent(
  other: string | undefined,
  { diff, byServer, summary, record, from, to }: Options,
): void {
  if ((diff || byServer) && other === undefined) throw new UsageError('name two traces to compare');
  if (diff && byServer) throw new UsageError('give --diff or --by-server, not both');
  if (other !== undefined && summary) throw new UsageError('--summary takes one file');
  if (other !== undefined && record !== undefined) throw new UsageError('--record takes one file');
  if ((from ?? 0) > (to ?? Number.POSITIVE_INFINITY))
    throw new UsageError(`--from ${from} is later than --to ${to}`);
}

/** Options of the picture of one trace. */
const drawing = ['from', 'to', 'servers', 'messages', 'heartbeats', 'merge', 'width'];

/** @throws UsageError on options that would be ignored */
function requireEffective(program: Command, other: string | undefined, { record, summary }: Options): void {
  const refuse = (names: readonly string[], why: string) => {
    const given = names.find((name) => program.getOptionValueSource(name) === 'cli');
    if (given !== undefined) throw new UsageError(`--${given} ${why}`);
  };
  if (record === undefined) refuse(['duration', 'target'], 'needs --record');
  else refuse([...drawing, 'summary'], 'has no effect with --record');
  if (summary) refuse(drawing, 'has no effect with --summary');
  if (other !== undefined)
    refuse(
      drawing.filter((name) => name !== 'width'),
      'has no effect on a comparison',
    );
}

async function show(file: string, given: Options, io: CliIO): Promise<void> {
  const { stdout } = io;
  const lines = readTrace(file, readingFor(io));
  const drawing = { ...given, width: widthFor(given, stdout) };
  await print(given.summary ? summarize(lines, file) : draw(lines, drawing, paintFor(stdout)), stdout);
}

async function* summarize(lines: AsyncIterable<readonly TraceLine[]>, file: string): AsyncGenerator<string> {
  const tally = new Tally();
  for await (const batch of lines) for (const line of batch) tally.see(line);
  yield `${summaryOf(tally, file).join('\n')}\n`;
}

async function compare(files: readonly [string, string], given: Options, io: CliIO) {
  const { stdout } = io;
  const diff = given.byServer ? diffByServer : diffExactly;
  const view = { width: widthFor(given, stdout), paint: paintFor(stdout) };
  const { areEqual, lines } = await diff(files, { ...view, ...readingFor(io) });
  await print([`${lines.join('\n')}\n`], stdout);
  return areEqual ? exitCodes.ok : exitCodes.failed;
}

async function recordFirst(
  file: string,
  given: Options,
  recorder: Recorder,
  { stdout, stderr, signal }: CliIO,
): Promise<number> {
  const { events, violation } = await recorder.record({ ...given, seed: given.record! }, file);
  if (violation !== null) {
    stderr.write(`${violation}\n`);
    return exitCodes.failed;
  }
  await print([`${events.toLocaleString('en')} events: ${file}\n`], stdout);
  return signal.aborted ? exitCodes.interrupted : exitCodes.ok;
}

function widthFor({ width }: Options, stdout: NodeJS.WritableStream & { readonly columns?: number }): number {
  return width ?? Math.max(narrowest, stdout.columns || usualWidth);
}

function readingFor({ stderr, signal }: CliIO) {
  const onCutOff = (line: number) => {
    stderr.write(`note: line ${line}, the last one, is incomplete: the run was still being written\n`);
  };
  return { onCutOff, signal };
}

/** Writes with backpressure. A reader that closes early, such as `head`, ends it quietly. */
async function print(
  text: Iterable<string> | AsyncIterable<string>,
  stdout: NodeJS.WritableStream,
): Promise<void> {
  try {
    await pipeline(text, stdout, { end: false });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EPIPE' && code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}

/** Prints in one line what is wrong with a file or a run. */
function explain(error: unknown, { stderr }: CliIO): number {
  const { message, syscall } = error as NodeJS.ErrnoException;
  if (!(error instanceof UnreadableTrace) && syscall !== 'open') throw error;
  stderr.write(`error: ${message}\n`);
  return exitCodes.usage;
}
