// How many requests does a cluster answer in a second, and how long does each take? Proposals and reads, in a closed loop and
// at fixed rates.

import { decimals } from '../../tables/cells.ts';
import { flawIn } from '../common/flaw.ts';
import { flawInHistogram } from '../common/latencies.ts';
import { defineSuite } from '../common/suite.ts';
import { isAnswered } from './answered.ts';
import { throughputCharts } from './charts.ts';
import { metrics } from './metrics.ts';
import {
  type MeasuredThroughput,
  type ThroughputResult,
  type ThroughputSpec,
  throughputResultSchema,
  throughputSpecSchema,
} from './protocol.ts';
import { brief, everything, isForVariants, quick, type SettingSpec } from './settings.ts';
import { throughputTables } from './tables.ts';
import { throughputVerdict } from './verdict.ts';

export const throughput = defineSuite<ThroughputSpec, ThroughputResult>({
  name: 'throughput',
  question: 'How many proposals does a cluster commit and apply in a second?',
  specSchema: throughputSpecSchema,
  resultSchema: throughputResultSchema,
  flawIn: (result, spec) =>
    'unsupported' in result ? null : (flawIn(result, spec) ?? flawInLatencies(result)),
  settings: (size) => (size === 'full' ? [...brief, ...everything] : quick),
  isBrief: (setting) => brief.some((one) => describe(one) === describe(setting)),
  comparesVariants: isForVariants,
  rounds: (size) => (size === 'full' ? 6 : 1),
  expectedMs: ({ electionTimeout: [min, max], servers, warmupMs, measureMs }) =>
    min + (max - min) / (servers + 1) + warmupMs + measureMs,
  isAnswered,
  describe,
  headline: (result) =>
    'unsupported' in result
      ? result.unsupported
      : `${decimals((result.answered / result.elapsedMs) * 1000, 0)} answers/s`,
  metrics,
  charts: throughputCharts,
  verdict: throughputVerdict,
  tables: throughputTables,
});

function flawInLatencies({ latencies }: MeasuredThroughput): string | null {
  return latencies === undefined ? null : flawInHistogram('latencies is', latencies);
}

function describe({ servers, load, operation, valueBytes, snapshotThreshold }: SettingSpec): string {
  return [
    `${servers} servers`,
    load.kind === 'closed'
      ? `${load.outstanding} outstanding`
      : `${decimals(load.ratePerSecond, 0)} a second`,
    ...(operation === 'propose' ? [] : [operation === 'read-stale' ? 'stale reads' : 'linearizable reads']),
    ...(valueBytes === 16 ? [] : [`${decimals(valueBytes, 0)} B`]),
    ...(snapshotThreshold === 0 ? [] : ['compaction']),
  ].join(', ');
}
