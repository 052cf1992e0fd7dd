// Memory: what each idle server adds, how large a cluster one process carries, and what a load leaves behind.

import { baseOf } from '../../figures/variant.ts';
import { decimals } from '../../tables/cells.ts';
import { flawIn } from '../common/flaw.ts';
import { defineSuite } from '../common/suite.ts';
import { isAnswered } from './answered.ts';
import { outOfTime } from './budget.ts';
import { memoryCharts } from './charts.ts';
import { metrics } from './metrics.ts';
import {
  holds,
  type IdleSpec,
  type LoadSpec,
  type MemoryResult,
  type MemorySpec,
  memoryResultSchema,
  memorySpecSchema,
} from './protocol.ts';
import { memoryTables } from './tables.ts';
import { memoryVerdict } from './verdict.ts';

type SettingOf<S> = Omit<S, 'suite' | 'target' | 'seed'>;

/** Cluster sizes of the idle part. Slopes are taken over the smaller ones, which every model carries. */
const sizes = {
  small: [3, 9, 33, 101],
  large: [201, 401, 1001],
  largest: [2001, 4001, 8001],
  quick: [3, 17],
};

/** Rounds that measure large clusters, of which each trial takes seconds; only the first measures the largest. */
const roundsOfLarge = 3;

/** How long a cluster is to keep one leader (ms). */
const holdMs = 60_000;

/** Budget of an idle cluster. */
const budget = { budgetMs: 20_000, budgetBytes: 4 * 2 ** 30 };

/** What a process takes beside its budget (ms). One that starts threads may be too busy to notice that it has passed. */
const besideBudget = 3000;

export const memory = defineSuite<MemorySpec, MemoryResult>({
  name: 'memory',
  question: 'How much memory does a server take, idle and under load, and how many does a process carry?',
  specSchema: memorySpecSchema,
  resultSchema: memoryResultSchema,
  flawIn: (result, spec) => ('proof' in result ? flawIn(result, spec) : null),
  settings: (size, round = 1) =>
    size === 'full'
      ? [
          ...sizesIn(round).map((servers) => idle(servers, 100)),
          ...(round === 1 ? heldSizes.map((servers) => ({ ...idle(servers, 1000), holdMs })) : []),
          ...[load(0, 200_000), load(10_000, 200_000)],
        ]
      : [...sizes.quick.map((servers) => idle(servers, 50)), load(1000, 10_000)],
  isBrief: (spec) => spec.part === 'idle' && !holds(spec) && (spec.servers === 3 || spec.servers === 33),
  isAnswered,
  rounds: (size) => (size === 'full' ? 6 : 1),
  expectedMs,
  deadline: (spec) =>
    spec.part === 'idle' ? { ms: longest(spec) + besideBudget, result: outOfTime(spec.budgetMs) } : null,
  describe: (spec) =>
    spec.part === 'idle'
      ? `${spec.servers} servers, ${holds(spec) ? 'held' : 'idle'}`
      : `load, ${spec.snapshotThreshold === 0 ? 'no compaction' : 'compaction'}`,
  headline,
  metrics,
  tables: memoryTables,
  charts: memoryCharts,
  verdict: memoryVerdict,
});

function sizesIn(round: number): number[] {
  const { small, large, largest } = sizes;
  return [...small, ...(round <= roundsOfLarge ? large : []), ...(round === 1 ? largest : [])];
}

/** Sizes at which a cluster is to keep its leader, in descending order: the first that does is the answer. */
const heldSizes = sizesIn(1)
  .filter((servers) => servers > 9)
  .reverse();

function idle(servers: number, idleMs: number): SettingOf<IdleSpec> {
  return {
    part: 'idle',
    servers,
    electionTimeout: servers <= 65 ? [150, 450] : [wide(servers), 3 * wide(servers)],
    heartbeatInterval: 50,
    settleMs: 50,
    idleMs,
    commands: 100,
    ...budget,
  };
}

/** With many servers several would often campaign at once: a timeout for each millisecond at most (ms). */
function wide(servers: number): number {
  return Math.max(1000, servers);
}

function load(snapshotThreshold: number, commands: number): SettingOf<LoadSpec> {
  return {
    part: 'load',
    servers: 3,
    electionTimeout: [400, 600],
    heartbeatInterval: 50,
    settleMs: 100,
    outstanding: 256,
    commands,
    valueBytes: 16,
    keys: 1024,
    snapshotThreshold,
  };
}

function expectedMs(spec: MemorySpec): number {
  const [min, max] = spec.electionTimeout;
  const elected = min + (max - min) / spec.servers + spec.settleMs;
  if (spec.part === 'idle') return Math.min(idleTime(spec, elected), longest(spec));
  return elected + spec.commands / (baseOf(spec.target) === 'workers' ? 100 : 500);
}

/** Largest cluster carried on two cores, by which trials beyond it are expected to be left out. */
const usuallyCarried = (target: string) => (baseOf(target) === 'workers' ? 101 : 4001);

function idleTime(spec: IdleSpec, elected: number): number {
  const usual = usuallyCarried(spec.target);
  if (holds(spec) ? spec.servers !== usual : spec.servers > 2 * usual) return 0;
  return elected + spec.idleMs + (spec.commands * spec.servers) / 200 + (spec.holdMs ?? 0);
}

/** Time after which an idle cluster has exceeded its budget (ms). */
function longest({ budgetMs, holdMs = 0 }: IdleSpec): number {
  return holdMs > 0 ? 2 * budgetMs + holdMs : budgetMs;
}

function headline(result: MemoryResult): string {
  if ('limit' in result) return `not carried: ${result.reason}`;
  if (result.part === 'load') return `${mebibytes(result.peakRssBytes)} MiB resident at the peak`;
  return `${mebibytes(result.pssBytes ?? result.rssBytes)} MiB`;
}

function mebibytes(bytes: number): string {
  return decimals(bytes / 2 ** 20, 1);
}
