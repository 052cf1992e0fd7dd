// The command line: `pnpm sim [options]`. Whatever is wrong with it is one line on standard error and exit code 2.

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { availableParallelism } from 'node:os';
import * as raftCore from '@three-ways/raft-core';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { generate } from './generate.ts';
import { runPool } from './pool.ts';
import { createProgress, rateOf } from './progress.ts';
import { record } from './record.ts';
import type { Schedule } from './schedule.ts';
import { readSchedule, saveSchedule, UnreadableSchedule } from './schedule-file.ts';
import { shrink } from './shrink.ts';
import { Simulation } from './simulation.ts';
import { transcriptOf } from './transcript.ts';
import type { ViolationReport } from './violation.ts';

export const exitCodes = { ok: 0, violation: 1, usage: 2, interrupted: 130 } as const;

export interface Surroundings {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  /** Fires when the user interrupts. */
  readonly signal: AbortSignal;
}

type Given = {
  seeds?: number;
  from: number;
  jobs: number;
  seed?: number;
  save?: string;
  replay?: string;
  record?: string;
  quick?: true;
};

/** Does what the arguments ask for. Resolves with the exit code. */
export async function main(args: readonly string[], surroundings: Surroundings): Promise<number> {
  let exitCode: number = exitCodes.ok;
  const program = createProgram(surroundings).action(async (given: Given) => {
    exitCode = await run(given, surroundings);
  });
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    return explain(error, surroundings);
  }
  return exitCode;
}

function createProgram({ stdout }: Surroundings): Command {
  return new Command('pnpm sim')
    .description(
      "Simulates Raft clusters under every fault, over the real rules, and checks Raft's invariants.",
    )
    .exitOverride()
    .configureOutput({ writeOut: (text) => stdout.write(text), writeErr: () => {} })
    .allowExcessArguments(false)
    .option('-n, --seeds <number>', 'how many seeds (1000 unless given)', integer(1, 1_000_000_000))
    .option('--from <number>', 'the first seed', integer(0, 0xffff_ffff), 1)
    .option('-j, --jobs <number>', 'how many threads', integer(1, 256), availableParallelism())
    .option('--seed <number>', 'one seed, told as a story', integer(0, 0xffff_ffff))
    .option('--save <file>', 'with --seed or --replay: keep the schedule, made short if it fails')
    .option('--replay <file>', 'play a schedule that was kept')
    .option('--record <file>', 'write every call of the rules, for replay in another language')
    .option('-q, --quick', 'a hundred seeds: shows that everything works')
    .addHelpText('after', '\nExit codes: 0 no violation; 1 a violation; 2 wrong usage; 130 interrupted.');
}

function integer(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Give an integer from ${min} to ${max}.`);
  };
}

function run(given: Given, surroundings: Surroundings): Promise<number> | number {
  if (given.record !== undefined) return recordAll(given.record, given, surroundings);
  if (given.replay !== undefined) return playOne(readSchedule(given.replay), given.save, surroundings);
  if (given.seed !== undefined) return playOne(generate(given.seed), given.save, surroundings);
  return playMany(given, surroundings);
}

function countOf({ seeds, quick }: Given): number {
  return seeds ?? (quick ? 100 : 1000);
}

async function playMany(given: Given, { stdout, stderr, signal }: Surroundings): Promise<number> {
  const { from, jobs } = given;
  const seeds = countOf(given);
  const progress = createProgress(stderr, seeds);
  const done = await runPool({ from, seeds, jobs }, signal, (batch) => progress.update(batch));
  progress.end();
  const violations = done.violations.toSorted((a, b) => a.seed - b.seed);
  for (const violation of violations) stdout.write(`${describe(violation)}\n`);
  const first = violations[0];
  if (first !== undefined) tellShortest(generate(first.seed), undefined, stdout);
  stdout.write(
    `${signal.aborted ? 'interrupted: ' : ''}${done.seeds} seeds from ${from}, ${done.steps.toLocaleString('en')} steps, ${rateOf(done)}, ${violations.length} violations\n`,
  );
  if (first !== undefined) return exitCodes.violation;
  return signal.aborted ? exitCodes.interrupted : exitCodes.ok;
}

function describe({ seed, step, invariant, message }: ViolationReport): string {
  return `seed ${seed}, step ${step}: ${invariant}: ${message}\n  replay: pnpm sim --seed ${seed}`;
}

function playOne(schedule: Schedule, save: string | undefined, { stdout }: Surroundings): number {
  const { violation } = new Simulation(raftCore, schedule).run();
  if (violation !== null) {
    stdout.write(`${describe(violation)}\n`);
    tellShortest(schedule, save, stdout);
    return exitCodes.violation;
  }
  stdout.write(`${transcriptOf(raftCore, schedule).join('\n')}\n`);
  if (save !== undefined) saveSchedule(save, schedule, null);
  return exitCodes.ok;
}

function tellShortest(schedule: Schedule, save: string | undefined, stdout: NodeJS.WritableStream): void {
  const shortest = shrink(raftCore, schedule);
  stdout.write(`\nshrunk from ${schedule.actions.length} actions to ${shortest.actions.length}:\n\n`);
  stdout.write(`${transcriptOf(raftCore, shortest).join('\n')}\n\n`);
  if (save !== undefined) saveSchedule(save, shortest, new Simulation(raftCore, shortest).run().violation);
}

async function recordAll(file: string, given: Given, { stdout, signal }: Surroundings): Promise<number> {
  const out = createWriteStream(file);
  const first = given.seed ?? given.from;
  const count = given.seed === undefined ? countOf(given) : 1;
  let lines = 0;
  let seed = first;
  for (; seed < first + count && !signal.aborted; seed++) {
    const recorded = record(generate(seed));
    lines += recorded.length;
    if (!out.write(`${recorded.join('\n')}\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
  stdout.write(`${seed - first} schedules, ${lines.toLocaleString('en')} lines: ${file}\n`);
  return signal.aborted ? exitCodes.interrupted : exitCodes.ok;
}

/** Says in one line what went wrong. An error that nobody expected is a bug, and shows where it is. */
function explain(error: unknown, { stderr }: Surroundings): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exitCodes.ok; // --help
    stderr.write(`${error.message.replace(/\n\s*/g, ' ').replace(/\.$/, '')}; see pnpm sim --help\n`);
    return exitCodes.usage;
  }
  const isFile = error instanceof UnreadableSchedule || (error as NodeJS.ErrnoException).syscall === 'open';
  if (!isFile) throw error;
  stderr.write(`error: ${(error as Error).message}\n`);
  return exitCodes.usage;
}
