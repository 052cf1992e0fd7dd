// How long is a cluster without a leader after a crash? Figure 16 of the Raft paper: five servers, ten ranges of the election
// timeout, the leader crashed at a random point of its heartbeat interval, and half of its followers unable to win.

import type { Setting } from '../../figures/figure.ts';
import { quantile } from '../../figures/statistics.ts';
import { baseOf } from '../../figures/variant.ts';
import { decimals } from '../../tables/cells.ts';
import { flawIn } from '../common/flaw.ts';
import { defineSuite, ideal, type Metric } from '../common/suite.ts';
import { electionCharts } from './charts.ts';
import { longest } from './conditions.ts';
import { hasOneTimeout } from './founding.ts';
import {
  type ElectionResult,
  type ElectionSpec,
  electionResultSchema,
  electionSpecSchema,
} from './protocol.ts';
import { electionTables } from './tables.ts';
import { electionVerdict } from './verdict.ts';

type SettingSpec = Omit<ElectionSpec, 'suite' | 'target' | 'seed'>;

/** Election timeouts of the figure (ms). */
const ranges = [
  ...[150, 151, 155, 175, 200, 300].map((max) => [150, max] as const),
  ...[12, 25, 50, 100].map((min) => [min, 2 * min] as const),
];

/** Clusters at once in a trial: no more than add nothing to what one cluster takes (README.md). */
const clustersAtOnce = { usual: 16, many: 32 };
/** Threads compete for the machine's CPUs. Their clusters are few, and go on in step. */
const clustersOfThreads = 4;

/** Samples of the ideal in a round, which cost little: its error should be small beside a runtime's. */
const idealSamples = { main: 1200, other: 192 };

export const election = defineSuite<ElectionSpec, ElectionResult>({
  name: 'election',
  question: 'How long is the cluster without a leader after a crash?',
  specSchema: electionSpecSchema,
  resultSchema: electionResultSchema,
  flawIn,
  settings: (size, round = 1) =>
    size === 'quick' ? [at([150, 300], 0, false, 1, 3)] : [brief, ...figure16(round)],
  onTarget: (setting, target) => (baseOf(target) === 'workers' ? onThreads(setting) : setting),
  startsCompiled: true,
  isBrief: (setting) => setting === brief,
  comparesVariants: ({ electionTimeout, preVote }) => isMain(electionTimeout, preVote),
  ideal: (setting) => ({ ...setting, crashes: crashesOfIdeal(setting) }),
  rounds: (size) => (size === 'full' ? 6 : 1),
  expectedMs,
  describe: ({ electionTimeout: [min, max], broadcastTime, preVote }) =>
    `${min}–${max} ms${broadcastTime > 0 ? `, broadcast ${broadcastTime} ms` : ''}${preVote ? ', pre-vote' : ''}`,
  headline: ({ samples }) => `${decimals(quantile(samples, 0.5), 0)} ms in the median`,
  metrics: [
    metric('latency', 'ms', ({ samples }) => samples),
    metric('electedAfter', 'ms', ({ electedAfter }) => electedAfter),
    metric('elections', 'elections', ({ elections }) => elections),
    metric('failedRounds', 'rounds', failedRounds),
  ],
  tables: electionTables,
  charts: electionCharts,
  verdict: electionVerdict,
});

/** The default run. */
const brief = at([150, 300], 0, false, clustersAtOnce.usual, 3);

/** Everything that the figure shows, with and without PreVote and check-quorum. One timeout for all takes long, and is measured once. */
function figure16(round: number): SettingSpec[] {
  const conditions = [15, 0].flatMap((time) => [false, true].map((preVote) => [time, preVote] as const));
  return conditions
    .flatMap(([time, preVote]) =>
      ranges.map((range) => at(range, time, preVote, ...clustersAndCrashes(range, time, preVote))),
    )
    .filter((setting) => round === 1 || !hasOneTimeout(setting));
}

/** In their first crashes clusters are nearly in phase, and compete: where each has few, there are fewer of them. */
function clustersAndCrashes(
  range: readonly [number, number],
  broadcastTime: number,
  preVote: boolean,
): [clusters: number, crashes: number] {
  if (isMain(range, preVote)) return [clustersAtOnce.many, broadcastTime > 0 ? 11 : 5];
  return [clustersAtOnce.usual, range[0] === range[1] ? 1 : 2];
}

/** Whether this is the range that is looked at most: it gets more crashes. */
function isMain([min, max]: readonly [number, number], preVote: boolean): boolean {
  return min === 150 && max === 300 && !preVote;
}

/** Crashes of each of the ideal's clusters. With one timeout every one of them takes the longest time. */
function crashesOfIdeal(setting: SettingSpec): number {
  if (hasOneTimeout(setting)) return setting.crashes;
  const samples = isMain(setting.electionTimeout, setting.preVote) ? idealSamples.main : idealSamples.other;
  return Math.ceil(samples / setting.clusters);
}

/** Fewer clusters, and more crashes of each: half or a quarter as many in all, because each takes more time. */
function onThreads(setting: SettingSpec): SettingSpec {
  if (setting.clusters === 1) return setting;
  const { electionTimeout, preVote, clusters, crashes } = setting;
  const share = hasOneTimeout(setting) ? 1 / 4 : isMain(electionTimeout, preVote) ? 1 / 2 : 1 / 4;
  const own = (share * clusters * crashes) / clustersOfThreads;
  return { ...setting, clusters: clustersOfThreads, crashes: own, inStep: true };
}

function at(
  [min, max]: readonly [number, number],
  broadcastTime: number,
  preVote: boolean,
  clusters: number,
  crashes: number,
): SettingSpec {
  const common = { servers: 5, electionTimeout: [min, max] as [number, number], heartbeatInterval: min / 2 };
  return { ...common, broadcastTime, preVote, clusters, crashes, inStep: false, longest };
}

/** A cycle is a failover, and about two heartbeats until all follow the new leader and the next crash. */
function expectedMs(spec: ElectionSpec) {
  const { target, clusters, crashes, electionTimeout, broadcastTime, inStep } = spec;
  const [min, max] = electionTimeout;
  if (hasOneTimeout(spec)) return longest + 1500;
  if (target === ideal) return 500 + clusters * crashes;
  const lost = splitVotes(max - min, broadcastTime);
  const failover = min + (max - min) / 3 + 2 * broadcastTime + lost;
  const slowest = (max - min) / 3 + 2 * lost; // one of many clusters takes so much longer
  return inStep
    ? 600 + crashes * (failover + slowest + min)
    : 500 + min + max + crashes * (failover + min) + slowest;
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
