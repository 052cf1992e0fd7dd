// The command line: `pnpm measure-code` measures the idioms and the runtimes; with names, what these name.

import { existsSync } from 'node:fs';
import { type CliIO, createCommand, exitCodes, runCommand, UsageError } from '@three-ways/command-line';
import type { Command } from 'commander';
import type { Model } from './counting/blocking-calls.ts';
import { measure } from './counting/measure.ts';
import { AmbiguousSymbol, SyntaxFault, UnknownLanguage, UnknownSymbol } from './parsing/errors.ts';
import { readSource } from './parsing/parse.ts';
import { findSymbol } from './parsing/symbols.ts';
import {
  comparisonsFor,
  csvOfReport,
  jsonOf,
  type NamedFigures,
  type Report,
  textOfReport,
} from './report/report.ts';
import { type IdiomFigures, idiomModels, idioms, measureIdioms } from './subjects/idioms.ts';
import { modelOf } from './subjects/models.ts';
import { measureRuntimes } from './subjects/runtimes.ts';

interface Options {
  readonly json?: true;
  readonly csv?: true;
}

const chapters = ['idioms', 'runtimes', 'orderings'];
const faults = [UnknownLanguage, UnknownSymbol, AmbiguousSymbol, SyntaxFault];

/** Runs `pnpm measure-code`. Resolves with the exit code. */
export function main(args: readonly string[], io: CliIO): Promise<number> {
  const program = createProgram(io);
  return runCommand(program, args, async () => run(program, io), io);
}

function createProgram(io: CliIO): Command {
  const does = 'Counts the length and complexity of the idioms and of the runtimes.';
  return createCommand('pnpm measure-code', does, io)
    .argument('[what...]', 'idioms, runtimes, orderings; an idiom, a model; FILE or FILE#SYMBOL')
    .option('--json', 'print all figures as JSON')
    .option('--csv', 'print all figures as CSV')
    .addHelpText(
      'after',
      '\ndocs/measuring-code.md has the counting rules.\n\nExit codes: 0 done; 2 wrong usage, or a source that is not understood.',
    );
}

function run(program: Command, { stdout }: CliIO): number {
  const { json, csv } = program.opts<Options>();
  if (json && csv) throw new UsageError('give --json or --csv, not both');
  const report = reportOn(program.args);
  stdout.write(json ? jsonOf(report) : csv ? csvOfReport(report) : textOfReport(report));
  return exitCodes.ok;
}

/** @throws UsageError for a name that is none, and for sources that can't be read */
function reportOn(names: readonly string[]): Report {
  const asked = new Set(names.length === 0 ? chapters : names);
  try {
    const named = names.filter((name) => !isKnown(name)).map(measureNamed);
    const all =
      asked.has('idioms') || asked.has('orderings') || names.some(isOfIdioms) ? measureIdioms() : [];
    const parts = asked.has('runtimes') || asked.has('orderings') ? measureRuntimes() : [];
    return {
      idioms: chosenFrom(all, asked),
      runtimes: asked.has('runtimes') ? parts : [],
      orderings: asked.has('orderings') ? comparisonsFor(parts, all) : [],
      named,
    };
  } catch (error) {
    throw faults.some((fault) => error instanceof fault) ? new UsageError((error as Error).message) : error;
  }
}

function isKnown(name: string): boolean {
  return chapters.includes(name) || isOfIdioms(name);
}

/** Whether it is the name of an idiom or of a model. */
function isOfIdioms(name: string): boolean {
  return name in idioms || (idiomModels as readonly string[]).includes(name);
}

/** All, or those of the idioms and models asked for. */
function chosenFrom(all: readonly IdiomFigures[], asked: ReadonlySet<string>): IdiomFigures[] {
  const isAll = asked.has('idioms');
  const allModels = !idiomModels.some((model) => asked.has(model));
  const allIdioms = !Object.keys(idioms).some((idiom) => asked.has(idiom));
  if (!isAll && allModels && allIdioms) return [];
  return all.filter(
    ({ idiom, model }) => isAll || ((allIdioms || asked.has(idiom)) && (allModels || asked.has(model))),
  );
}

function measureNamed(name: string): NamedFigures {
  const [path, symbol] = name.split('#') as [string, string?];
  if (!existsSync(path))
    throw new UsageError(
      `there is no file ${path}: give a file, ${chapters.join(', ')}, an idiom (${Object.keys(idioms).slice(0, 2).join(', ')} …) or a model (${idiomModels.slice(0, 2).join(', ')} …)`,
    );
  const model: Model | undefined = modelOf(path);
  const source = readSource(path);
  return { name, measures: measure(symbol === undefined ? source : findSymbol(source, symbol), model) };
}
