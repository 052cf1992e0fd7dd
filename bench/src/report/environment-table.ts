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
    ...variantRows(results),
    ...settingRows(environment),
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

/** What targets ran on besides the environment's Node and all its CPUs. */
function variantRows({ targets }: Results): string[][] {
  const engines = targets.flatMap(({ engine }) =>
    engine === undefined ? [] : [`${engine.name} ${engine.version} (${engine.flags.join(' ')})`],
  );
  return [
    ...(engines.length === 0 ? [] : [['Other engines', [...new Set(engines)].join('; ')]]),
    ...(targets.some(({ cpus }) => cpus === 1) ? [['One CPU', 'by taskset, with GOMAXPROCS=1']] : []),
  ];
}

/** What the environment sets for the languages; runs of old did not record it. */
function settingRows({ cpusAllowed, gomaxprocs, gogc, nodeOptions, nodeFlags }: Environment): string[][] {
  if (nodeFlags === undefined) return [];
  const set = { GOMAXPROCS: gomaxprocs, GOGC: gogc, NODE_OPTIONS: nodeOptions };
  const variables = Object.entries(set).map(([name, value]) => `${name} ${value ?? 'not set'}`);
  return [
    ['CPUs allowed', cpusAllowed ?? 'not readable'],
    ['Settings', [...variables, `node ${nodeFlags.join(' ')}`].join(', ')],
  ];
}

function commitOf({ commit, dirty }: Environment): string {
  if (commit === null) return nothing;
  return `${commit.slice(0, 12)}${dirty ? ', with uncommitted changes' : ''}`;
}

function ceilingRow({ outstanding, entriesPerSecond }: Calibration): string[] {
  return [`Bare loop, ${outstanding} outstanding`, `${decimals(entriesPerSecond / 1e6, 2)} million a second`];
}
