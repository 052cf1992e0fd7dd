// What `pnpm measure-code` has measured, as tables, JSON and CSV.

import type { Measures } from '../counting/measure.ts';
import { type IdiomFigures, idiomModels, type idioms } from '../subjects/idioms.ts';
import { type RuntimePart, runtimeParts, runtimes } from '../subjects/runtimes.ts';
import { type Figure, heads, legend, rules } from './figures.ts';
import { type Comparison, comparisonsOf, textOf } from './orderings.ts';
import { csvOf, shortened, tableOf } from './table.ts';

/** A file or symbol that was asked for. */
export interface NamedFigures {
  readonly name: string;
  readonly measures: Measures;
}

export interface Report {
  readonly idioms: readonly IdiomFigures[];
  readonly runtimes: readonly RuntimePart[];
  readonly orderings: readonly Comparison[];
  readonly named: readonly NamedFigures[];
}

const legendOfOrderings = 'a<b  b has more; a~b  b has less than 5 % more; a=b  equal\n';

const shortNames: Readonly<Record<string, string>> = {
  goroutines: 'Go',
  'python-threads': 'threads',
  'python-gevent': 'gevent',
};
const figures = Object.keys(heads) as readonly (keyof typeof heads)[];
const allFigures: readonly Figure[] = [...rules, 'commentLines', 'functions'];

/** Parts that are not the same for all models of a language. */
const compared = ['server file', 'whole server', 'concurrency', 'scaffolding', 'whole runtime', 'tests'];

/** Compares the runtimes' parts, and the idioms that all models have. */
export function comparisonsFor(parts: readonly RuntimePart[], cells: readonly IdiomFigures[]): Comparison[] {
  const ofRuntimes = compared.flatMap((part) => {
    const measured = parts.filter((each) => each.part === part && each.measures !== null);
    if (measured.length < runtimes.length) return [];
    return comparisonsOf(
      part,
      Object.fromEntries(measured.map(({ model, measures }) => [model, [measures!]])),
    );
  });
  return [
    ...ofRuntimes,
    ...comparisonsOfIdioms('idioms', cells, ({ measures }) => measures),
    ...comparisonsOfIdioms('idioms, whole files', cells, ({ wholeFile }) => wholeFile),
  ];
}

/** Compares the models that have any idiom by those that all of these have. */
function comparisonsOfIdioms(
  subject: string,
  cells: readonly IdiomFigures[],
  measuresOf: (cell: IdiomFigures) => Measures | null,
): Comparison[] {
  const measured = cells.filter((cell) => measuresOf(cell) !== null);
  const models = idiomModels.filter((model) => measured.some((cell) => cell.model === model));
  const byIdiom = [...Map.groupBy(measured, ({ idiom }) => idiom).values()];
  const common = byIdiom.filter((all) => all.length === models.length).flat();
  if (models.length < 2 || common.length === 0) return [];
  const of = (model: string) =>
    common.filter((cell) => cell.model === model).map((cell) => measuresOf(cell)!);
  return comparisonsOf(
    `${subject} (${common.length / models.length} of ${byIdiom.length})`,
    Object.fromEntries(models.map((model) => [model, of(model)])),
  );
}

export function jsonOf(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** A row for each subject that was measured, all figures in columns. */
export function csvOfReport({ idioms, runtimes, named }: Report): string {
  const row = (kind: string, name: string, model: string, measures: Measures) => [
    kind,
    name,
    model,
    ...allFigures.map((figure) => measures[figure]),
  ];
  return csvOf([
    ['kind', 'name', 'model', ...allFigures],
    ...idioms.flatMap(({ idiom, model, measures }) =>
      measures === null ? [] : [row('idiom', idiom, model, measures)],
    ),
    ...idioms.flatMap(({ idiom, model, wholeFile }) =>
      wholeFile === null ? [] : [row('idiom file', idiom, model, wholeFile)],
    ),
    ...runtimes.flatMap(({ part, model, measures }) =>
      measures === null ? [] : [row('runtime', part, model, measures)],
    ),
    ...named.map(({ name, measures }) => row('named', name, '', measures)),
  ]);
}

export function textOfReport({ idioms, runtimes, orderings, named }: Report): string {
  const chapters = [
    ...(named.length > 0 ? [tableOfNamed(named)] : []),
    ...(idioms.length > 0 ? chaptersOfIdioms(idioms) : []),
    ...(runtimes.length > 0 ? [tableOfRuntimes(runtimes)] : []),
    ...(named.length + idioms.length + runtimes.length > 0 ? [`${legend.join('\n')}\n`] : []),
    ...(orderings.length > 0 ? [...chaptersOfOrderings(orderings), legendOfOrderings] : []),
  ];
  return chapters.join('\n');
}

function tableOfNamed(named: readonly NamedFigures[]): string {
  return tableOf(
    ['', ...Object.values(heads)],
    named.map(({ name, measures }) => [shortened(name, 24), ...rowOf(measures)]),
    1,
  );
}

/** A table for each figure, the models in columns; or, of a single idiom, all figures, the models in rows. */
function chaptersOfIdioms(cells: readonly IdiomFigures[]): string[] {
  const names = [...new Set(cells.map(({ idiom }) => idiom))];
  const models = [...new Set(cells.map(({ model }) => model))];
  const tables = names.length === 1 || models.length === 1 ? cells.map(rowOfCell) : [];
  if (tables.length > 0)
    return [tableOf(['idiom', 'model', ...Object.values(heads)], tables, 1), ...reasonsIn(cells)];
  return [...figures.map((figure) => tableOfFigure(figure, names, models, cells)), ...reasonsIn(cells)];
}

function rowOfCell({ idiom, model, measures }: IdiomFigures): string[] {
  return [idiom, short(model), ...(measures === null ? figures.map(() => '–') : rowOf(measures))];
}

function tableOfFigure(
  figure: Figure,
  names: readonly (keyof typeof idioms)[],
  models: readonly string[],
  cells: readonly IdiomFigures[],
): string {
  const rows = names.map((name) => [
    name,
    ...models.map((model) => {
      const cell = cells.find(({ idiom, model: other }) => idiom === name && other === model);
      return String(cell?.measures?.[figure] ?? '–');
    }),
  ]);
  return tableOf([`idioms: ${heads[figure as keyof typeof heads]}`, ...models.map(short)], rows, 1);
}

/** Why there are no figures, one line for each reason. */
function reasonsIn(cells: readonly IdiomFigures[]): string[] {
  const missing = cells.filter((cell) => cell.missing !== null);
  const grouped = Map.groupBy(missing, (cell) => `${short(cell.model)}: ${cell.missing}`);
  const lines = [...grouped].map(
    ([reason, all]) => `– ${reason} (${all.map(({ idiom }) => idiom).join(', ')})`,
  );
  return lines.length > 0 ? [`${lines.map(wrapped).join('\n')}\n`] : [];
}

function tableOfRuntimes(parts: readonly RuntimePart[]): string {
  const rows = parts.flatMap(({ part, model, files, measures }) =>
    measures === null ? [] : [[part, short(model), String(files.length), ...rowOf(measures)]],
  );
  return tableOf(['runtime', 'model', 'files', ...Object.values(heads)], rows, 1);
}

function rowOf(measures: Measures): string[] {
  return figures.map((figure) => String(measures[figure]));
}

function chaptersOfOrderings(comparisons: readonly Comparison[]): string[] {
  return comparisons.map(({ subject, kind, orderings, always }) => {
    const rows = orderings.map((ordering) => `${ordering.name.padEnd(21)} ${textOf(ordering, short)}`);
    const pairs = always.map(([less, more]) => `${short(less)}<${short(more)}`).join(' ') || 'no pair';
    return `${kind} of ${subject}\n${rows.join('\n')}\n${wrapped(`by every rule: ${pairs}`)}\n`;
  });
}

function short(model: string): string {
  return shortNames[model] ?? model;
}

/** Breaks a line at words, to the width of the page. */
function wrapped(line: string): string {
  return line.replaceAll(/(.{1,78})(?:\s+|$)/g, '$1\n  ').trimEnd();
}
