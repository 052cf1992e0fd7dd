// The tables of the suite `election`: times without a leader beside the ideal and the paper's, and what each runtime adds to
// the ideal.

import type { Figure, Setting } from '../../figures/figure.ts';
import { type Estimate, quantile } from '../../figures/statistics.ts';
import type { SuiteFigures } from '../../figures/suite-figures.ts';
import { decimals, missing, notesOn, titleOf, withInterval } from '../../tables/cells.ts';
import { left, nothing, right, type Table } from '../../tables/table.ts';
import { ideal } from '../common/suite.ts';
import { excessCaption, longest, rangeOf, settingsByConditions, timesCaption } from './conditions.ts';
import { excessOf, hasIdeal, roundsOf } from './excess.ts';
import { type Published, publishedAt, stated } from './published.ts';

/** A table of times and one of what they exceed the ideal by, for each broadcast time, without and with PreVote. */
export function electionTables(figures: SuiteFigures): Table[] {
  return settingsByConditions(figures).flatMap((settings) => [
    timesTable(figures, settings),
    ...(hasIdeal(figures, settings) ? [excessTable(figures, settings)] : []),
  ]);
}

function timesTable(figures: SuiteFigures, settings: readonly Setting[]): Table {
  return {
    caption: timesCaption(settings),
    columns: [
      left('Timeout, ms'),
      left('Runtime'),
      right('Median'),
      right('Mean'),
      right('p90'),
      right('p99'),
      right('Max'),
      right('Crashes'),
    ],
    rows: settings.flatMap((setting) => timesRows(figures, setting)),
    notes: [
      ...[methodNote(settings), network, paperNote(settings), ...givenUpNote(figures, settings)],
      ...notesOn(latencies(figures, settings)),
    ],
  };
}

const method =
  "From the leader's crash to the delivery of the new leader's first AppendEntries to another server. The crash is uniform in the heartbeat interval";
const worstCase =
  ', half the shortest timeout, after heartbeats that reached all followers together; two of the four followers lack its last entry and cannot win. Ideal: the async and coroutine servers in virtual time, where only waiting takes time.';

/** Runs that did not record PreVote did not prepare the worst case either. */
function methodNote([setting]: readonly Setting[]): string {
  return `${method}${setting?.preVote === undefined ? '.' : worstCase}`;
}

const network =
  'Messages stay within one process: by reference, on a later turn; from worker to worker as bytes through shared memory; at a broadcast time each message is delayed uniformly, so that the last of four answers arrives after that time in the mean. Check-quorum is on where pre-vote is. Stable storage is in memory. Intervals resample processes, not crashes.';

function paperNote(settings: readonly Setting[]): string {
  if (!settings.some((setting) => publishedAt(setting) !== null))
    return 'The Raft paper measured without pre-vote, at about 15 ms.';
  return `Raft paper: quantiles of the samples that were published for its Figure 16. ${stated}`;
}

/** A note on elections that were given up, and on how their times are shown; none if there are none. */
function givenUpNote(figures: SuiteFigures, settings: readonly Setting[]): string[] {
  const names = [ideal, ...figures.targets.map(({ name }) => name)];
  const counts = settings.flatMap((setting) =>
    names.flatMap((name) => {
      const samples = roundsOf(figures.get('latency', name, setting)).flat();
      const count = samples.filter(isGivenUp).length;
      const runtime = name === ideal ? 'ideal' : titleOf(figures, name);
      return count === 0 ? [] : `${rangeOf(setting)} ${runtime} ${count} of ${samples.length}`;
    }),
  );
  if (counts.length === 0) return [];
  const seconds = longest / 1000;
  return [
    `Given up after ${seconds} s without a leader (censored): ${counts.join('; ')}. A median or quantile that falls among them is shown as >${longest}; a mean that counts them as ${seconds} s, and so is too low, as ≥.`,
  ];
}

function isGivenUp(ms: number): boolean {
  return ms >= longest;
}

function timesRows(figures: SuiteFigures, setting: Setting): string[][] {
  const published = publishedAt(setting);
  const rows = [
    ...(published === null ? [] : [['Raft paper', ...publishedCells(published)]]),
    ...(figures.get('latency', ideal, setting)?.estimate
      ? [['Ideal', ...timesCells(figures, ideal, setting)]]
      : []),
    ...figures.targets.map(({ name }) => [titleOf(figures, name), ...timesCells(figures, name, setting)]),
  ];
  return rows.map((row, position) => [position === 0 ? rangeOf(setting) : '', ...row]);
}

function publishedCells(line: Published): string[] {
  const cell = (q: number) => decimals(line.quantile(q), 0);
  return [cell(0.5), decimals(line.mean, 0), cell(0.9), cell(0.99), cell(1), String(line.n)];
}

function timesCells(figures: SuiteFigures, target: string, setting: Setting): string[] {
  const figure = figures.get('latency', target, setting);
  if (!figure?.estimate) return missing(figures, target, 6);
  const samples = figure.rounds.flatMap((round) => round.samples);
  const cell = (q: number) => time(quantile(samples, q));
  return [
    isGivenUp(figure.estimate.median) ? time(longest) : withInterval(figure),
    `${samples.some(isGivenUp) ? '≥' : ''}${decimals(samples.reduce((sum, sample) => sum + sample, 0) / samples.length, 0)}`,
    cell(0.9),
    cell(0.99),
    cell(1),
    String(samples.length),
  ];
}

/** A time (ms); those of elections that were given up are greater than what was waited. */
function time(ms: number): string {
  return isGivenUp(ms) ? `>${longest}` : decimals(ms, 0);
}

function excessTable(figures: SuiteFigures, settings: readonly Setting[]): Table {
  return {
    caption: excessCaption(settings),
    columns: [
      left('Timeout, ms'),
      left('Runtime'),
      right('Median'),
      right('p99'),
      right('Elections'),
      right('Failed rounds'),
    ],
    rows: settings.flatMap((setting) => excessRows(figures, setting)),
    notes: [
      "From the end of the new leader's election timeout, as drawn, to the delivery of its first AppendEntries: differences of the quantiles, with the 95 % bootstrap interval over processes; – where elections were given up. Time lost to failed rounds is not in it. Elections, failed rounds: mean for each crash; failed are elections without a winner, and rounds of pre-votes without an election.",
    ],
  };
}

function excessRows(figures: SuiteFigures, setting: Setting): string[][] {
  const names = [ideal, ...figures.targets.map(({ name }) => name)];
  return names.map((name, position) => [
    position === 0 ? rangeOf(setting) : '',
    name === ideal ? 'Ideal' : titleOf(figures, name),
    ...excessCells(figures, name, setting),
  ]);
}

function excessCells(figures: SuiteFigures, target: string, setting: Setting): string[] {
  const figure = figures.get('latency', target, setting);
  if (!figure?.estimate) return missing(figures, target, 4);
  const counts = ['elections', 'failedRounds'].map((metric) => meanOf(figures.get(metric, target, setting)));
  const excess = (q: number) => (target === ideal ? nothing : signed(excessOf(figures, target, setting, q)));
  return [excess(0.5), excess(0.99), ...counts];
}

/** A difference with its interval, as `1.9 (-1.2 to 4.0)`. */
export function signed(estimate: Estimate | null): string {
  if (estimate === null) return nothing;
  const { median, low, high } = estimate;
  const bounds = low === null || high === null ? '' : ` (${decimals(low, 1)} to ${decimals(high, 1)})`;
  return `${decimals(median, 1)}${bounds}`;
}

function meanOf(figure: Figure | undefined): string {
  const samples = roundsOf(figure).flat();
  if (samples.length === 0) return nothing;
  return decimals(samples.reduce((sum, sample) => sum + sample, 0) / samples.length, 2);
}

function latencies(figures: SuiteFigures, settings: readonly Setting[]): (Figure | undefined)[] {
  return settings.flatMap((setting) =>
    figures.targets.map(({ name }) => figures.get('latency', name, setting)),
  );
}
