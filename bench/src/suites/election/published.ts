// What was published for Figure 16 of the Raft paper: quantiles of its samples, and the figures that its text states.

import figure16 from '../../../data/figure-16.json' with { type: 'json' };
import type { Setting } from '../../figures/figure.ts';

/** The published samples at one range of the election timeout. */
export interface Published {
  readonly n: number;
  readonly mean: number;
  /** The time that this share of the samples does not exceed (ms), at the quantiles of the data file. */
  quantile(q: number): number;
}

/** The figures that the paper's text states. */
export const stated = `The paper states: ${Object.entries(figure16.stated)
  .map(([range, said]) => `${range.replace('-', '–')} ms ${said}`)
  .join('; ')}.`;

/** Quantiles that the data file has, from 0 to 1. */
export const { quantiles } = figure16;

/** The samples taken under these conditions; null if there are none. */
export function publishedAt(setting: Setting): Published | null {
  const { electionTimeoutMin, electionTimeoutMax, broadcastTime, preVote } = setting;
  const name = `${electionTimeoutMin}-${electionTimeoutMax}` as keyof typeof figure16.lines;
  const line = figure16.lines[name];
  if (line === undefined || broadcastTime !== 15 || preVote !== 0) return null;
  const { n, mean, values } = line;
  return { n, mean, quantile: (q) => values[figure16.quantiles.indexOf(q)]! };
}

/** The quantiles that the data file has. */
export function publishedQuantiles({
  quantile,
}: Published): { readonly q: number; readonly value: number }[] {
  return figure16.quantiles.map((q) => ({ q, value: quantile(q) }));
}
