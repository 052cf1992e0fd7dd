// The figures of the suite `starvation`: of latencies one sample for each trial, of everything else one for each block.

import type { Setting } from '../../figures/figure.ts';
import { decode, type Latencies } from '../common/latencies.ts';
import type { Measured, Metric } from '../common/suite.ts';
import {
  type Block,
  type KindOfBlock,
  roles,
  type StarvationResult,
  type StarvationSpec,
} from './protocol.ts';

type StarvationMetric = Metric<StarvationSpec, StarvationResult>;
type Trial = Measured<StarvationSpec, StarvationResult>;

/** Lengths of blocks that have figures (ms); 0: controls. */
export const lengths = [0, 1, 5, 20, 100, 500] as const;

const kinds: readonly KindOfBlock[] = roles.flatMap((role) => lengths.map((ms) => ({ role, ms })));

/** The setting of one kind of block, of which a trial has several. */
export function settingOf({ servers }: Pick<StarvationSpec, 'servers'>, { role, ms }: KindOfBlock): Setting {
  return { servers, blockedLeader: role === 'leader' ? 1 : 0, blockMs: ms };
}

/** All latencies of one kind of block in a trial; null if no command became due. */
export function latenciesOf({ latencies }: StarvationResult, kind: KindOfBlock): Latencies | null {
  const own = latencies.find(({ role, ms }) => role === kind.role && ms === kind.ms);
  const decoded = own === undefined ? null : decode(own.latencies);
  return decoded === null || decoded.totalCount === 0 ? null : decoded;
}

export const metrics: readonly StarvationMetric[] = kinds.flatMap((kind) => [
  ofTrials(kind, 'latencyP50', 50),
  ofTrials(kind, 'latencyP99', 99),
  ofTrials(kind, 'latencyMax', 100),
  ofBlocks(kind, 'commitGap', 'ms', ({ commitGapMs }) => commitGapMs),
  ofBlocks(kind, 'heartbeatsMissed', 'heartbeats', ({ heartbeatsMissed }) => heartbeatsMissed),
  ofBlocks(kind, 'leadersElected', 'leaders', ({ leadersElected }) => leadersElected),
  ofBlocks(kind, 'took', 'ms', ({ tookMs }) => tookMs),
]);

function ofTrials(kind: KindOfBlock, name: string, percentile: number): StarvationMetric {
  return metric(kind, name, 'ms', (result) => {
    const latencies = latenciesOf(result, kind);
    return latencies === null ? [] : [latencies.getValueAtPercentile(percentile) / 1e6];
  });
}

function ofBlocks(
  kind: KindOfBlock,
  name: string,
  unit: string,
  sample: (block: Block) => number,
): StarvationMetric {
  return metric(kind, name, unit, ({ blocks }) =>
    blocks.filter(({ role, ms }) => role === kind.role && ms === kind.ms).map(sample),
  );
}

function metric(
  kind: KindOfBlock,
  name: string,
  unit: string,
  samples: (result: StarvationResult) => number[],
): StarvationMetric {
  const has = ({ role, ms }: KindOfBlock) => role === kind.role && ms === kind.ms;
  return {
    name,
    unit,
    setting: (spec) => (spec.blocks.some(has) ? settingOf(spec, kind) : null),
    samples: (trials: readonly Trial[]) => trials.flatMap(({ result }) => samples(result)),
  };
}
