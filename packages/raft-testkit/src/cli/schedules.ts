// The command line `pnpm schedules`: performs fault schedules on implementations, in virtual time where possible, and checks their
// traces and histories. Files of failed runs are saved.

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type CliIO,
  createCommand,
  createStatusLine,
  exitCodes,
  integer,
  path,
  probeFolder,
  refuseOptions,
  runCommand,
  shown,
  typed,
} from '@three-ways/command-line';
import { buildGoCommands, findGo, goFolder } from '@three-ways/raft-go';
import { Option } from 'commander';
import { Leftovers } from '../observation/leftovers.ts';
import { type Outcome, performOne } from '../schedules/outcome.ts';
import { generateSchedule } from '../schedules/schedule.ts';
import { explained } from '../targets/targets.ts';
import { addEngineOption, engineList, onEngines } from './on-engines.ts';
import { addTargetOptions, type NamedTarget, targetList, targetsOf } from './target-options.ts';

interface Options {
  readonly target?: string[];
  readonly engine?: string[];
  readonly seeds: number;
  readonly from: number;
  readonly seconds?: number;
  readonly real?: true;
  readonly jobs: number;
  readonly out: string;
  readonly list?: true;
}

const workspace = fileURLToPath(new URL('../../../..', import.meta.url));

/** Options of the bench that have no meaning here. */
const elsewhere = {
  '--suite': '--seeds and --from choose schedules',
  '--servers': 'each schedule draws the size of its cluster from its seed',
};

/** Runs `pnpm schedules`. Resolves with the exit code. */
export function main(args: readonly string[], io: CliIO): Promise<number> {
  const does = 'Performs fault schedules on clusters and checks their traces and histories.';
  const program = addEngineOption(addTargetOptions(createCommand('pnpm schedules', does, io)))
    .option('-n, --seeds <number>', 'number of schedules', integer(1, 1_000_000), 20)
    .option('--from <seed>', 'first seed', integer(0, 0xffff_ffff), 1)
    .option(
      '--seconds <number>',
      'duration of each: 30 in virtual time, 10 in real time unless given',
      integer(1, 3600),
    )
    .option('--real', 'in real time, even where virtual time is possible')
    .option('-j, --jobs <number>', 'in real time, number of schedules in parallel', integer(1, 64), 4)
    .addOption(
      new Option('-o, --out <folder>', 'folder for failed runs')
        .argParser(path)
        .default(join(workspace, 'schedules-failed'), 'schedules-failed'),
    )
    .addHelpText('after', '\nExit codes: 0 no violation; 1 a violation; 2 wrong usage; 130 interrupted.');
  refuseOptions(program, elsewhere);
  const run = (given: Options) =>
    onEngines({ command: 'schedules', args, given, here: () => performAll(given, io) }, io);
  return runCommand(program, args, run, io);
}

async function performAll(given: Options, io: CliIO): Promise<number> {
  if (given.list) {
    io.stdout.write(targetList() + engineList());
    return exitCodes.ok;
  }
  probeFolder(given.out, '--out');
  const checksHistory = await prepareChecker(io);
  let failed = 0;
  for await (const named of targetsOf(given.target, io))
    failed += await performOn({ ...named, checksHistory }, given, io);
  if (io.signal.aborted) io.stderr.write('interrupted: only the schedules that had finished are counted\n');
  if (failed > 0) return exitCodes.failed;
  return io.signal.aborted ? exitCodes.interrupted : exitCodes.ok;
}

/** Builds the program that checks histories. Returns false, with a note, without Go. */
async function prepareChecker({ stderr }: CliIO): Promise<boolean> {
  const go = await findGo(goFolder);
  if (go.found) await explained(buildGoCommands(goFolder));
  else stderr.write(`histories are not checked: ${go.reason}\n`);
  return go.found;
}

interface Checked extends NamedTarget {
  readonly checksHistory: boolean;
}

/** Performs all schedules on one target. Returns the number of failures; leftovers count as one. */
async function performOn(
  { name, target, checksHistory }: Checked,
  given: Options,
  io: CliIO,
): Promise<number> {
  const { stdout, stderr, signal } = io;
  const { seeds, from, jobs, out } = given;
  const inVirtualTime = target.createInVirtualTime !== undefined && given.real === undefined;
  const seconds = given.seconds ?? (inVirtualTime ? 30 : 10);
  using leftovers = new Leftovers();
  const waiting = Array.from({ length: seeds }, (_, i) => from + i);
  const outcomes: Outcome[] = [];
  const status = createStatusLine(stderr);
  const work = async () => {
    for (let seed = waiting.shift(); seed !== undefined && !signal.aborted; seed = waiting.shift()) {
      const schedule = generateSchedule(seed, 1_000 * seconds);
      const outcome = await performOne(schedule, target, { name, inVirtualTime, folder: out, checksHistory });
      outcomes.push(outcome);
      status.update(`${name}: ${outcomes.length}/${seeds} schedules, ${failuresOf(outcomes)} failed`);
      if (outcome.failure === null) continue;
      status.clear();
      stdout.write(`failed ${name}, seed ${seed}: ${outcome.failure}\n  ${placeOf(outcome)}\n`);
      const again = `--target ${name} --seeds 1 --from ${seed} --seconds ${seconds}`;
      stdout.write(`  repeat: ${typed('pnpm schedules', io)} ${again}${inVirtualTime ? '' : ' --real'}\n`);
    }
  };
  await Promise.all(Array.from({ length: inVirtualTime ? 1 : jobs }, work));
  status.clear();
  const left = await leftovers.find();
  if (left !== null) stdout.write(`failed ${name}: left behind: ${left}\n`);
  stdout.write(
    `${name}: ${summaryOf(outcomes)}; ${seconds} s of ${inVirtualTime ? 'virtual' : 'real'} time each\n`,
  );
  return failuresOf(outcomes) + (left === null ? 0 : 1);
}

function placeOf({ savedIn, unsaved }: Outcome): string {
  return savedIn === null ? `not saved: ${unsaved}` : `saved in ${shown(savedIn)}`;
}

function failuresOf(outcomes: readonly Outcome[]): number {
  return outcomes.filter(({ failure }) => failure !== null).length;
}

function summaryOf(outcomes: readonly Outcome[]): string {
  const sum = (what: 'events' | 'elections' | 'operations') =>
    outcomes.reduce((total, outcome) => total + outcome[what], 0).toLocaleString('en');
  return (
    `${outcomes.length} schedules, ${failuresOf(outcomes)} failed: ` +
    `${sum('events')} events, ${sum('elections')} elections, ${sum('operations')} operations judged`
  );
}
