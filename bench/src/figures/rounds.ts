// Quantiles of samples that were taken in rounds, and their bootstrap intervals. A round is one process of a target: its
// samples share whatever was particular to it, so that rounds are resampled and never single samples.

import { seededRandom } from '@three-ways/raft-core';
import { confidence, type Estimate, fewestSamples, quantile, resamples } from './statistics.ts';

type Rounds = readonly (readonly number[])[];

/** A quantile of all samples, and its interval over the rounds; null without samples. The same seed gives the same interval. */
export function estimateQuantile(rounds: Rounds, q: number, seed: number): Estimate | null {
  const pool = new Pool(rounds);
  return pool.size === 0 ? null : around(pool.quantile(q), boundsOf([rounds], pool.resampled(q, seed)));
}

/** The difference of a quantile between two independent sets of rounds, and its interval; null if one has no samples. */
export function estimateDifference(rounds: Rounds, from: Rounds, q: number, seed: number): Estimate | null {
  const [a, b] = [new Pool(rounds), new Pool(from)];
  if (a.size === 0 || b.size === 0) return null;
  const others = b.resampled(q, seed + 1);
  const differences = a.resampled(q, seed).map((value, i) => value - others[i]!);
  return around(a.quantile(q) - b.quantile(q), boundsOf([rounds, from], differences));
}

type Bounds = Pick<Estimate, 'low' | 'high'>;

function around(median: number, bounds: Bounds): Estimate {
  return { median, ...bounds };
}

function boundsOf(sets: readonly Rounds[], values: readonly number[]): Bounds {
  if (sets.some((rounds) => rounds.length < fewestSamples)) return { low: null, high: null };
  const tail = (1 - confidence) / 2;
  return { low: quantile(values, tail), high: quantile(values, 1 - tail) };
}

/** All samples of the rounds in ascending order, each with its round: a resample only weighs them anew. */
class Pool {
  private readonly rounds: Rounds;
  private readonly sorted: { readonly value: number; readonly round: number }[];

  constructor(rounds: Rounds) {
    this.rounds = rounds;
    this.sorted = rounds.flatMap((samples, round) => samples.map((value) => ({ value, round })));
    this.sorted.sort((a, b) => a.value - b.value);
  }

  get size(): number {
    return this.sorted.length;
  }

  quantile(q: number): number {
    return this.weightedQuantile(
      q,
      this.rounds.map(() => 1),
    );
  }

  /** The quantiles of rounds drawn with replacement (the percentile bootstrap). */
  resampled(q: number, seed: number): number[] {
    const random = seededRandom(seed >>> 0);
    const { length } = this.rounds;
    return Array.from({ length: resamples }, () => {
      const weights = Array<number>(length).fill(0);
      for (let i = 0; i < length; i++) weights[Math.floor(random() * length)]! += 1;
      return this.weightedQuantile(q, weights);
    });
  }

  /** The quantile with each round taken as often as its weight says; linear between order statistics. */
  private weightedQuantile(q: number, weights: readonly number[]): number {
    const total = this.rounds.reduce((sum, { length }, round) => sum + length * weights[round]!, 0);
    const place = (total - 1) * q;
    const lower = this.orderStatistic(Math.floor(place), weights);
    if (Number.isInteger(place)) return lower;
    const upper = this.orderStatistic(Math.ceil(place), weights);
    return lower + (upper - lower) * (place - Math.floor(place));
  }

  private orderStatistic(place: number, weights: readonly number[]): number {
    let passed = 0;
    for (const { value, round } of this.sorted) {
      passed += weights[round]!;
      if (passed > place) return value;
    }
    return this.sorted.at(-1)!.value;
  }
}
