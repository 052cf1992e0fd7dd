// How long is a cluster without a leader after a crash? Figure 16 of the Raft paper: five servers, ten ranges of the election
// timeout, the leader crashed at a random point of its heartbeat interval, and half of its followers unable to win.

import type { Setting } from '../../figures/figure.ts';
import { quantile } from '../../figures/statistics.ts';
import { baseOf } from '../../figures/variant.ts';
import { decimals } from '../../tables/cells.ts';
import { flawIn } from '../common/flaw.ts';
import { defineSuite, ideal, type Metric } from '../common/suite.ts';
import { electionCharts } from './charts.ts';
import {
  type ElectionResult,
  type ElectionSpec,
  electionResultSchema,
  electionSpecSchema,
} from './protocol.ts';
import { electionTables } from './tables.ts';
import { electionVerdict } from './verdict.ts';

type SettingSpec = Omit<ElectionSpec, 'suite' | 'target' | 'seed'>;

/** Election timeouts of the figure (ms), but for 150-150: a range narrower than 1 ms is refused by the settings. */
const ranges = [
  ...[151, 155, 175, 200, 300].map((max) => [150, max] as const),
  ...[12, 25, 50, 100].map((min) => [min, 2 * min] as const),
];

/** Clusters at once in a trial: as many as add nothing to what one cluster takes (README.md). */
const clustersAtOnce = 16;
/** Threads compete for the machine's CPUs: a trial has one cluster, and fewer crashes for the same time. */
const clustersOfThreads = 1;

/** Samples of the ideal in a round, which cost little. */
const idealSamples = 400;

export const election = defineSuite<ElectionSpec, ElectionResult>({
  name: 'election',
  question: 'How long is the cluster without a leader after a crash?',
  specSchema: electionSpecSchema,
  resultSchema: electionResultSchema,
  flawIn,
  settings: (size) => (size === 'quick' ? [at([150, 300], 0, false, 1, 3)] : [brief, ...figure16()]),
  onTarget: (setting, target) => (baseOf(target) === 'workers' ? onThreads(setting) : setting),
  startsCompiled: true,
  isBrief: ({ crashes }) => crashes <= brief.crashes,
  ideal: (setting) => ({ ...setting, crashes: Math.ceil(idealSamples / setting.clusters) }),
  rounds: (size) => (size === 'full' ? 6 : 1),
  expectedMs,
  describe: ({ electionTimeout: [min, max], broadcastTime, preVote }) =>
    `${min}–${max} ms${broadcastTime > 0 ? `, broadcast ${broadcastTime} ms` : ''}${preVote ? ', pre-vote' : ''}`,
  headline: ({ samples }) => `${decimals(quantile(samples, 0.5), 0)} ms in the median`,
  metrics: [
    metric('latency', 'ms', ({ samples }) => samples),
    metric('elections', 'elections', ({ elections }) => elections),
    metric('failedRounds', 'rounds', failedRounds),
  ],
  tables: electionTables,
  charts: electionCharts,
  verdict: electionVerdict,
});

/** The default run. */
const brief = at([150, 300], 0, false, clustersAtOnce, 3);

/** Everything that the figure shows, with and without PreVote and check-quorum; six rounds give a thousand samples each. */
function figure16(): SettingSpec[] {
  return [15, 0].flatMap((broadcastTime) =>
    [false, true].flatMap((preVote) =>
      ranges.map((range) => at(range, broadcastTime, preVote, clustersAtOnce, 11)),
    ),
  );
}

/** A run of one cluster after another takes the time of two and a half crashes for each of many clusters'. */
function onThreads(setting: SettingSpec): SettingSpec {
  const crashes = setting.clusters === 1 ? setting.crashes : Math.ceil(2.5 * setting.crashes);
  return { ...setting, clusters: clustersOfThreads, crashes };
}

function at(
  [min, max]: readonly [number, number],
  broadcastTime: number,
  preVote: boolean,
  clusters: number,
  crashes: number,
): SettingSpec {
  const common = { servers: 5, electionTimeout: [min, max] as [number, number], heartbeatInterval: min / 2 };
  return { ...common, broadcastTime, preVote, clusters, crashes, longest: 10_000 };
}

/** A cycle is a failover, and about two heartbeats until all follow the new leader and the next crash. */
function expectedMs({ target, clusters, crashes, electionTimeout: [min, max], broadcastTime }: ElectionSpec) {
  if (target === ideal) return 200 + clusters * crashes * 2;
  const failover = min + (max - min) / 3 + 2 * broadcastTime + splitVotes(max - min, broadcastTime);
  return 400 + crashes * (failover + min);
}

/** Expected time lost to split votes (ms): the narrower the range, the more. */
function splitVotes(span: number, broadcastTime: number): number {
  return (150 * (broadcastTime + 3)) / span / 2;
}

/** Elections without a winner, and pre-vote rounds without an election. */
function failedRounds({ elections, preVotes }: ElectionResult): number[] {
  return elections.map((count, i) => Math.max(0, count - 1) + Math.max(0, (preVotes[i] ?? 0) - count));
}

function metric(
  name: string,
  unit: string,
  samples: (result: ElectionResult) => readonly number[],
): Metric<ElectionSpec, ElectionResult> {
  return {
    name,
    unit,
    setting: settingOf,
    samples: (trials) => trials.flatMap(({ result }) => samples(result)),
  };
}

function settingOf({ servers, electionTimeout: [min, max], broadcastTime, preVote }: ElectionSpec): Setting {
  return {
    servers,
    electionTimeoutMin: min,
    electionTimeoutMax: max,
    broadcastTime,
    preVote: preVote ? 1 : 0,
  };
}
