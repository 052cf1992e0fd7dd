// The figures of the suite `throughput`: one sample for each trial, that is, for each process.

import type { Setting } from '../../figures/figure.ts';
import type { Metric } from '../common/suite.ts';
import type { MeasuredThroughput, ThroughputResult, ThroughputSpec } from './protocol.ts';
import { drift } from './warm-up.ts';

type ThroughputMetric = Metric<ThroughputSpec, ThroughputResult>;

export const metrics: readonly ThroughputMetric[] = [
  metric('commits', '1/s', ({ answered, elapsedMs }) => (answered / elapsedMs) * 1000, proposals),
  metric('reads', '1/s', ({ answered, elapsedMs }) => (answered / elapsedMs) * 1000, reads),
  metric(
    'cpuPerCommit',
    'us',
    ({ cpuMs, answered }) => ((cpuMs.user + cpuMs.system) * 1000) / answered,
    proposals,
  ),
  metric('cpuPerRead', 'us', ({ cpuMs, answered }) => ((cpuMs.user + cpuMs.system) * 1000) / answered, reads),
  metric('latencyP50', 'us', ({ latencyUs }) => latencyUs.p50),
  metric('latencyP90', 'us', ({ latencyUs }) => latencyUs.p90),
  metric('latencyP99', 'us', ({ latencyUs }) => latencyUs.p99),
  metric('latencyP999', 'us', ({ latencyUs }) => latencyUs.p999),
  metric('latencyMax', 'us', ({ latencyUs }) => latencyUs.max),
  metric(
    'late',
    'us',
    ({ lateUs }) => lateUs ?? Number.NaN,
    ({ load }) => load.kind === 'open',
  ),
  metric('drift', 'ratio', drift),
];

function proposals({ operation }: ThroughputSpec): boolean {
  return operation === 'propose';
}

function reads(spec: ThroughputSpec): boolean {
  return !proposals(spec);
}

/** What a figure's trials have in common. What only some of the settings vary is named where it differs from the others. */
export function settingOf({
  servers,
  load,
  operation,
  valueBytes,
  snapshotThreshold,
}: Omit<ThroughputSpec, 'suite' | 'target' | 'seed'>): Setting {
  return {
    servers,
    ...(load.kind === 'closed' ? { outstanding: load.outstanding } : { ratePerSecond: load.ratePerSecond }),
    ...(valueBytes !== 16 && { valueBytes }),
    ...(snapshotThreshold > 0 && { snapshotThreshold }),
    ...(operation !== 'propose' && { linearizable: operation === 'read-linearizable' ? 1 : 0 }),
  };
}

/** A metric with one sample per trial; none where it has no value, as CPU per commit without a commit. */
function metric(
  name: string,
  unit: string,
  sample: (result: MeasuredThroughput) => number,
  applies: (spec: ThroughputSpec) => boolean = () => true,
): ThroughputMetric {
  const samples: ThroughputMetric['samples'] = (trials) =>
    trials.flatMap(({ result }) => ('unsupported' in result ? [] : [sample(result)])).filter(Number.isFinite);
  return { name, unit, setting: (spec) => (applies(spec) ? settingOf(spec) : null), samples };
}
