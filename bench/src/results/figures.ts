// From trials to figures: for every metric, setting and target the samples round by round, their median with its
// interval, and the ratio to the reference, taken round by round within the run.

import { distinctSettings, type Figure, type Setting, sameSetting } from '../figures/figure.ts';
import { estimateMedian, isNoisy, outliersOf, quantile } from '../figures/statistics.ts';
import type { Measured, Metric, Suite } from '../suites/common/suite.ts';
import type { Trial } from './results.ts';

/** The target that ratios are taken to. */
export const reference = 'go';

/** All figures of a run. The seed fixes the resampling. */
export function computeFigures(
  suites: readonly Suite[],
  targets: readonly string[],
  trials: readonly Trial[],
  seed: number,
): Figure[] {
  return suites.flatMap((suite) => {
    const own = trials.filter((trial) => trial.suite === suite.name);
    return suite.metrics.flatMap((metric) =>
      settingsOf(metric, own).flatMap((setting) =>
        figuresAt({ suite, metric, setting, targets, trials: own, seed }),
      ),
    );
  });
}

/** A metric's settings, in the order of the plan. */
function settingsOf(metric: Metric, trials: readonly Trial[]): Setting[] {
  return distinctSettings(trials.map(({ spec }) => metric.setting(spec)));
}

interface Place {
  readonly suite: Suite;
  readonly metric: Metric;
  readonly setting: Setting;
  readonly targets: readonly string[];
  readonly trials: readonly Trial[];
  readonly seed: number;
}

/** One metric at one setting, for every target. */
function figuresAt(place: Place): Figure[] {
  const rounds = new Map(place.targets.map((target) => [target, roundsOf(place, target)]));
  return place.targets.map((target) =>
    toFigure(place, target, rounds.get(target)!, rounds.get(reference) ?? []),
  );
}

function roundsOf({ metric, setting, trials }: Place, target: string): Figure['rounds'] {
  const byRound = new Map<number, Measured[]>();
  for (const { spec, outcome, round } of trials) {
    if (spec.target !== target || !outcome.ok || !sameSetting(metric.setting(spec), setting)) continue;
    byRound.set(round, [...(byRound.get(round) ?? []), { spec, result: outcome.result }]);
  }
  const rounds = Array.from(byRound, ([round, trials]) => ({ round, samples: metric.samples(trials) }));
  return rounds.filter(({ samples }) => samples.length > 0);
}

function toFigure(
  { suite, metric, setting, seed }: Place,
  target: string,
  rounds: Figure['rounds'],
  referenceRounds: Figure['rounds'],
): Figure {
  const samples = rounds.flatMap((round) => round.samples);
  const estimate = estimateMedian(samples, seed);
  const ratio = target === reference ? null : estimateMedian(ratiosOf(rounds, referenceRounds), seed);
  const noisy = [estimate, ratio].some((one) => one !== null && isNoisy(one));
  const { name, unit } = metric;
  return {
    suite: suite.name,
    metric: name,
    unit,
    setting,
    target,
    rounds,
    estimate,
    ratio,
    outliers: outliersOf(samples),
    noisy,
  };
}

/** Pairs the rounds: a slow phase of the machine mostly affects both targets of a round. */
function ratiosOf(rounds: Figure['rounds'], referenceRounds: Figure['rounds']): number[] {
  return rounds.flatMap(({ round, samples }) => {
    const other = referenceRounds.find((candidate) => candidate.round === round);
    const divisor = other === undefined ? 0 : quantile(other.samples, 0.5);
    return divisor > 0 ? [quantile(samples, 0.5) / divisor] : [];
  });
}
