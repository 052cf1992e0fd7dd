// The command line `pnpm sim`.

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { availableParallelism } from 'node:os';
import {
  type CliIO,
  createCommand,
  exitCodes,
  integer,
  path,
  runCommand,
  shown,
  typed,
  UsageError,
} from '@three-ways/command-line';
import { type Command, Option } from 'commander';
import { generate } from './generate.ts';
import { runPool } from './pool.ts';
import { createProgress, rateOf } from './progress.ts';
import { record } from './record.ts';
import { raftRules } from './rules.ts';
import type { Schedule } from './schedule.ts';
import { readSchedule, saveSchedule, UnreadableSchedule } from './schedule-file.ts';
import { shrink } from './shrink.ts';
import { Simulation } from './simulation.ts';
import { transcriptOf } from './transcript.ts';
import type { ViolationReport } from './violation.ts';

type Options = {
  seeds?: number;
  from: number;
  jobs: number;
  seed?: number;
  save?: string;
  replay?: string;
  record?: string;
  quick?: true;
};

/** Runs `pnpm sim`. Resolves with the exit code. */
export function main(args: readonly string[], io: CliIO): Promise<number> {
  return runCommand(createProgram(io), args, (given: Options) => run(given, io), io);
}

function createProgram(io: CliIO): Command {
  const does =
    "Simulates Raft clusters under every fault, over the real rules, and checks Raft's invariants.";
  return createCommand('pnpm sim', does, io)
    .option('-n, --seeds <number>', 'number of seeds (1000 unless given)', integer(1, 1_000_000_000))
    .option('--from <number>', 'first seed', integer(0, 0xffff_ffff), 1)
    .option('-j, --jobs <number>', 'number of threads', integer(1, 256), availableParallelism())
    .addOption(
      new Option('--seed <number>', 'run one seed and print its transcript')
        .argParser(integer(0, 0xffff_ffff))
        .conflicts(['seeds', 'from', 'jobs', 'quick']),
    )
    .option('--save <file>', 'with --seed or --replay: save the schedule, shrunk if it fails', path)
    .addOption(
      new Option('--replay <file>', 'run a saved schedule')
        .argParser(path)
        .conflicts(['seed', 'seeds', 'from', 'jobs', 'quick', 'record']),
    )
    .addOption(
      new Option('--record <file>', 'record every call of the rules, for replay in another language')
        .argParser(path)
        .conflicts(['save', 'jobs']),
    )
    .addOption(new Option('-q, --quick', 'a hundred seeds, to see that everything works').conflicts('seeds'))
    .addHelpText('after', '\nExit codes: 0 no violation; 1 a violation; 2 wrong usage; 130 interrupted.');
}

async function run(given: Options, io: CliIO): Promise<number> {
  if (given.save !== undefined && given.seed === undefined && given.replay === undefined)
    throw new UsageError('--save needs --seed or --replay: it saves one schedule');
  try {
    if (given.record !== undefined) return await recordAll(given.record, given, io);
    if (given.replay !== undefined) return runOne(readSchedule(given.replay), given.save, io);
    if (given.seed !== undefined) return runOne(generate(given.seed), given.save, io);
  } catch (error) {
    const isFile =
      error instanceof UnreadableSchedule || (error as NodeJS.ErrnoException).syscall !== undefined;
    throw isFile ? new UsageError((error as Error).message) : error;
  }
  return await runMany(given, io);
}

function countOf({ seeds, quick }: Options): number {
  return seeds ?? (quick ? 100 : 1000);
}

async function runMany(given: Options, io: CliIO): Promise<number> {
  const { stdout, stderr, signal } = io;
  const { from, jobs } = given;
  const seeds = countOf(given);
  const progress = createProgress(stderr, seeds);
  const done = await runPool({ from, seeds, jobs }, signal, (batch) => progress.update(batch));
  progress.end();
  const violations = done.violations.toSorted((a, b) => a.seed - b.seed);
  for (const violation of violations) stdout.write(`${describe(violation, io)}\n`);
  const first = violations[0];
  if (first !== undefined) printShrunk(generate(first.seed), undefined, stdout);
  stdout.write(
    `${signal.aborted ? 'interrupted: ' : ''}${done.seeds} seeds from ${from}, ${done.steps.toLocaleString('en')} steps, ${rateOf(done)}, ${violations.length} violations\n`,
  );
  if (first !== undefined) return exitCodes.failed;
  return signal.aborted ? exitCodes.interrupted : exitCodes.ok;
}

function describe({ seed, step, invariant, message }: ViolationReport, io: CliIO): string {
  return `seed ${seed}, step ${step}: ${invariant}: ${message}\n  replay: ${typed('pnpm sim', io)} --seed ${seed}`;
}

function runOne(schedule: Schedule, save: string | undefined, io: CliIO): number {
  const { stdout } = io;
  const { violation } = new Simulation(raftRules, schedule).run();
  if (violation !== null) {
    stdout.write(`${describe(violation, io)}\n`);
    printShrunk(schedule, save, stdout);
    return exitCodes.failed;
  }
  stdout.write(`${transcriptOf(raftRules, schedule).join('\n')}\n`);
  if (save !== undefined) saveSchedule(save, schedule, null);
  return exitCodes.ok;
}

function printShrunk(schedule: Schedule, save: string | undefined, stdout: NodeJS.WritableStream): void {
  const shortest = shrink(raftRules, schedule);
  stdout.write(`\nshrunk from ${schedule.actions.length} actions to ${shortest.actions.length}:\n\n`);
  stdout.write(`${transcriptOf(raftRules, shortest).join('\n')}\n\n`);
  if (save !== undefined) saveSchedule(save, shortest, new Simulation(raftRules, shortest).run().violation);
}

async function recordAll(file: string, given: Options, { stdout, signal }: CliIO): Promise<number> {
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
  stdout.write(`${seed - first} schedules, ${lines.toLocaleString('en')} lines: ${shown(file)}\n`);
  return signal.aborted ? exitCodes.interrupted : exitCodes.ok;
}
