// What the paper and the reading page ask of a run: a figure by its name, and the ratio or the difference of two, with intervals.

import type { Figure, Setting } from '../figures/figure.ts';
import { estimateDifference } from '../figures/rounds.ts';
import { type Estimate, estimateMedian } from '../figures/statistics.ts';
import type { Measured } from '../suites/common/suite.ts';
import { publishedAt, quantiles } from '../suites/election/published.ts';
import { type Largest, largestCluster } from '../suites/memory/largest.ts';
import type { MemoryResult, MemorySpec } from '../suites/memory/protocol.ts';
import { suites } from '../suites/suites.ts';
import { ratiosOf, withFigures } from './figures.ts';
import { type Results, readResults } from './results.ts';

export type { Figure } from '../figures/figure.ts';
export type { Estimate } from '../figures/statistics.ts';
export type { Results } from './results.ts';

/** Name of a figure. */
export interface FigureName {
  readonly suite: string;
  readonly metric: string;
  readonly target: string;
  readonly setting: Readonly<Record<string, number | string>>;
}

/** The figures of one run. */
export class Findings {
  readonly results: Results;

  constructor(results: Results) {
    this.results = withFigures(results, suites);
  }

  /** The figure, if the run has measured it. */
  figure({ suite, metric, target, setting }: FigureName): Figure | undefined {
    const ordered = Object.entries(setting).sort();
    return this.results.figures.find(
      (figure) =>
        figure.suite === suite &&
        figure.metric === metric &&
        figure.target === target &&
        JSON.stringify(Object.entries(figure.setting).sort()) === JSON.stringify(ordered),
    );
  }

  /** Ratio of two figures, taken within each round, so that a slow phase of the machine cancels out; null without common rounds. */
  ratio(over: Figure, under: Figure): Estimate | null {
    return estimateMedian(ratiosOf(over.rounds, under.rounds), this.results.settings.seed);
  }

  /** By how much a quantile of one figure exceeds that of another, which was sampled apart; null without samples of both. */
  difference(figure: Figure, from: Figure, q: number): Estimate | null {
    const [rounds, base] = [figure, from].map((one) => one.rounds.map(({ samples }) => samples));
    return estimateDifference(rounds!, base!, q, this.results.settings.seed);
  }

  /** The largest idle cluster of a target that kept one leader for a while, and the limit of the next size; null if none kept it. */
  largestCluster(target: string): { readonly servers: number; readonly limit: Largest['limit'] } | null {
    const trials = this.results.trials.flatMap(({ suite, spec, outcome }) =>
      suite === 'memory' && outcome.ok ? [{ spec, result: outcome.result }] : [],
    );
    const { held, limit } = largestCluster(target, trials as Measured<MemorySpec, MemoryResult>[]);
    return held === null ? null : { servers: held.spec.servers, limit };
  }
}

/** The setting of Figure 16 that the paper speaks of most: timeouts of 150-300 ms. */
const usual: Setting = { electionTimeoutMin: 150, electionTimeoutMax: 300, broadcastTime: 15, preVote: 0 };

/** A quantile of the samples that were published for Figure 16 of the Raft paper (ms); null for a setting that has none. */
export function publishedQuantile(q: number, setting: Setting = usual): number | null {
  return publishedAt(setting)?.quantile(q) ?? null;
}

/** All quantiles of those samples. */
export const publishedQuantiles: readonly { readonly q: number; readonly value: number }[] = quantiles.map(
  (q) => ({
    q,
    value: publishedQuantile(q)!,
  }),
);

/** The run of a results file. @throws UsageError that says in one line what is wrong with it */
export function readFindings(file: string): Findings {
  return new Findings(readResults(file));
}
