// The table of the environment: machine, versions, noise, and the ceiling for one thread.

import type { Calibration, Environment, Results } from '../results/results.ts';
import type { Suite } from '../suites/common/suite.ts';
import { decimals } from '../tables/cells.ts';
import { left, nothing, type Table } from '../tables/table.ts';
import { noiseNotes, noiseRows } from './noise.ts';

export function environmentTable(results: Results, suites: readonly Suite[]): Table {
  const { environment, calibration } = results;
  const { cpu, cores, memoryBytes, kernel, architecture, governor, node, v8, go } = environment;
  const rows = [
    ['CPU', `${cpu}, ${cores} cores, ${architecture}`],
    ['Memory', `${decimals(memoryBytes / 2 ** 30, 1)} GiB`],
    ['System', `${environment.os}, ${kernel}`],
    ['CPU governor', governor ?? 'not readable'],
    ['Node', `${node}, V8 ${v8}`],
    ['Go', go?.replace(/^go/, '') ?? 'not measured'],
    ['Commit', commitOf(environment)],
    ['Load before', environment.loadAverage.map((load) => decimals(load, 2)).join(', ')],
    ['Date', environment.date.slice(0, 10)],
    ...noiseRows(results, suites),
    ...calibration.map(ceilingRow),
  ];
  return {
    caption: 'Environment of this run',
    columns: [left('Property'), left('Value')],
    rows,
    notes: [...noiseNotes(results, suites), ...(calibration.length === 0 ? [] : [ceilingNote])],
  };
}

const ceilingNote =
  'Bare loop: entries per second that one JavaScript thread moves between three arrays, resolving a promise for each: the ceiling for one thread.';

function commitOf({ commit, dirty }: Environment): string {
  if (commit === null) return nothing;
  return `${commit.slice(0, 12)}${dirty ? ', with uncommitted changes' : ''}`;
}

function ceilingRow({ outstanding, entriesPerSecond }: Calibration): string[] {
  return [`Bare loop, ${outstanding} outstanding`, `${decimals(entriesPerSecond / 1e6, 2)} million a second`];
}
