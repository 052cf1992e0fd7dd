// The command line `pnpm schedules`: performs fault schedules, drawn from their seeds, on one implementation or several, in
// virtual time where the implementation can, and judges each run by its trace and by its clients' histories.

import { type Performance, perform } from '../schedules/perform.ts';
import { generateSchedule, type Schedule } from '../schedules/schedule.ts';
import { realTime } from '../schedules/time.ts';
import { Violation } from '../simulator/violation.ts';
import { type Target, targets } from '../targets.ts';
import { createCommand, exitCodes, integer, runCommand, type Surroundings, targetNames } from './command.ts';

interface Given {
  readonly target?: string[];
  readonly seeds: number;
  readonly from: number;
  readonly seconds?: number;
  readonly real?: true;
  readonly jobs: number;
}

/** Does what the arguments ask for. Resolves with the exit code. */
export function main(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const program = createCommand(
    'pnpm schedules',
    'Performs fault schedules on clusters, and judges them by their traces and histories.',
    surroundings,
  )
    .option('-t, --target <names>', `of ${Object.keys(targets).join(', ')}; all unless given`, targetNames)
    .option('-n, --seeds <number>', 'how many schedules', integer(1, 1_000_000), 20)
    .option('--from <seed>', 'the first seed', integer(0, 0xffff_ffff), 1)
    .option(
      '--seconds <number>',
      'how long each is: 30 in virtual time, 10 in real time unless given',
      integer(1, 3600),
    )
    .option('--real', 'in real time, even where virtual time would do')
    .option('-j, --jobs <number>', 'in real time, how many at the same time', integer(1, 64), 4)
    .addHelpText('after', '\nExit codes: 0 no violation; 1 a violation; 2 wrong usage; 130 interrupted.');
  return runCommand(program, args, (given: Given) => performAll(given, surroundings), surroundings);
}

async function performAll(given: Given, surroundings: Surroundings): Promise<number> {
  let violations = 0;
  for (const name of given.target ?? Object.keys(targets)) {
    const target = await targets[name]!();
    violations += await performOn(name, target, given, surroundings);
  }
  if (violations > 0) return exitCodes.failed;
  return surroundings.signal.aborted ? exitCodes.interrupted : exitCodes.ok;
}

/** Performs all schedules on one target. Returns how many of them found a violation. */
async function performOn(
  name: string,
  target: Target,
  { seeds, from, seconds, real, jobs }: Given,
  { stdout, signal }: Surroundings,
): Promise<number> {
  const isVirtual = target.createInVirtualTime !== undefined && real === undefined;
  const duration = 1_000 * (seconds ?? (isVirtual ? 30 : 10));
  const waiting = Array.from({ length: seeds }, (_, i) => from + i);
  const sum = { schedules: 0, events: 0, operations: 0, elections: 0, violations: 0 };
  const work = async () => {
    for (let seed = waiting.shift(); seed !== undefined && !signal.aborted; seed = waiting.shift()) {
      const performed = await performOne(generateSchedule(seed, duration), target, isVirtual);
      sum.schedules += 1;
      if (performed instanceof Violation) {
        sum.violations += 1;
        stdout.write(`${name}, seed ${seed}: ${performed.invariant}: ${performed.message}\n`);
        stdout.write(
          `  again: pnpm schedules --target ${name} --seeds 1 --from ${seed} --seconds ${duration / 1_000}\n`,
        );
        continue;
      }
      sum.events += performed.events;
      sum.operations += performed.operations.length;
      sum.elections += performed.elections;
    }
  };
  await Promise.all(Array.from({ length: isVirtual ? 1 : jobs }, work));
  const time = `${duration / 1_000} s of ${isVirtual ? 'virtual' : 'real'} time each`;
  const [events, operations] = [sum.events, sum.operations].map((count) => count.toLocaleString('en'));
  stdout.write(
    `${name}: ${sum.schedules} schedules, ${time}: ${events} events, ${sum.elections} elections, ${operations} operations, ${sum.violations} violations\n`,
  );
  return sum.violations;
}

async function performOne(
  schedule: Schedule,
  target: Target,
  isVirtual: boolean,
): Promise<Performance | Violation> {
  try {
    if (!isVirtual) return await perform(schedule, target.create(schedule.settings), realTime);
    const { cluster, time } = target.createInVirtualTime!(schedule.settings);
    return await perform(schedule, cluster, time);
  } catch (error) {
    if (error instanceof Violation) return error;
    throw error;
  }
}
