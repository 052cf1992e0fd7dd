// Histograms of latencies, in nanoseconds: HdrHistogram's, which merge across processes and languages. Go's twin is
// go-reference/workloads/latencies.go.

import { reasonOf } from '@three-ways/command-line';
import { decodeFromCompressedBase64, encodeIntoCompressedBase64, Int32Histogram } from 'hdr-histogram-js';

/** The longest latency that is told from a longer one: a minute (ns). */
const longest = 60_000_000_000;

/** A latency is off by less than one part in a hundred, and a trial's histogram takes about a kilobyte. */
const digits = 2;

export type Latencies = Int32Histogram;

export function newLatencies(): Latencies {
  return new Int32Histogram(1, longest, digits);
}

/** Records the time between two readings of the clock (ms). */
export function record(latencies: Latencies, from: number, to: number): void {
  latencies.recordValue(Math.min(longest, Math.max(1, Math.round((to - from) * 1e6))));
}

export function encode(latencies: Latencies): string {
  return encodeIntoCompressedBase64(latencies);
}

/** @throws Error if the text is not an encoded histogram */
export function decode(encoded: string): Latencies {
  return decodeFromCompressedBase64(encoded, 32, false) as Latencies; // what 32 bits, without WebAssembly, ask for
}

/** Why a text is no histogram, if it is none: those of other languages' programs are read in the parent for the first time. */
export function flawInHistogram(name: string, encoded: string): string | null {
  try {
    decode(encoded);
    return null;
  } catch (error) {
    return `${name} not an HdrHistogram in the compressed format: ${reasonOf(error)}`;
  }
}

/** Latencies (ns) in ascending order, and how often each was counted. */
export function countsOf(latencies: Latencies): [latency: number, count: number][] {
  const counts: [number, number][] = [];
  const values = latencies.recordedValuesIterator;
  for (values.reset(); values.hasNext(); ) {
    const { valueIteratedTo, countAtValueIteratedTo } = values.next();
    counts.push([valueIteratedTo, countAtValueIteratedTo]);
  }
  return counts;
}

/** Quantiles (µs). */
export function summary(latencies: Latencies): Record<'p50' | 'p90' | 'p99' | 'p999' | 'max', number> {
  const at = (percentile: number) => latencies.getValueAtPercentile(percentile) / 1000;
  return { p50: at(50), p90: at(90), p99: at(99), p999: at(99.9), max: latencies.maxValue / 1000 };
}
