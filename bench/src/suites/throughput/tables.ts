// The tables of the suite `throughput`: a closed loop by clients, its latencies, what changes the rate, reads, an open loop.

import type { Figure, Setting } from '../../figures/figure.ts';
import type { SuiteFigures } from '../../figures/suite-figures.ts';
import {
  decimals,
  doubtNotes,
  estimateCell,
  median,
  notesOn,
  ratio,
  withInterval,
} from '../../tables/cells.ts';
import { left, nothing, right, type Table } from '../../tables/table.ts';
import type { Measured } from '../common/suite.ts';
import { captions, isPlain } from './conditions.ts';
import type { ThroughputResult, ThroughputSpec } from './protocol.ts';
import { ThroughputResults, unsettledMark } from './results.ts';

const semantics =
  'Closed loop: each client has one request outstanding. A proposal counts when it is committed and applied on the leader and its answer has reached the client; writes are linearizable. Clients ask the leader. Messages stay within one process: by reference, on a later turn; from worker to worker as bytes through shared memory. Stable storage is in memory.';

export function throughputTables(
  figures: SuiteFigures,
  trials: readonly Measured<ThroughputSpec, ThroughputResult>[],
): Table[] {
  const results = new ThroughputResults(figures, trials);
  return [rateTable, latencyTable, variationTable, readTable, openTable]
    .map((tableOf) => tableOf(results))
    .filter(({ rows }) => rows.length > 0);
}

function rateTable(results: ThroughputResults): Table {
  const settings = results.settings('commits', isPlain).sort(byClients);
  return {
    caption: captions.rate,
    columns: [right('Clients'), left('Runtime'), right('k/s'), right('× Go'), right('CPU, µs')],
    rows: settings.flatMap((setting) => {
      const rows = results.rows('commits', [setting], clientsOf, 3, (target, _, commits) => [
        rateCell(results, target, commits),
        ratio(commits),
        median(results.figures.get('cpuPerCommit', target, setting)),
      ]);
      return withCeiling(rows, results, setting);
    }),
    notes: [
      semantics,
      '× Go: above 1, a runtime is faster than the reference. CPU: of the whole process, per commit. Bare loop: JavaScript that only moves entries between three arrays and resolves a promise for each, an upper bound for one thread.',
      ...notesOf(results, 'commits', settings),
    ],
  };
}

function byClients(a: Setting, b: Setting): number {
  return a.outstanding! - b.outstanding!;
}

function clientsOf({ outstanding = 0 }: Setting): string {
  return decimals(outstanding, 0);
}

/** The rows of a number of clients below that of a bare loop, which bounds TypeScript's. */
function withCeiling(rows: string[][], { figures }: ThroughputResults, setting: Setting): string[][] {
  const ceiling = figures.ceilings.get(setting.outstanding ?? 0);
  if (ceiling === undefined || !figures.targets.some(({ language }) => language === 'TypeScript'))
    return rows;
  const unnamed = rows.map(([, ...cells]) => ['', ...cells]);
  return [[clientsOf(setting), 'Bare loop', decimals(ceiling / 1000, 0), nothing, nothing], ...unnamed];
}

/** A rate in thousands a second, marked if it had not settled. */
function rateCell(results: ThroughputResults, target: string, rate: Figure): string {
  return withInterval(rate, 1 / 1000) + results.markOf(target, rate.setting);
}

function notesOf(results: ThroughputResults, metric: string, settings: readonly Setting[]): string[] {
  const shown = settings.flatMap((setting) =>
    results.figures.targets.map(({ name }) => results.figures.get(metric, name, setting)),
  );
  const unsettled = shown.some((one) => one?.estimate && results.markOf(one.target, one.setting) !== '');
  return [
    ...(unsettled
      ? [
          `${unsettledMark} Not settled: in the second half of the measurement the rate, the median of windows of 50 ms, differs from that in the first by more than 10 %.`,
        ]
      : []),
    ...results.unsupportedNotes(settings),
    ...notesOn(shown),
  ];
}

function latencyTable(results: ThroughputResults): Table {
  const settings = results.settings('commits', isPlain).sort(byClients);
  return {
    caption: captions.latency,
    columns: [right('Clients'), left('Runtime'), right('p50'), right('p99'), right('p99.9')],
    rows: results.rows('commits', settings, clientsOf, 3, (target, setting) => {
      const { p50, p99, p999 } = results.latencies(target, setting);
      return [estimateCell(p50), estimateCell(p99), estimateCell(p999, { interval: false })];
    }),
    notes: [
      'One proposal in eight is timed, into a histogram; quantiles are those of all processes together, intervals resample processes. p90 and maximum are among the figures, whole histograms among the trials.',
      ...doubtNotes(shownIn(results, 'latencyP99', settings)),
    ],
  };
}

function shownIn({ figures }: ThroughputResults, metric: string, settings: readonly Setting[]) {
  return settings.flatMap((setting) => figures.targets.map(({ name }) => figures.get(metric, name, setting)));
}

function variationTable(results: ThroughputResults): Table {
  const varied = results.settings(
    'commits',
    (setting) => setting.outstanding !== undefined && !isPlain(setting),
  );
  const base = results.settings('commits', (setting) => isPlain(setting) && setting.outstanding === 256);
  const settings = varied.length === 0 ? [] : [...base, ...varied];
  return {
    caption: captions.variations,
    columns: [left('Servers, value'), left('Runtime'), right('k/s'), right('× Go')],
    rows: results.rows('commits', settings, variationOf, 2, (target, _, commits) => [
      rateCell(results, target, commits),
      ratio(commits),
    ]),
    notes: [
      'Each differs from the first in what its name says. Compacted: a snapshot after every 10,000 applied entries, of 1,024 ids; otherwise the log is kept.',
      ...notesOf(results, 'commits', settings),
    ],
  };
}

function variationOf({ servers = 0, valueBytes = 16, snapshotThreshold = 0 }: Setting): string {
  const value = valueBytes < 1024 ? `${valueBytes} B` : `${valueBytes / 1024} KiB`;
  return `${servers}, ${value}${snapshotThreshold > 0 ? ', compacted' : ''}`;
}

function readTable(results: ThroughputResults): Table {
  const settings = results.settings('reads', () => true);
  return {
    caption: captions.reads,
    columns: [left('Read'), left('Runtime'), right('k/s'), right('× Go'), right('p99, µs')],
    rows: results.rows('reads', settings, readOf, 3, (target, setting, reads) => [
      rateCell(results, target, reads),
      ratio(reads),
      estimateCell(results.latencies(target, setting).p99, { interval: false }),
    ]),
    notes: [
      'ReadIndex: linearizable; the leader has confirmed its leadership by a round of heartbeats, which concurrent reads share, and nothing is written to the log. Stale: what the leader has applied, at once; not of the libraries beside, since it would be a look-up in this project’s own state machine. Each answer is compared with the name that was set. On an event loop a client waits for the next turn after every 64 stale reads, or no timer would fire.',
      ...notesOf(results, 'reads', settings),
    ],
  };
}

function readOf({ linearizable }: Setting): string {
  return linearizable === 1 ? 'ReadIndex' : 'Stale';
}

function openTable(results: ThroughputResults): Table {
  const settings = results
    .settings('commits', ({ ratePerSecond }) => ratePerSecond !== undefined)
    .sort((a, b) => a.ratePerSecond! - b.ratePerSecond!);
  return {
    caption: captions.open,
    columns: [right('Due, k/s'), left('Runtime'), right('Done'), right('p50'), right('p99'), right('p99.9')],
    rows: results.rows('commits', settings, dueOf, 4, (target, setting, commits) => {
      const done = commits.estimate!.median / setting.ratePerSecond!;
      const { p50, p99, p999 } = results.latencies(target, setting);
      const cells = !results.keptUp(target, setting)
        ? ['saturated', nothing, nothing]
        : [
            estimateCell(p50, { interval: false }),
            estimateCell(p99),
            estimateCell(p999, { interval: false }),
          ];
      return [`${decimals(Math.min(1, done) * 100, 0)} %`, ...cells];
    }),
    notes: [
      'Requests become due at equal distances, whether or not earlier ones are answered, and a latency counts from when its request was due: a stall shows in all requests that fell into it (no coordinated omission). They are sent by a timer of 1 ms in both languages, so that half a millisecond of the median is the timer’s. Done: of the requests due, those answered within the measurement. Saturated: less than 99 %; the latency then grows with the length of the measurement. A target that answers less than half is not measured at higher rates.',
      ...doubtNotes(shownIn(results, 'commits', settings)),
    ],
  };
}

function dueOf({ ratePerSecond = 0 }: Setting): string {
  return decimals(ratePerSecond / 1000, 0);
}
