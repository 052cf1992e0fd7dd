// What the tables of the suite `throughput` show in their cells: figures, pooled latencies, and why there are none.

import type { Figure, Setting } from '../../figures/figure.ts';
import { sameSetting } from '../../figures/figure.ts';
import type { Estimate } from '../../figures/statistics.ts';
import type { SuiteFigures } from '../../figures/suite-figures.ts';
import { missing, titleOf } from '../../tables/cells.ts';
import { nothing } from '../../tables/table.ts';
import { decode } from '../common/latencies.ts';
import { LatencyPool } from '../common/pool.ts';
import type { Measured } from '../common/suite.ts';
import { keepsUp } from './conditions.ts';
import { settingOf } from './metrics.ts';
import type { MeasuredThroughput, ThroughputResult, ThroughputSpec } from './protocol.ts';
import { hasNotSettled } from './warm-up.ts';

type Trial = Measured<ThroughputSpec, ThroughputResult>;

/** Marks a rate that still climbed or fell while it was measured. */
export const unsettledMark = '‡';

export class ThroughputResults {
  readonly figures: SuiteFigures;
  private readonly trials: readonly Trial[];

  constructor(figures: SuiteFigures, trials: readonly Trial[]) {
    this.figures = figures;
    this.trials = trials;
  }

  /** The settings of a metric that meet a condition. */
  settings(metric: string, condition: (setting: Setting) => boolean): Setting[] {
    return this.figures.settings(metric).filter(condition);
  }

  /** A row for each target at each setting that it was measured at or failed; the setting's name is in the first. */
  rows(
    metric: string,
    settings: readonly Setting[],
    nameOf: (setting: Setting) => string,
    width: number,
    cells: (target: string, setting: Setting, figure: Figure) => string[],
  ): string[][] {
    return settings.flatMap((setting) => {
      const figures = this.figures.targets.flatMap(
        ({ name }) => this.figures.get(metric, name, setting) ?? [],
      );
      return figures.map((figure, position) => {
        const { target } = figure;
        const shown = figure.estimate ? cells(target, setting, figure) : this.missing(target, setting, width);
        return [position === 0 ? nameOf(setting) : '', titleOf(this.figures, target), ...shown];
      });
    });
  }

  private missing(target: string, setting: Setting, width: number): string[] {
    if (this.unsupported(target, setting) === null) return missing(this.figures, target, width);
    return ['unsupported', ...Array<string>(width - 1).fill(nothing)];
  }

  /** Why a target has no result at a setting that it does not support; null if it does. */
  private unsupported(target: string, setting: Setting): string | null {
    const found = this.at(target, setting).find(({ result }) => 'unsupported' in result);
    return found !== undefined && 'unsupported' in found.result ? found.result.unsupported : null;
  }

  /** A note for each target that does not support some settings. */
  unsupportedNotes(settings: readonly Setting[]): string[] {
    return this.figures.targets.flatMap(({ name, title }) => {
      const reasons = settings.flatMap((setting) => this.unsupported(name, setting) ?? []);
      return [...new Set(reasons)].map((reason) => `${title}, unsupported: ${reason}.`);
    });
  }

  /** Quantiles of all latencies of a target (µs): of its processes' histograms, or, without these, of their own quantiles. */
  latencies(target: string, setting: Setting): Record<'p50' | 'p99' | 'p999', Estimate | null> {
    const [p50 = null, p99 = null, p999 = null] =
      this.pool(target, setting)?.estimates([0.5, 0.99, 0.999]) ??
      ['P50', 'P99', 'P999'].map(
        (name) => this.figures.get(`latency${name}`, target, setting)?.estimate ?? null,
      );
    return { p50, p99, p999 };
  }

  /** All latencies of a target; null unless all its trials have histograms. */
  pool(target: string, setting: Setting): LatencyPool | null {
    const encoded = this.measured(target, setting).map(({ latencies }) => latencies);
    if (encoded.length === 0 || !encoded.every((one) => one !== undefined)) return null;
    const pool = new LatencyPool(encoded.map(decode));
    return pool.requests === 0 ? null : pool;
  }

  /** Whether a target answered the requests of an open loop as they became due; true of a closed one. */
  keptUp(target: string, setting: Setting): boolean {
    const commits = this.figures.get('commits', target, setting)?.estimate;
    return setting.ratePerSecond === undefined || (commits?.median ?? 0) >= keepsUp * setting.ratePerSecond;
  }

  /** A target's results at a setting. */
  measured(target: string, setting: Setting): MeasuredThroughput[] {
    return this.at(target, setting).flatMap(({ result }) => ('unsupported' in result ? [] : [result]));
  }

  /** Length of the warm-up (ms). */
  warmupMs(setting: Setting): number {
    return this.trials.find(({ spec }) => sameSetting(settingOf(spec), setting))?.spec.warmupMs ?? 0;
  }

  /** The mark of a rate that had not settled. */
  markOf(target: string, setting: Setting): string {
    const drift = this.figures.get('drift', target, setting)?.estimate?.median ?? 1;
    return hasNotSettled(drift) ? unsettledMark : '';
  }

  private at(target: string, setting: Setting): Trial[] {
    return this.trials.filter(({ spec }) => spec.target === target && sameSetting(settingOf(spec), setting));
  }
}
