// The tables of the suite `throughput`: commits a second beside what a bare loop can do, and latencies.

import type { Figure, Setting } from '../../figures/figure.ts';
import type { SuiteFigures } from '../../figures/suite-figures.ts';
import {
  decimals,
  doubtNotes,
  median,
  missing,
  notesOn,
  ratio,
  titleOf,
  withInterval,
} from '../../tables/cells.ts';
import { left, nothing, right, type Table } from '../../tables/table.ts';

const semantics =
  'Closed loop: each client has one proposal outstanding, which counts when it is committed and applied on the leader and its answer has reached the client; writes are linearizable. Messages stay within one process: by reference, on a later turn; from worker to worker as bytes through shared memory. Stable storage is in memory.';

const settingColumns = [right('Servers'), right('Clients'), left('Runtime')];

export function throughputTable(figures: SuiteFigures): Table {
  return {
    caption: 'Throughput: proposals committed and applied, in thousands a second',
    columns: [...settingColumns, right('k/s'), right('× Go'), right('CPU, µs'), right('Of ceiling')],
    rows: rowsOf(figures, 4, (target, setting, commits) => [
      withInterval(commits, 1 / 1000),
      ratio(commits),
      median(figures.get('cpuPerCommit', target, setting)),
      shareOfCeiling(figures, target, commits),
    ]),
    notes: [
      semantics,
      '× Go: above 1, a runtime is faster than the reference. CPU: of the whole process, per commit. Of ceiling: the share of the rate of a bare JavaScript loop, which only moves entries between three arrays and resolves a promise for each.',
      ...notesOn(shownIn(figures, ['commits'])),
    ],
  };
}

export function latencyTable(figures: SuiteFigures): Table {
  const quantiles = ['latencyP50', 'latencyP99', 'latencyP999', 'latencyMax'];
  return {
    caption: 'Latency of a proposal, from the call to the answer (µs; medians over the trials)',
    columns: [...settingColumns, right('p50'), right('p99'), right('p99.9'), right('Max')],
    rows: rowsOf(figures, 4, (target, setting) =>
      quantiles.map((quantile) => median(figures.get(quantile, target, setting))),
    ),
    notes: [`One proposal in eight is timed. ${semantics}`, ...doubtNotes(shownIn(figures, quantiles))],
  };
}

/** A row for every setting and target, the setting named once. */
function rowsOf(
  figures: SuiteFigures,
  width: number,
  cells: (target: string, setting: Setting, commits: Figure) => string[],
): string[][] {
  return figures.settings('commits').flatMap((setting) =>
    figures.targets.map(({ name }, position) => {
      const place = [String(setting.servers), String(setting.outstanding)];
      const commits = figures.get('commits', name, setting);
      const measured = commits?.estimate ? cells(name, setting, commits) : missing(figures, name, width);
      return [...(position === 0 ? place : ['', '']), titleOf(figures, name), ...measured];
    }),
  );
}

/** Only TypeScript runtimes are compared with the bare loop, which is JavaScript. */
function shareOfCeiling(figures: SuiteFigures, target: string, commits: Figure): string {
  const ceiling = figures.ceilings.get(commits.setting.outstanding ?? 0);
  if (ceiling === undefined || !figures.isTypeScript(target) || !commits.estimate) return nothing;
  return `${decimals((commits.estimate.median / ceiling) * 100, 0)} %`;
}

function shownIn(figures: SuiteFigures, metrics: readonly string[]): (Figure | undefined)[] {
  return figures
    .settings('commits')
    .flatMap((setting) =>
      figures.targets.flatMap(({ name }) => metrics.map((metric) => figures.get(metric, name, setting))),
    );
}
