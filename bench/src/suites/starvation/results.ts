// What tables and charts of the suite `starvation` show: pooled latencies, and counts over all blocks of a kind.

import type { Figure, Setting } from '../../figures/figure.ts';
import { sameSetting } from '../../figures/figure.ts';
import type { Estimate } from '../../figures/statistics.ts';
import type { SuiteFigures } from '../../figures/suite-figures.ts';
import { LatencyPool } from '../common/pool.ts';
import type { Measured } from '../common/suite.ts';
import { latenciesOf, settingOf } from './metrics.ts';
import type { KindOfBlock, StarvationResult, StarvationSpec } from './protocol.ts';

export type Role = KindOfBlock['role'];

/** Captions of the tables, which charts refer to. */
export const captions: Readonly<Record<Role, string>> = {
  leader: "While the leader's application blocks: commands to another server (ms)",
  follower: "While a follower's application blocks: commands to the leader (ms)",
};

export class StarvationResults {
  readonly figures: SuiteFigures;
  private readonly trials: readonly Measured<StarvationSpec, StarvationResult>[];

  constructor(figures: SuiteFigures, trials: readonly Measured<StarvationSpec, StarvationResult>[]) {
    this.figures = figures;
    this.trials = trials;
  }

  /** Settings in which servers of a role were blocked, the shortest blocks first. */
  settings(role: Role): Setting[] {
    return this.figures
      .settings('commitGap')
      .filter(({ blockedLeader }) => blockedLeader === (role === 'leader' ? 1 : 0))
      .sort((a, b) => a.servers! - b.servers! || a.blockMs! - b.blockMs!);
  }

  /** Quantiles of all latencies of a target (ms), with intervals over its processes; null without latencies. */
  latencies(target: string, setting: Setting): Record<'p50' | 'p99' | 'max', Estimate> | null {
    const { blockMs = 0, blockedLeader } = setting;
    const kind: KindOfBlock = { role: blockedLeader === 1 ? 'leader' : 'follower', ms: blockMs };
    const all = this.trials
      .filter(({ spec }) => spec.target === target && sameSetting(settingOf(spec, kind), setting))
      .map(({ result }) => latenciesOf(result, kind))
      .filter((latencies) => latencies !== null);
    if (all.length === 0) return null;
    const [p50, p99, max] = new LatencyPool(all).estimates([0.5, 0.99, 1]).map(inMilliseconds);
    return { p50: p50!, p99: p99!, max: max! };
  }

  /** The samples of a metric, of all blocks. */
  samples(metric: string, target: string, setting: Setting): number[] {
    return this.figure(metric, target, setting)?.rounds.flatMap(({ samples }) => samples) ?? [];
  }

  figure(metric: string, target: string, setting: Setting): Figure | undefined {
    return this.figures.get(metric, target, setting);
  }
}

/** Of an estimate in µs. */
function inMilliseconds({ median, low, high }: Estimate): Estimate {
  const scaled = (value: number | null) => (value === null ? null : value / 1000);
  return { median: median / 1000, low: scaled(low), high: scaled(high) };
}
