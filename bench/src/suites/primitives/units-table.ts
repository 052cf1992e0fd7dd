// What a unit is in each row of each model, and the call whose time was taken.

import { left, type Table } from '../../tables/table.ts';
import type { Trials } from './missing-rows.ts';
import type { Model } from './models.ts';
import type { MeasuredRow } from './protocol.ts';
import { plainRows } from './row-labels.ts';

/** A row of a model, with the size of its run. */
export function measuredRow(trials: Trials, target: string, name: string): MeasuredRow | undefined {
  const trial = trials.find(({ spec }) => spec.target === target);
  const row = trial?.result.rows.find((candidate) => candidate.name === name);
  return row === undefined || 'missing' in row ? undefined : row;
}

export function unitsTable(trials: Trials, models: readonly Model[]): Table {
  const rows = plainRows.flatMap((name) =>
    models.flatMap(({ target, head }) => {
      const row = measuredRow(trials, target, name);
      return row === undefined ? [] : [[name, head, row.unit, row.size]];
    }),
  );
  return {
    caption: 'Primitives: what a unit is, and the call that was measured',
    columns: [left('Row', 13), left('Model', 14), left('Unit', 22), left('Call', 25)],
    rows: rows.map(([name = '', ...rest], i) => [rows[i - 1]?.[0] === name ? '' : name, ...rest]),
    notes: ['What the time of a unit contains is in results.json, as `what`.'],
  };
}
