// Memory: what each idle server adds, how large a cluster one process carries, and what a load leaves behind.

import { baseOf } from '../../figures/variant.ts';
import { decimals } from '../../tables/cells.ts';
import { flawIn } from '../common/flaw.ts';
import { defineSuite } from '../common/suite.ts';
import { outOfTime } from './budget.ts';
import { memoryCharts } from './charts.ts';
import { metrics } from './metrics.ts';
import {
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
const sizes = { full: [3, 9, 33, 101, 301, 1001], quick: [3, 17] };

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
  settings: (size) =>
    size === 'full'
      ? [...sizes.full.map((servers) => idle(servers, 100)), load(0, 200_000), load(10_000, 200_000)]
      : [...sizes.quick.map((servers) => idle(servers, 50)), load(1000, 10_000)],
  isBrief: (spec) => spec.part === 'idle' && (spec.servers === 3 || spec.servers === 33),
  rounds: (size) => (size === 'full' ? 6 : 1),
  expectedMs,
  deadline: (spec) =>
    spec.part === 'idle' ? { ms: spec.budgetMs + besideBudget, result: outOfTime(spec.budgetMs) } : null,
  describe: (spec) =>
    spec.part === 'idle'
      ? `${spec.servers} servers, idle`
      : `load, ${spec.snapshotThreshold === 0 ? 'no compaction' : 'compaction'}`,
  headline,
  metrics,
  tables: memoryTables,
  charts: memoryCharts,
  verdict: memoryVerdict,
});

function idle(servers: number, idleMs: number): SettingOf<IdleSpec> {
  return {
    part: 'idle',
    servers,
    // Wide: with many servers, several would often campaign at once.
    electionTimeout: servers <= 65 ? [150, 450] : [1000, 3000],
    heartbeatInterval: 50,
    settleMs: 50,
    idleMs,
    commands: 100,
    ...budget,
  };
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
  const elected = 300 + min + (max - min) / spec.servers + spec.settleMs;
  if (spec.part === 'idle') return elected + spec.idleMs + spec.commands * (0.5 + spec.servers / 150);
  return elected + spec.commands / (baseOf(spec.target) === 'workers' ? 100 : 500);
}

function headline(result: MemoryResult): string {
  if ('limit' in result) return `not carried: ${result.reason}`;
  if (result.part === 'load') return `${mebibytes(result.peakRssBytes)} MiB resident at the peak`;
  return `${mebibytes(result.pssBytes ?? result.rssBytes)} MiB`;
}

function mebibytes(bytes: number): string {
  return decimals(bytes / 2 ** 20, 1);
}
