// Rows that a model does not have, and the sentences in their place.

import type { Measured } from '../common/suite.ts';
import type { Model } from './models.ts';
import type { MissingRow, PrimitivesResult, PrimitivesSpec } from './protocol.ts';
import { labelOf } from './row-labels.ts';

export type Trials = readonly Measured<PrimitivesSpec, PrimitivesResult>[];

/** Why a model has no such row, by the row's label. */
export function missingRows(trials: Trials, target: string): Map<string, string> {
  const rows = trials.filter(({ spec }) => spec.target === target).flatMap(({ result }) => result.rows);
  const missing = rows.filter((row): row is MissingRow => 'missing' in row);
  return new Map(missing.map((row) => [labelOf(row), row.missing]));
}

/** One note for each model that lacks rows of a table, and reason. */
export function missingNotes(
  trials: Trials,
  shown: readonly Model[],
  isInTable: (label: string) => boolean,
): string[] {
  return shown.flatMap(({ target, head }) => {
    const rows = [...missingRows(trials, target)].filter(([label]) => isInTable(label));
    const byReason = Map.groupBy(rows, ([, why]) => why);
    return Array.from(
      byReason,
      ([why, rows]) => `${head}, ${rows.map(([label]) => label).join(', ')}: ${why}`,
    );
  });
}
