// The report as tables, for a terminal of 80 columns.

import type { Measures } from '../counting/measure.ts';
import type { RuntimePart } from '../subjects/runtimes.ts';
import { heads, legend } from './figures.ts';
import { type Comparison, textOf } from './orderings.ts';
import type { NamedFigures, Report } from './report.ts';
import { shortened, tableOf, wrapped } from './table.ts';

/** A cell of the tables of idioms. */
interface Cell {
  readonly name: string;
  readonly model: string;
  readonly measures: Measures | null;
  readonly missing: string | null;
}

const figures = Object.keys(heads) as readonly (keyof typeof heads)[];
const nothing = '–';
const legendOfOrderings = 'a<b  b has more; a~b  b has less than 5 % more; a=b  equal\n';

const shortNames: Readonly<Record<string, string>> = {
  goroutines: 'Go',
  'python-threads': 'threads',
  'python-gevent': 'gevent',
};

export function textOfReport({ idioms, shared, runtimes, orderings, named }: Report): string {
  const cells: readonly Cell[] = [
    ...idioms.map((each) => ({ ...each, name: each.idiom })),
    ...shared.map((each) => ({
      ...each,
      name: 'shared files',
      missing: each.measures === null ? 'no file' : null,
    })),
  ];
  const chapters = [
    ...(named.length > 0 ? [tableOfNamed(named)] : []),
    ...(cells.length > 0 ? chaptersOfIdioms(cells) : []),
    ...(runtimes.length > 0 ? [tableOfRuntimes(runtimes)] : []),
    ...(named.length + cells.length + runtimes.length > 0 ? [legend] : []),
    ...(orderings.length > 0 ? [...orderings.map(chapterOf), legendOfOrderings] : []),
  ];
  return chapters.join('\n');
}

function tableOfNamed(named: readonly NamedFigures[]): string {
  const rows = named.map(({ name, measures }) => [shortened(name, 32), ...rowOf(measures)]);
  return tableOf(['', ...Object.values(heads)], rows);
}

/** A table for each figure, the models in columns; of a single idiom or model one table with all figures. */
function chaptersOfIdioms(cells: readonly Cell[]): string[] {
  const names = new Set(cells.map(({ name }) => name));
  const models = new Set(cells.map(({ model }) => model));
  const tables =
    names.size === 1 || models.size === 1
      ? [tableOf(['idiom', 'model', ...Object.values(heads)], cells.map(rowOfCell))]
      : figures.map((figure) => tableOfFigure(figure, cells));
  return [...tables, ...reasonsIn(cells)];
}

function rowOfCell({ name, model, measures }: Cell): string[] {
  return [name, short(model), ...(measures === null ? figures.map(() => nothing) : rowOf(measures))];
}

function tableOfFigure(figure: keyof typeof heads, cells: readonly Cell[]): string {
  const models = [...new Set(cells.map(({ model }) => model))];
  const rows = [...Map.groupBy(cells, ({ name }) => name)].map(([name, row]) => [
    name,
    ...models.map((model) => String(row.find((cell) => cell.model === model)?.measures?.[figure] ?? nothing)),
  ]);
  return tableOf([`idioms: ${heads[figure]}`, ...models.map(short)], rows);
}

/** Why there are no figures, with the idioms for which this is so. */
function reasonsIn(cells: readonly Cell[]): string[] {
  const missing = cells.filter((cell) => cell.missing !== null);
  const byReason = Map.groupBy(missing, (cell) => `${short(cell.model)}: ${cell.missing}`);
  const lines = [...byReason].map(([reason, all]) => `${nothing} ${reason} (${namesOf(all, cells)})`);
  return lines.length > 0 ? [lines.map(wrapped).join('')] : [];
}

function namesOf(some: readonly Cell[], cells: readonly Cell[]): string {
  const all = cells.filter(({ model }) => model === some[0]?.model);
  return some.length > 1 && some.length === all.length ? 'all' : some.map(({ name }) => name).join(', ');
}

function tableOfRuntimes(parts: readonly RuntimePart[]): string {
  const rows = parts.flatMap(({ part, model, files, measures }) =>
    measures === null ? [] : [[part, short(model), String(files.length), ...rowOf(measures)]],
  );
  return tableOf(['runtime', 'model', 'files', ...Object.values(heads)], rows);
}

function rowOf(measures: Measures): string[] {
  return figures.map((figure) => String(measures[figure]));
}

function chapterOf({ subject, kind, orderings, always }: Comparison): string {
  const rows = orderings.map((ordering) => `${ordering.name.padEnd(21)} ${textOf(ordering, short)}\n`);
  const pairs = always.map(([less, more]) => `${short(less)}<${short(more)}`);
  const summary = wrapped(`by every rule: ${pairs.join(' ') || 'no pair'}`);
  return `${kind} of ${subject}\n${rows.join('')}${summary}`;
}

function short(model: string): string {
  return shortNames[model] ?? model;
}
