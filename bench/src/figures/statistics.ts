// Statistics of samples: median, bootstrap confidence interval, outliers. Quantiles and regression come from
// simple-statistics; the bootstrap is here because no maintained library has one.

import { seededRandom } from '@three-ways/raft-core';
import { linearRegression, medianSorted, quantileSorted } from 'simple-statistics';

/** The confidence of every interval. */
export const confidence = 0.95;
/** Resamples per interval. */
export const resamples = 2000;
/**
 * With fewer samples no interval of 95 % exists: even the whole range of n samples misses their median with a
 * probability of 2 · (1/2)ⁿ.
 */
export const fewestSamples = 6;
/** Widest interval, as a share of its median, that is not flagged as noisy, where a suite names none. */
const usualWidest = 0.3;

/** A median and the interval around it; the bounds are null where there are too few samples for one. */
export interface Estimate {
  readonly median: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** The estimate that a set of samples gives, or null without samples. The same seed gives the same interval. */
export function estimateMedian(samples: readonly number[], seed: number): Estimate | null {
  if (samples.length === 0) return null;
  const sorted = Float64Array.from(samples).sort();
  const median = medianOf(sorted);
  if (sorted.length < fewestSamples) return { median, low: null, high: null };
  const medians = bootstrapMedians(sorted, seededRandom(seed)).sort();
  const tail = (1 - confidence) / 2;
  return { median, low: quantileOf(medians, tail), high: quantileOf(medians, 1 - tail) };
}

/** Medians of samples drawn from the samples, with replacement (the percentile bootstrap). */
function bootstrapMedians(samples: Float64Array, random: () => number): Float64Array {
  const medians = new Float64Array(resamples);
  const drawn = new Float64Array(samples.length);
  for (let i = 0; i < resamples; i++) {
    for (let j = 0; j < drawn.length; j++) drawn[j] = samples[Math.floor(random() * samples.length)]!;
    medians[i] = medianOf(drawn.sort());
  }
  return medians;
}

/** How much larger one median is than another. */
export interface Change {
  /** The second median divided by the first. */
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
}

/** Confidence of a change: of a hundred comparisons of a thing with itself, one is wrong. */
export const changeConfidence = 0.99;

/**
 * The ratio of two independent medians and its bootstrap interval. Null with fewer than six samples on a side, or where samples are
 * not positive. The same seed gives the same interval.
 */
export function changeBetween(
  before: readonly number[],
  after: readonly number[],
  seed: number,
): Change | null {
  const few = Math.min(before.length, after.length) < fewestSamples;
  if (few || [...before, ...after].some((sample) => !(sample > 0))) return null;
  const [a, b] = [before, after].map((samples) => Float64Array.from(samples).sort()) as [
    Float64Array,
    Float64Array,
  ];
  const random = seededRandom(seed);
  const medians = bootstrapMedians(a, random);
  const ratios = bootstrapMedians(b, random)
    .map((median, i) => median / medians[i]!)
    .sort();
  const tail = (1 - changeConfidence) / 2;
  return {
    ratio: medianOf(b) / medianOf(a),
    low: quantileOf(ratios, tail),
    high: quantileOf(ratios, 1 - tail),
  };
}

/** Whether the interval is too wide to rely on its median. @param widest as a share of the median */
export function isNoisy({ median, low, high }: Estimate, widest = usualWidest): boolean {
  return low !== null && high !== null && high - low > widest * Math.abs(median);
}

/** The positions of the samples beyond Tukey's fences, 1.5 interquartile ranges outside the quartiles. They stay in. */
export function outliersOf(samples: readonly number[]): number[] {
  if (samples.length < fewestSamples) return [];
  const sorted = Float64Array.from(samples).sort();
  const [first, third] = [quantileOf(sorted, 0.25), quantileOf(sorted, 0.75)];
  const reach = 1.5 * (third - first);
  const outside = (sample: number) => sample < first - reach || sample > third + reach;
  return samples.flatMap((sample, position) => (outside(sample) ? [position] : []));
}

/** Slope of the least-squares line. */
export function slopeOf(points: readonly (readonly [x: number, y: number])[]): number {
  return linearRegression(points.map(([x, y]) => [x, y])).m;
}

/** The quantile of samples in any order; q from 0 to 1. */
export function quantile(samples: readonly number[], q: number): number {
  return quantileOf(Float64Array.from(samples).sort(), q);
}

// simple-statistics asks for arrays and only ever reads them by index: a typed array sorts numbers, and faster.
function medianOf(sorted: Float64Array): number {
  return medianSorted(sorted as unknown as number[]);
}

function quantileOf(sorted: Float64Array, q: number): number {
  return quantileSorted(sorted as unknown as number[], q);
}
