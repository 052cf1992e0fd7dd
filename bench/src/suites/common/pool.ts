// The latencies of a target's processes as one distribution: its quantiles, with intervals that resample processes, because
// the requests of one share its luck.

import { resampled } from '../../figures/resample.ts';
import { confidence, type Estimate, fewestSamples, quantile } from '../../figures/statistics.ts';
import { countsOf, type Latencies } from './latencies.ts';

/** A resampling seed: tables are drawn from the results alone. */
const seed = 1;

export class LatencyPool {
  private readonly processes: number;
  /** Latencies (ns) in ascending order; for each, how often each process counted it. */
  private readonly values: Float64Array;
  private readonly counts: readonly Float64Array[];

  constructor(latencies: readonly Latencies[]) {
    const parts = latencies.map(countsOf);
    this.processes = parts.length;
    this.values = Float64Array.from(new Set(parts.flatMap((part) => part.map(([value]) => value)))).sort();
    const places = new Map(Array.from(this.values, (value, place) => [value, place]));
    this.counts = parts.map((part) => {
      const counts = new Float64Array(this.values.length);
      for (const [value, count] of part) counts[places.get(value)!] = count;
      return counts;
    });
  }

  /** Requests that were timed. */
  get requests(): number {
    return this.counts.reduce((sum, counts) => sum + counts.reduce((a, b) => a + b, 0), 0);
  }

  /** Quantiles (µs) at parts from 0 to 1, in ascending order. */
  quantiles(parts: readonly number[]): number[] {
    return this.weighted(parts, new Uint32Array(this.processes).fill(1));
  }

  /** The same with their intervals over the processes (the percentile bootstrap); none with fewer than six. */
  estimates(parts: readonly number[]): Estimate[] {
    const drawn =
      this.processes < fewestSamples
        ? null
        : resampled(this.processes, seed, (weights) => this.weighted(parts, weights));
    const tail = (1 - confidence) / 2;
    return this.quantiles(parts).map((median, i) => {
      if (drawn === null) return { median, low: null, high: null };
      const values = drawn.map((quantiles) => quantiles[i]!);
      return { median, low: quantile(values, tail), high: quantile(values, 1 - tail) };
    });
  }

  /** Each process is taken as often as its weight says, with as many requests as it answered. */
  private weighted(parts: readonly number[], weights: Readonly<Uint32Array>): number[] {
    const totals = new Float64Array(this.values.length);
    let total = 0;
    for (const [process, counts] of this.counts.entries()) {
      const weight = weights[process]!;
      if (weight > 0) for (let i = 0; i < totals.length; i++) totals[i]! += weight * counts[i]!;
    }
    for (const count of totals) total += count;
    let [place, passed] = [0, totals[0] ?? 0];
    return parts.map((part) => {
      while (passed < Math.max(1, Math.ceil(part * total))) passed += totals[++place]!;
      return (this.values[place] ?? Number.NaN) / 1000;
    });
  }
}
