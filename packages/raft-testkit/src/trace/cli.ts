// The command line: `pnpm trace FILE` draws a run, `pnpm trace A B` compares two. Whatever is wrong with a call or a file
// is one line on standard error and exit code 2.

import { pipeline } from 'node:stream/promises';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type CliIO, createCommand, exitCodes, integer, runCommand, UsageError } from '../cli/command.ts';
import { Violation } from '../simulator/violation.ts';
import { targets } from '../targets.ts';
import { diffByServer, diffExactly } from './differences.ts';
import { type Drawing, draw } from './draw.ts';
import { paintFor } from './paint.ts';
import { readTrace, type TraceLine, UnreadableTrace } from './read.ts';
import { type Recording, record } from './record.ts';
import { summaryOf, Tally } from './summary.ts';

type Given = Omit<Drawing, 'width'> & {
  readonly width?: number;
  readonly summary?: true;
  readonly diff?: true;
  readonly byServer?: true;
  readonly record?: number;
} & Pick<Recording, 'duration' | 'target'>;

/** The width (characters) where the terminal doesn't tell, and what no terminal makes any sense below. */
const usualWidth = 100;
const narrowest = 20;

/** Does what the arguments ask for. Resolves with the exit code. */
export function main(args: readonly string[], io: CliIO): Promise<number> {
  const program = createProgram(io);
  return runCommand(program, args, () => run(program, io), io);
}

function createProgram(io: CliIO): Command {
  const does = 'Draws the trace of a run, a column for each server; compares the traces of two runs.';
  const seeds = integer(0, 0xffff_ffff);
  return createCommand('pnpm trace', does, io)
    .argument('<file>', 'a trace: one JSON object a line, from any implementation')
    .argument('[other]', 'a second trace, to compare with the first')
    .option('--from <ms>', 'begin here', time)
    .option('--to <ms>', 'end here', time)
    .option('--servers <ids>', 'columns only for these, such as 1,3', serverIds)
    .option('--messages', 'show messages as arrows, all but heartbeats')
    .option('--heartbeats', 'show messages as arrows, heartbeats too')
    .option('--merge <ms>', 'what is appended and committed within so many ms is one line', time, 250)
    .option(
      '--width <characters>',
      "how long lines are (the terminal's width unless given)",
      integer(narrowest, 10_000),
    )
    .option('--summary', 'tell the run in numbers')
    .option('--diff', 'compare two traces event for event; two files are compared without it, too')
    .option('--by-server', 'compare what each server did, whatever the times and the order of messages')
    .option('--record <seed>', 'perform a fault schedule first, and write its trace to the file', seeds)
    .option('--duration <ms>', 'with --record: how long faults last', integer(1, 3_600_000), 3_000)
    .addOption(
      new Option('--target <name>', 'with --record: on what').choices(Object.keys(targets)).default('async'),
    )
    .addHelpText('after', '\nExit codes: 0 done, or alike; 1 the traces differ; 2 wrong usage, or no trace.');
}

function time(text: string): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give a number of ms, from 0 up.');
}

function serverIds(text: string): ReadonlySet<number> {
  if (/^[1-9]\d*(,[1-9]\d*)*$/.test(text)) return new Set(text.split(',').map(Number));
  throw new InvalidArgumentError('Give the numbers of servers, such as 1,3.');
}

async function run(program: Command, io: CliIO): Promise<number> {
  const [file, other] = program.args as [string, string?];
  const given = program.opts<Given>();
  requireSense(other, given);
  try {
    if (given.record !== undefined) await recordFirst(file, given, given.record, io);
    else if (other !== undefined) return await compare([file, other], given, io);
    else await show(file, given, io);
  } catch (error) {
    return explain(error, io);
  }
  return io.signal.aborted ? exitCodes.interrupted : exitCodes.ok;
}

/** @throws UsageError on options that say nothing together */
function requireSense(other: string | undefined, { diff, byServer, summary, record, from, to }: Given): void {
  if ((diff || byServer) && other === undefined) throw new UsageError('name two traces to compare');
  if (diff && byServer) throw new UsageError('give --diff or --by-server, not both');
  if (other !== undefined && summary) throw new UsageError('--summary takes one file');
  if (other !== undefined && record !== undefined) throw new UsageError('--record takes one file');
  if ((from ?? 0) > (to ?? Number.POSITIVE_INFINITY))
    throw new UsageError(`--from ${from} is later than --to ${to}`);
}

async function show(file: string, given: Given, io: CliIO): Promise<void> {
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

async function compare(files: readonly [string, string], given: Given, io: CliIO) {
  const { stdout } = io;
  const diff = given.byServer ? diffByServer : diffExactly;
  const look = { width: widthFor(given, stdout), paint: paintFor(stdout) };
  const { areAlike, lines } = await diff(files, { ...look, ...readingFor(io) });
  await print([`${lines.join('\n')}\n`], stdout);
  return areAlike ? exitCodes.ok : exitCodes.failed;
}

async function recordFirst(file: string, given: Given, seed: number, { stdout }: CliIO): Promise<void> {
  const events = await record({ ...given, seed }, file);
  await print([`${events.toLocaleString('en')} events: ${file}\n`], stdout);
}

function widthFor({ width }: Given, stdout: NodeJS.WritableStream & { readonly columns?: number }): number {
  return width ?? Math.max(narrowest, stdout.columns || usualWidth);
}

function readingFor({ stderr, signal }: CliIO) {
  const onCutOff = (line: number) => {
    stderr.write(`note: line ${line}, the last one, is cut off: the run was still being written\n`);
  };
  return { onCutOff, signal };
}

/** Writes no faster than somebody reads. A reader that has read enough, such as `head`, ends it quietly. */
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

/** Says in one line what is wrong with a file or a run. */
function explain(error: unknown, { stderr }: CliIO): number {
  if (error instanceof Violation) {
    stderr.write(`${error.invariant}: ${error.message}\n`);
    return exitCodes.failed;
  }
  const { message, syscall } = error as NodeJS.ErrnoException;
  if (!(error instanceof UnreadableTrace) && syscall !== 'open') throw error;
  stderr.write(`error: ${message}\n`);
  return exitCodes.usage;
}
