// The command line: `pnpm measure-code` measures the idioms and the runtimes, or what is named.

import { type CliIO, createCommand, exitCodes, runCommand, UsageError } from '@three-ways/command-line';
import type { Command } from 'commander';
import { AmbiguousSymbol, SyntaxFault, UnknownLanguage, UnknownSymbol } from './parsing/errors.ts';
import { choiceOf, reportOn } from './report/choice.ts';
import { csvOfReport, jsonOf } from './report/report.ts';
import { textOfReport } from './report/text.ts';

interface Options {
  readonly json?: true;
  readonly csv?: true;
}

const faults = [UnknownLanguage, UnknownSymbol, AmbiguousSymbol, SyntaxFault];

/** Runs `pnpm measure-code`. Resolves with the exit code. */
export function main(args: readonly string[], io: CliIO): Promise<number> {
  const program = createProgram(io);
  return runCommand(program, args, async () => run(program, io), io);
}

function createProgram(io: CliIO): Command {
  const does = 'Counts the length and complexity of the idioms and of the runtimes.';
  return createCommand('pnpm measure-code', does, io)
    .argument('[what...]', 'idioms, runtimes, orderings; idioms or models by name; FILE or FILE#SYMBOL')
    .option('--json', 'print all figures as JSON')
    .option('--csv', 'print all figures as CSV')
    .addHelpText(
      'after',
      '\nThe counting rules: docs/measuring-code.md.\n\nExit codes: 0 done; 2 wrong usage.',
    );
}

/** @throws UsageError also for a source that is not understood */
function run(program: Command, { stdout }: CliIO): number {
  const { json, csv } = program.opts<Options>();
  if (json && csv) throw new UsageError('give --json or --csv, not both');
  const choice = choiceOf(program.args);
  if (csv && choice.isOrderingsAlone) throw new UsageError('orderings have no CSV: give --json');
  try {
    const report = reportOn(choice);
    stdout.write(json ? jsonOf(report) : csv ? csvOfReport(report) : textOfReport(report));
  } catch (error) {
    throw faults.some((fault) => error instanceof fault) ? new UsageError((error as Error).message) : error;
  }
  return exitCodes.ok;
}
