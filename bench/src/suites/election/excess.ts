// What a runtime takes beyond the ideal: a difference of quantiles, with its interval over processes. It is taken from the moment
// when the new leader's timeout was due, as drawn. Until then servers only wait, each for a random time, and two samples of such
// waits differ by more than two runtimes do.

import type { Figure, Setting } from '../../figures/figure.ts';
import { estimateDifference } from '../../figures/rounds.ts';
import { type Estimate, quantile } from '../../figures/statistics.ts';
import type { SuiteFigures } from '../../figures/suite-figures.ts';
import { ideal } from '../common/suite.ts';
import { longest } from './conditions.ts';

/** A resampling seed: tables and charts are drawn from the results alone. */
const seed = 1;

/**
 * The excess of a target's quantile over the ideal's (ms). Null where one of them was not measured, or where the same quantile of
 * the time without a leader falls among given-up elections.
 */
export function excessOf(
  figures: SuiteFigures,
  target: string,
  setting: Setting,
  q: number,
): Estimate | null {
  const roundsAt = (metric: string) =>
    [target, ideal].map((name) => roundsOf(figures.get(metric, name, setting)));
  const isGivenUp = roundsAt('latency').some(
    (given) => given.length > 0 && quantile(given.flat(), q) >= longest,
  );
  const [rounds, base] = roundsAt('electedAfter');
  return isGivenUp ? null : estimateDifference(rounds!, base!, q, seed);
}

export function hasIdeal(figures: SuiteFigures, settings: readonly Setting[]): boolean {
  return settings.some((setting) => figures.get('latency', ideal, setting)?.estimate);
}

export function roundsOf(figure: Figure | undefined): number[][] {
  return (figure?.rounds ?? []).map(({ samples }) => samples);
}
