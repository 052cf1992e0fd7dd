// The tables of the suite `starvation`: what blocks of each length cost, on the leader and on a follower.

import type { Setting } from '../../figures/figure.ts';
import type { Estimate } from '../../figures/statistics.ts';
import type { SuiteFigures } from '../../figures/suite-figures.ts';
import { decimals, doubtNotes, estimateCell, missing, threeFigures, titleOf } from '../../tables/cells.ts';
import { left, nothing, right, type Table } from '../../tables/table.ts';
import type { Measured } from '../common/suite.ts';
import { roles, type StarvationResult, type StarvationSpec } from './protocol.ts';
import { captions, type Role, StarvationResults } from './results.ts';

export function starvationTables(
  figures: SuiteFigures,
  trials: readonly Measured<StarvationSpec, StarvationResult>[],
): Table[] {
  const results = new StarvationResults(figures, trials);
  return roles.map((role) => tableOf(results, role)).filter(({ rows }) => rows.length > 0);
}

const measured =
  'ms: the length of a block; at 0 nothing blocks for 20 ms. A command becomes due every 2 ms, at a server that does not block, and its latency counts from then on to the answer; shown are those of the commands that became due during blocks. Gap: longest time that the commit index of the cluster stood still, median of the blocks. Missed: heartbeats (50 ms) that the follower with most missed, mean of a block. Lost: blocks in which another leader was elected, of all.';
const meaning: Readonly<Record<Role, string>> = {
  leader:
    "Where commits go on and latencies grow all the same, answers wait for the leader's state machine: as heartbeats go on, too, no other leader takes over. Threads elect one once a block exceeds the election timeout (150–300 ms). On an event loop the followers' timers stand still with the leader, and messages that wait are handled before a timer that has expired.",
  follower:
    'Go with GOMAXPROCS=1 takes the loop off its thread after 10 to 20 ms, and a commit may wait for more than one such time slice. Blocked: a Go server holds the lock of its state machine in a loop without calls; a thread, and the event loop that all servers of async and coroutines share with their clients, do nothing else. With a process for each server, async and coroutines would pay what workers pay.',
};

function tableOf(results: StarvationResults, role: Role): Table {
  const { figures } = results;
  const settings = results.settings(role);
  return {
    caption: captions[role],
    columns: [
      right('ms'),
      left('Runtime'),
      right('p50'),
      right('p99'),
      right('Max'),
      right('Gap'),
      right('Missed'),
      right('Lost'),
    ],
    rows: settings.flatMap((setting) =>
      figures.targets.map(({ name }, position) => [
        position === 0 ? lengthOf(setting) : '',
        titleOf(figures, name),
        ...cellsOf(results, name, setting),
      ]),
    ),
    notes: [
      measured,
      meaning[role],
      ...doubtNotes(
        settings.flatMap((setting) =>
          figures.targets.map(({ name }) => results.figure('latencyP99', name, setting)),
        ),
      ),
    ],
  };
}

function lengthOf({ blockMs = 0 }: Setting): string {
  return decimals(blockMs, 0);
}

/** A median without interval and mark, which the 99th percentile has. */
function plain(estimate: Estimate | null | undefined): string {
  return estimate ? threeFigures(estimate.median) : nothing;
}

function cellsOf(results: StarvationResults, target: string, setting: Setting): string[] {
  const gap = results.figure('commitGap', target, setting);
  if (!gap?.estimate) return missing(results.figures, target, 6);
  const { p50 = null, p99 = null, max = null } = results.latencies(target, setting) ?? {};
  const missed = results.samples('heartbeatsMissed', target, setting);
  const elected = results.samples('leadersElected', target, setting);
  return [
    plain(p50),
    estimateCell(p99),
    plain(max),
    plain(gap.estimate),
    missed.length === 0
      ? nothing
      : decimals(missed.reduce((sum, count) => sum + count, 0) / missed.length, 1),
    `${elected.filter((count) => count > 0).length}/${elected.length}`,
  ];
}
