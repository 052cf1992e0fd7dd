// Quantiles of samples that were taken in rounds, and their bootstrap intervals. A round is one process of a target: its
// samples share whatever was particular to it, so that rounds are resampled and never single samples.

import { resampled } from './resample.ts';
import { confidence, type Estimate, fewestSamples, quantile } from './statistics.ts';

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
  private readonly values: Float64Array;
  private readonly roundOf: Uint32Array;

  constructor(rounds: Rounds) {
    const samples = rounds.flatMap((samples, round) => samples.map((value) => ({ value, round })));
    samples.sort((a, b) => a.value - b.value);
    this.rounds = rounds;
    this.values = Float64Array.from(samples, ({ value }) => value);
    this.roundOf = Uint32Array.from(samples, ({ round }) => round);
  }

  get size(): number {
    return this.values.length;
  }

  quantile(q: number): number {
    return this.weightedQuantile(q, new Uint32Array(this.rounds.length).fill(1));
  }

  /** The quantiles of rounds drawn with replacement (the percentile bootstrap). */
  resampled(q: number, seed: number): number[] {
    return resampled(this.rounds.length, seed, (weights) => this.weightedQuantile(q, weights));
  }

  /** The quantile with each round taken as often as its weight says; linear between order statistics. */
  private weightedQuantile(q: number, weights: Readonly<Uint32Array>): number {
    const total = this.rounds.reduce((sum, { length }, round) => sum + length * weights[round]!, 0);
    const place = (total - 1) * q;
    const below = Math.floor(place);
    let [position, passed] = [-1, 0];
    while (passed <= below) passed += weights[this.roundOf[++position]!]!;
    const lower = this.values[position]!;
    if (place === below) return lower;
    while (passed <= below + 1) passed += weights[this.roundOf[++position]!]!;
    return lower + (this.values[position]! - lower) * (place - below);
  }
}
