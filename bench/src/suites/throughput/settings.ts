// What the suite `throughput` measures: each of its questions varies one thing, from three servers, 256 requests outstanding,
// values of 16 bytes and no compaction.

import type { Setting } from '../../figures/figure.ts';
import type { ThroughputSpec } from './protocol.ts';

export type SettingSpec = Omit<ThroughputSpec, 'suite' | 'target' | 'seed'>;

const common = {
  servers: 3,
  electionTimeout: [300, 450] as [number, number], // wide: no election during the measurement
  heartbeatInterval: 50,
  operation: 'propose',
  measureMs: 400,
  valueBytes: 16,
  keys: 1024,
  snapshotThreshold: 0,
} as const;

/** etcd's default, and near HashiCorp's 8,192. */
const threshold = 10_000;

/** Until throughput no longer climbs (ms): a just-in-time compiler needs longer for what happens at high rates alone. */
const warmup = { alone: 400, crowded: 700 };

/** Half of what a leader takes uncommitted, by its settings: no request is refused. */
const maxOutstanding = 32_768;

/** The default run. */
export const brief: readonly SettingSpec[] = [closed(1), closed(256)];

/** What `--full` measures besides. */
export const everything: readonly SettingSpec[] = [
  ...[64, 1024, 4096].map((outstanding) => closed(outstanding)),
  ...[5, 7].map((servers) => closed(256, { servers })),
  ...[256, 4096].map((valueBytes) => closed(256, { valueBytes })),
  closed(256, { snapshotThreshold: threshold }),
  closed(256, { valueBytes: 4096, snapshotThreshold: threshold }),
  closed(256, { operation: 'read-linearizable' }),
  closed(256, { operation: 'read-stale' }),
  ...[10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000, 2_000_000].map(open),
];

/** A check that each kind of load works. */
export const quick: readonly SettingSpec[] = [closed(1), closed(256), open(10_000)].map((setting) => ({
  ...setting,
  warmupMs: 300,
  measureMs: 300,
}));

function closed(outstanding: number, changes: Partial<SettingSpec> = {}): SettingSpec {
  const warmupMs = outstanding === 1 ? warmup.alone : warmup.crowded;
  return { ...common, warmupMs, load: { kind: 'closed', outstanding }, ...changes };
}

function open(ratePerSecond: number): SettingSpec {
  return { ...common, warmupMs: warmup.crowded, load: { kind: 'open', ratePerSecond, maxOutstanding } };
}

/** Closed loops of proposals on three servers, with a short value: what engines and CPUs differ in shows there. */
export function isForVariants({ load, operation, servers, valueBytes }: SettingSpec): boolean {
  return (
    load.kind === 'closed' &&
    operation === 'propose' &&
    servers === common.servers &&
    valueBytes === common.valueBytes
  );
}

/** Whether figures are of other values than 16 bytes, or of a compacted log. */
export function isVaried({ valueBytes, snapshotThreshold }: Setting): boolean {
  return valueBytes !== undefined || snapshotThreshold !== undefined;
}
