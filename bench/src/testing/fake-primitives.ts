// The result of a trial of the suite `primitives` that did no work.

import type { PrimitivesResult, ResultRow } from '../suites/primitives/protocol.ts';
import { rowLabels } from '../suites/primitives/row-labels.ts';

/** All rows, but `shared-memory/16`, which is missing. */
export function fakePrimitives(slowness: number): PrimitivesResult {
  const memory = [10, 20, 30].map((tasks) => ({
    tasks,
    rssBytes: 40_000_000 + Math.round(tasks * 500 * slowness),
    pssBytes: 30_000_000 + Math.round(tasks * 400 * slowness),
    runtimeBytes: 1_000_000 + Math.round(tasks * 300 * slowness),
  }));
  return { suite: 'primitives', rows: rowLabels.map((label, i) => fakeRow(label, i, slowness)), memory };
}

function fakeRow(label: string, position: number, slowness: number): ResultRow {
  const [name = '', length] = label.split('/');
  const bytes = length === undefined ? {} : { bytes: Number(length) };
  if (label === 'shared-memory/16') return { name, ...bytes, missing: 'There is no memory to share.' };
  return {
    ...{ name, ...bytes },
    unit: 'a task that waits ten calls deep, started and cancelled',
    units: 1000,
    size: `${name}(1000)`,
    what: 'A task is started.',
    nsPerUnit: 12.3 * 4 ** position * slowness,
    doubling: label === 'lock' ? 1.2 : 2,
  };
}
