// What `pnpm measure-code` has measured; as JSON and CSV.

import type { Measures } from '../counting/measure.ts';
import type { IdiomFigures, SharedFigures } from '../subjects/idioms.ts';
import type { RuntimePart } from '../subjects/runtimes.ts';
import { allFigures } from './figures.ts';
import type { Comparison } from './orderings.ts';
import { csvOf } from './table.ts';

/** A file or symbol that was asked for. */
export interface NamedFigures {
  readonly name: string;
  readonly measures: Measures;
}

/** What was not asked for is empty. */
export interface Report {
  readonly idioms: readonly IdiomFigures[];
  readonly shared: readonly SharedFigures[];
  readonly runtimes: readonly RuntimePart[];
  readonly orderings: readonly Comparison[];
  readonly named: readonly NamedFigures[];
}

export function jsonOf(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** A row for each subject that was measured, all figures in columns. */
export function csvOfReport({ idioms, shared, runtimes, named }: Report): string {
  const rows = [
    ...idioms.map(({ idiom, model, measures }) => ['idiom', idiom, model, measures] as const),
    ...idioms.map(({ idiom, model, wholeFile }) => ['idiom file', idiom, model, wholeFile] as const),
    ...shared.map(({ model, measures }) => ['shared files', '', model, measures] as const),
    ...runtimes.map(({ part, model, measures }) => ['runtime', part, model, measures] as const),
    ...named.map(({ name, measures }) => ['named', name, '', measures] as const),
  ];
  return csvOf([
    ['kind', 'name', 'model', ...allFigures],
    ...rows.flatMap(([kind, name, model, measures]) =>
      measures === null ? [] : [[kind, name, model, ...allFigures.map((figure) => measures[figure])]],
    ),
  ]);
}
