// The command line of the linearizability check: one line a history.

import {
  type CliIO,
  createCommand,
  exitCodes,
  integer,
  runCommand,
  UsageError,
} from '@three-ways/command-line';
import { buildGoCommands, findGo, goFolder } from '@three-ways/raft-go';
import { explained, TargetMissing } from '../targets/targets.ts';
import { UnreadableHistory } from './history-file.ts';
import { judgeHistories, type Verdict } from './judge.ts';

interface Options {
  readonly pictures?: string;
  readonly limit: number;
}

/** Runs the command. Resolves with the exit code. */
export function main(args: readonly string[], io: CliIO): Promise<number> {
  const program = createCommand('linearizability', 'Checks whether histories of a map are linearizable.', io)
    .argument('<file...>', 'histories: JSON lines, one operation a line')
    .option(
      '-p, --pictures <folder>',
      'folder for pictures of failing histories (that of the first one unless given)',
    )
    .option('-l, --limit <seconds>', 'time limit for one history', integer(1, 86_400), 10)
    .addHelpText(
      'after',
      '\nExit codes: 0 all linearizable; 1 one is not; 2 wrong usage; 3 undecided; 130 interrupted.',
    );
  const judge = (files: string[]) => judgeAll(files, program.opts<Options>(), io);
  return runCommand(program, args, judge, io);
}

async function judgeAll(
  files: readonly string[],
  { limit, pictures }: Options,
  { stdout, signal }: CliIO,
): Promise<number> {
  let verdicts: readonly Verdict[];
  try {
    const go = await findGo(goFolder, { signal });
    if (!go.found) throw new TargetMissing(go.reason);
    await explained(buildGoCommands(goFolder, { signal }));
    verdicts = await judgeHistories(files, { limit: limit * 1_000, signal, ...(pictures && { pictures }) });
  } catch (error) {
    if (signal.aborted) return exitCodes.interrupted;
    if (error instanceof UnreadableHistory) throw new UsageError(error.message);
    throw error;
  }
  for (const verdict of verdicts) stdout.write(`${describe(verdict)}\n`);
  stdout.write(`${summaryOf(verdicts)}\n`);
  return exitCodeOf(verdicts);
}

function describe({ file, operations, linearizable, why, picture }: Verdict): string {
  if (linearizable === null) return `${file}: ${operations} operations, given up`;
  if (linearizable) return `${file}: ${operations} operations, linearizable`;
  return `${file}: ${operations} operations, not linearizable: ${why}\n  see ${picture}`;
}

function summaryOf(verdicts: readonly Verdict[]): string {
  const operations = verdicts.reduce((sum, verdict) => sum + verdict.operations, 0);
  const count = (wanted: Verdict['linearizable']) =>
    verdicts.filter(({ linearizable }) => linearizable === wanted).length;
  return `${verdicts.length} histories, ${operations.toLocaleString('en')} operations: ${count(true)} linearizable, ${count(false)} not, ${count(null)} given up`;
}

function exitCodeOf(verdicts: readonly Verdict[]): number {
  if (verdicts.some(({ linearizable }) => linearizable === false)) return exitCodes.failed;
  return verdicts.some(({ linearizable }) => linearizable === null) ? exitCodes.undecided : exitCodes.ok;
}
