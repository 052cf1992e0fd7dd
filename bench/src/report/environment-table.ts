// The table of the environment: machine, versions, noise, and the ceiling for one thread.

import { quantile } from '../figures/statistics.ts';
import { type Control, controlsOf } from '../results/figures.ts';
import type { Calibration, Environment, Results } from '../results/results.ts';
import type { Suite } from '../suites/common/suite.ts';
import { decimals } from '../tables/cells.ts';
import { left, nothing, type Table } from '../tables/table.ts';

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
    ...noiseRows(results),
    ...controlsOf(results, suites).map(controlRow),
    ...calibration.map(ceilingRow),
  ];
  return {
    caption: 'Environment of this run',
    columns: [left('Property'), left('Value')],
    rows,
    notes:
      calibration.length === 0
        ? []
        : [
            'Bare loop: entries per second that one JavaScript thread moves between three arrays, resolving a promise for each: the ceiling for one thread.',
          ],
  };
}

/** CPU time of other programs, before the run and during its trials. */
function noiseRows({ noise, trials }: Results): string[][] {
  const during = trials.flatMap(({ disturbance }) =>
    disturbance === undefined ? [] : [disturbance.otherCpus],
  );
  const before = noise ? [['Other programs before', `${decimals(noise.otherCpus, 2)} CPUs`]] : [];
  if (during.length === 0) return before;
  const [median, most] = [quantile(during, 0.5), Math.max(...during)].map((cpus) => decimals(cpus, 2));
  return [...before, ['Other programs meanwhile', `${median} CPUs in the median, ${most} at most`]];
}

/** What a target compared with itself differs from 1 is noise. */
function controlRow({ suite, metric, target, ratio: { median, low, high } }: Control): string[] {
  const interval = low === null || high === null ? '' : ` (${decimals(low, 2)}–${decimals(high, 2)})`;
  return [`A/A, ${suite}`, `${target} against itself: ${metric} × ${decimals(median, 2)}${interval}`];
}

function commitOf({ commit, dirty }: Environment): string {
  if (commit === null) return nothing;
  return `${commit.slice(0, 12)}${dirty ? ', with uncommitted changes' : ''}`;
}

function ceilingRow({ outstanding, entriesPerSecond }: Calibration): string[] {
  return [`Bare loop, ${outstanding} outstanding`, `${decimals(entriesPerSecond / 1e6, 2)} million a second`];
}
