// The command line: `pnpm trace FILE [options]` draws a run, `pnpm trace A B` compares two. Whatever is wrong with it is one
// line on standard error and exit code 2.

import { pipeline } from 'node:stream/promises';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { Violation } from '../simulator/violation.ts';
import { diffByServer, diffExactly } from './differences.ts';
import { type Drawing, draw } from './draw.ts';
import { paintFor } from './paint.ts';
import { readTrace, UnreadableTrace } from './read.ts';
import { summaryOf, Tally } from './summary.ts';

export const exitCodes = { ok: 0, differ: 1, violation: 1, usage: 2, interrupted: 130 } as const;

export interface Surroundings {
  readonly stdout: NodeJS.WritableStream & { readonly columns?: number };
  readonly stderr: NodeJS.WritableStream;
  /** Fires when the user interrupts. */
  readonly signal: AbortSignal;
}

type Given = Omit<Drawing, 'width'> & {
  width?: number;
  summary?: true;
  diff?: true;
  byServer?: true;
  record?: number;
  duration: number;
};

/** The width (characters) where the terminal doesn't tell. */
const usualWidth = 100;

/** Does what the arguments ask for. Resolves with the exit code. */
export async function main(args: readonly string[], surroundings: Surroundings): Promise<number> {
  let exitCode: number = exitCodes.ok;
  const program = createProgram(surroundings).action(
    async (file: string, other: string | undefined, given: Given) => {
      requireSense(program, other, given);
      exitCode = await run(file, other, given, surroundings);
    },
  );
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    return explain(error, surroundings);
  }
  return surroundings.signal.aborted ? exitCodes.interrupted : exitCode;
}

function createProgram({ stdout }: Surroundings): Command {
  return new Command('pnpm trace')
    .description('Draws the trace of a run, a column for each server; compares the traces of two runs.')
    .exitOverride()
    .configureOutput({ writeOut: (text) => stdout.write(text), writeErr: () => {} })
    .allowExcessArguments(false)
    .argument('<file>', 'a trace: one JSON object a line, from any implementation')
    .argument('[other]', 'a second trace, to compare with the first')
    .option('--from <ms>', 'begin here', number)
    .option('--to <ms>', 'end here', number)
    .option('--servers <ids>', 'a column only for these, such as 1,3', ids)
    .option('--messages', 'show messages as arrows, but those of heartbeats')
    .option('--heartbeats', 'show messages as arrows, heartbeats too')
    .option('--merge <ms>', 'appends and commits of so many ms are one line', number, 250)
    .option('--width <columns>', "characters a line (the terminal's width unless given)", integer(20, 10_000))
    .option('--summary', 'tell the run in numbers')
    .option('--diff', 'compare two traces event for event (so do two files without it)')
    .option('--by-server', 'compare what each server did, whatever the time and the order of messages')
    .option(
      '--record <seed>',
      'perform a fault schedule in virtual time, and write its trace to the file',
      integer(0, 0xffff_ffff),
    )
    .option('--duration <ms>', 'with --record: how long faults last', integer(1, 3_600_000), 3_000)
    .addHelpText(
      'after',
      '\nExit codes: 0 done, or alike; 1 the traces differ; 2 wrong usage or no trace; 130 interrupted.',
    );
}

function number(text: string): number {
  const value = Number(text);
  if (/^\d+(\.\d+)?$/.test(text)) return value;
  throw new InvalidArgumentError('Give a number of ms, from 0 up.');
}

function integer(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Give an integer from ${min} to ${max}.`);
  };
}

function ids(text: string): ReadonlySet<number> {
  if (/^[1-9]\d*(,[1-9]\d*)*$/.test(text)) return new Set(text.split(',').map(Number));
  throw new InvalidArgumentError('Give the numbers of servers, such as 1,3.');
}

/** Options that say nothing together. */
function requireSense(program: Command, other: string | undefined, given: Given): void {
  const compares = given.diff || given.byServer;
  if (compares && other === undefined) program.error('error: name two traces to compare');
  if (other !== undefined && (given.summary || given.record !== undefined))
    program.error(`error: ${given.summary ? '--summary' : '--record'} takes one file`);
  if (given.from !== undefined && given.to !== undefined && given.from > given.to)
    program.error(`error: --from ${given.from} is later than --to ${given.to}`);
}

async function run(
  file: string,
  other: string | undefined,
  given: Given,
  surroundings: Surroundings,
): Promise<number> {
  const { stdout, stderr, signal } = surroundings;
  const width = given.width ?? stdout.columns ?? usualWidth;
  const paint = paintFor(stdout);
  const onCutOff = (line: number) =>
    void stderr.write(`note: line ${line}, the last one, is cut off: the run was still being written\n`);
  if (given.record !== undefined) return record(given.record, given.duration, file, surroundings);
  if (other !== undefined) {
    const diff = given.byServer ? diffByServer : diffExactly;
    const { areAlike, lines } = await diff([file, other], { width, paint, onCutOff, signal });
    await print([`${lines.join('\n')}\n`], stdout);
    return areAlike ? exitCodes.ok : exitCodes.differ;
  }
  const lines = readTrace(file, { onCutOff, signal });
  const text = given.summary ? summarize(lines, file) : draw(lines, { ...given, width }, paint);
  await print(text, stdout);
  return exitCodes.ok;
}

async function* summarize(lines: ReturnType<typeof readTrace>, file: string): AsyncGenerator<string> {
  const tally = new Tally();
  for await (const batch of lines) for (const line of batch) tally.see(line);
  yield `${summaryOf(tally, file).join('\n')}\n`;
}

async function record(
  seed: number,
  duration: number,
  file: string,
  { stdout }: Surroundings,
): Promise<number> {
  const { recordSchedule } = await import('./record.ts');
  const events = await recordSchedule(seed, duration, file);
  await print([`${events.toLocaleString('en')} events: ${file}\n`], stdout);
  return exitCodes.ok;
}

/** Writes no faster than the reader reads. One that has read enough, such as `head`, ends it quietly. */
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

/** Says in one line what went wrong. An error that nobody expected is a bug, and shows where it is. */
function explain(error: unknown, { stderr }: Surroundings): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exitCodes.ok; // --help
    stderr.write(`${error.message.replace(/\n\s*/g, ' ').replace(/\.$/, '')}; see pnpm trace --help\n`);
    return exitCodes.usage;
  }
  if (error instanceof Violation) {
    stderr.write(`${error.invariant}: ${error.message}\n`);
    return exitCodes.violation;
  }
  const { code, message, syscall } = error as NodeJS.ErrnoException;
  const isMissing = code === 'ERR_MODULE_NOT_FOUND';
  if (!(error instanceof UnreadableTrace) && syscall !== 'open' && !isMissing) throw error;
  stderr.write(
    `error: ${isMissing ? 'to record, a runtime is needed, and this installation has none' : message}\n`,
  );
  return exitCodes.usage;
}
