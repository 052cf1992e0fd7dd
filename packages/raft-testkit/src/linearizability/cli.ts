// The command line: judges histories in files, and says in one line each what came of it.

import { type CliIO, createCommand, exitCodes, integer, runCommand, UsageError } from '../cli/command.ts';
import { buildGoCommands, findGo, goFolder } from '../go-toolchain.ts';
import { TargetMissing } from '../targets.ts';
import { UnreadableHistory } from './history-file.ts';
import { judgeHistories, type Verdict } from './judge.ts';

/** Nobody knows whether all histories are linearizable. */
const undecided = 3;

interface Given {
  readonly pictures?: string;
  readonly limit: number;
}

/** Does what the arguments ask for. Resolves with the exit code. */
export function main(args: readonly string[], io: CliIO): Promise<number> {
  const program = createCommand(
    'linearizability',
    'Judges whether what clients heard is what one map alone could have told them.',
    io,
  )
    .argument('<file...>', 'histories: one operation a line, as JSON')
    .option(
      '-p, --pictures <folder>',
      'where failing histories are drawn (beside the first one unless given)',
    )
    .option('-l, --limit <seconds>', 'when the search for one is given up', integer(1, 86_400), 10)
    .addHelpText(
      'after',
      '\nExit codes: 0 all are linearizable; 1 one is not; 2 wrong usage; 3 a search was given up; 130 interrupted.',
    );
  const judge = (files: string[]) => judgeAll(files, program.opts<Given>(), io);
  return runCommand(program, args, judge, io);
}

async function judgeAll(
  files: readonly string[],
  { limit, pictures }: Given,
  { stdout, signal }: CliIO,
): Promise<number> {
  let verdicts: readonly Verdict[];
  try {
    const go = await findGo(goFolder, { signal });
    if (!go.found) throw new TargetMissing(go.reason);
    await buildGoCommands(goFolder, { signal });
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
  return verdicts.some(({ linearizable }) => linearizable === null) ? undecided : exitCodes.ok;
}
