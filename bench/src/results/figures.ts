// From trials to figures: for every metric, setting and target the samples round by round, their median with its
// interval, and the ratio to the reference, taken round by round within the run.

import { distinctSettings, type Figure, type Setting, sameSetting } from '../figures/figure.ts';
import { estimateQuantile } from '../figures/rounds.ts';
import { type Estimate, estimateMedian, isNoisy, outliersOf, quantile } from '../figures/statistics.ts';
import { referenceFor } from '../figures/variant.ts';
import { ideal, type Measured, type Metric, type Suite } from '../suites/common/suite.ts';
import { isDisturbed } from './disturbance.ts';
import type { Results, Trial } from './results.ts';

/** The target that ratios are taken to; of targets on one CPU, its variant on one. */
export const reference = 'go';

/** All figures of a run. The seed fixes the resampling. */
export function computeFigures(
  suites: readonly Suite[],
  targets: readonly string[],
  trials: readonly Trial[],
  seed: number,
): Figure[] {
  return suites.flatMap((suite) => {
    const own = trials.filter((trial) => trial.suite === suite.name && !trial.control);
    const all = own.some(({ spec }) => spec.target === ideal) ? [...targets, ideal] : targets;
    return suite.metrics.flatMap((metric) =>
      settingsOf(metric, own).flatMap((setting) =>
        figuresAt({ suite, metric, setting, targets: triedAt(setting, metric, all, own), trials: own, seed }),
      ),
    );
  });
}

/** The targets that a setting was planned for: all but those of which only other settings were measured. */
function triedAt(
  setting: Setting,
  metric: Metric,
  targets: readonly string[],
  trials: readonly Trial[],
): readonly string[] {
  return targets.filter((target) => {
    const own = trials.filter(({ spec }) => spec.target === target);
    return own.length === 0 || own.some(({ spec }) => sameSetting(metric.setting(spec), setting));
  });
}

/** Results with their figures: a run that was killed has trials alone. */
export function withFigures(results: Results, suites: readonly Suite[]): Results {
  if (results.finishedAt !== null) return results;
  const names = results.targets.map(({ name }) => name);
  const chosen = suites.filter(({ name }) => results.settings.suites.some((suite) => suite.name === name));
  return { ...results, figures: computeFigures(chosen, names, results.trials, results.settings.seed) };
}

/** A target against itself, from the trials that repeat another. */
export interface Control {
  readonly suite: string;
  readonly metric: string;
  readonly target: string;
  readonly ratio: Estimate;
}

/** The comparisons of a target with itself (A/A): what they differ from 1 is noise. */
export function controlsOf({ trials, settings }: Results, suites: readonly Suite[]): Control[] {
  return suites.flatMap((suite) => {
    const repeated = trials.filter((trial) => trial.suite === suite.name && trial.control);
    const target = repeated[0]?.spec.target;
    if (target === undefined) return [];
    const metric = suite.metrics.find((metric) => samplesOf(metric, repeated[0]!).length > 0);
    if (metric === undefined) return [];
    const ratio = estimateMedian(
      repeated.flatMap((trial) => againstItself(metric, trial, trials)),
      settings.seed,
    );
    return ratio === null ? [] : [{ suite: suite.name, metric: metric.name, target, ratio }];
  });
}

function samplesOf(metric: Metric, { spec, outcome }: Trial): number[] {
  return outcome.ok ? metric.samples([{ spec, result: outcome.result }]) : [];
}

/** The ratio of a repeated trial to the one that it repeats; none without both. */
function againstItself(metric: Metric, repeated: Trial, trials: readonly Trial[]): number[] {
  const same = (trial: Trial) => JSON.stringify(trial.spec) === JSON.stringify(repeated.spec);
  const first = trials.find(
    (trial) =>
      !trial.control && trial.suite === repeated.suite && trial.round === repeated.round && same(trial),
  );
  const [a, b] = [first === undefined ? [] : samplesOf(metric, first), samplesOf(metric, repeated)];
  return a.length > 0 && b.length > 0 ? [quantile(b, 0.5) / quantile(a, 0.5)] : [];
}

/** A metric's settings, in the order of the plan. */
function settingsOf(metric: Metric, trials: readonly Trial[]): Setting[] {
  return distinctSettings(
    trials.map(({ spec }) => metric.setting(spec)).filter((setting) => setting !== null),
  );
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
    toFigure(place, target, rounds.get(target)!, rounds.get(referenceFor(target, reference)) ?? []),
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
  { suite, metric, setting, trials, seed }: Place,
  target: string,
  rounds: Figure['rounds'],
  referenceRounds: Figure['rounds'],
): Figure {
  const samples = rounds.flatMap((round) => round.samples);
  const estimate = estimateQuantile(
    rounds.map((round) => round.samples),
    0.5,
    seed,
  );
  const ratio =
    target === referenceFor(target, reference)
      ? null
      : estimateMedian(ratiosOf(rounds, referenceRounds), seed);
  const own = trials.filter(
    ({ spec }) => spec.target === target && sameSetting(metric.setting(spec), setting),
  );
  const disturbed = target !== ideal && 2 * own.filter(isDisturbed).length > own.length;
  const judged = suite.widestInterval === undefined ? [estimate, ratio] : [estimate];
  const noisy = disturbed || judged.some((one) => one !== null && isNoisy(one, suite.widestInterval));
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
    ...(disturbed && { disturbed }),
    noisy,
  };
}

/** Pairs the rounds: a slow phase of the machine mostly affects both targets of a round. */
export function ratiosOf(rounds: Figure['rounds'], referenceRounds: Figure['rounds']): number[] {
  return rounds.flatMap(({ round, samples }) => {
    const other = referenceRounds.find((candidate) => candidate.round === round);
    const divisor = other === undefined ? 0 : quantile(other.samples, 0.5);
    return divisor > 0 ? [quantile(samples, 0.5) / divisor] : [];
  });
}
