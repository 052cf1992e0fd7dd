// What a schema can't say of a results file: that its parts agree with each other.

import type { Figure, TargetStatus } from '../figures/figure.ts';
import { quantile } from '../figures/statistics.ts';
import { ideal } from '../suites/common/suite.ts';

interface Parts {
  readonly settings: { readonly suites: readonly { readonly name: string }[] };
  readonly targets: readonly TargetStatus[];
  readonly trials: readonly TrialLike[];
  readonly figures: readonly Figure[];
}

interface TrialLike {
  readonly number: number;
  readonly suite: string;
  readonly spec: { readonly suite: string; readonly target: string };
  readonly outcome: { readonly ok: boolean; readonly result?: { readonly suite: string } };
}

/** The first contradiction in a results file, in one line; null if there is none. @param known names of all suites */
export function incoherence(
  { settings, targets, trials, figures }: Parts,
  known: readonly string[],
): string | null {
  const chosen = settings.suites.map(({ name }) => name);
  const unknown = chosen.find((suite) => !known.includes(suite));
  if (unknown !== undefined) return `settings.suites: there is no suite ${unknown}`;
  const names = [...targets.map(({ name }) => name), ideal];
  return (
    firstOf(trials, (trial) => trialFault(trial, chosen, names)) ??
    firstOf(figures, (figure) => figureFault(figure, chosen, names))
  );
}

function firstOf<T>(parts: readonly T[], faultIn: (part: T) => string | null): string | null {
  for (const part of parts) {
    const fault = faultIn(part);
    if (fault !== null) return fault;
  }
  return null;
}

function trialFault(
  { number, suite, spec, outcome }: TrialLike,
  suites: readonly string[],
  targets: readonly string[],
): string | null {
  const place = `trial ${number}`;
  if (!suites.includes(suite)) return `${place}: suite ${suite} is not one of the run's`;
  if (!targets.includes(spec.target)) return `${place}: target ${spec.target} is not one of the run's`;
  const another = [spec.suite, outcome.result?.suite].find((name) => name !== undefined && name !== suite);
  return another === undefined ? null : `${place}: of suite ${suite} and of ${another}`;
}

function figureFault(figure: Figure, suites: readonly string[], targets: readonly string[]): string | null {
  const { suite, metric, target, estimate, ratio, rounds } = figure;
  const place = `figure ${suite}, ${metric}, ${target}`;
  if (!suites.includes(suite)) return `${place}: the suite is not one of the run's`;
  if (!targets.includes(target)) return `${place}: the target is not one of the run's`;
  const samples = rounds.flatMap((round) => round.samples);
  if (!mayBeNegative(figure) && samples.some((sample) => sample < 0)) return `${place}: a sample is negative`;
  if (ratio !== null && ratio.median < 0 && !mayBeNegative(figure)) return `${place}: the ratio is negative`;
  if ((estimate === null) !== (samples.length === 0))
    return `${place}: an estimate without samples, or none of them`;
  if (estimate === null) return null;
  const median = quantile(samples, 0.5);
  if (!isNear(estimate.median, median)) return `${place}: the median is ${median}, not ${estimate.median}`;
  return isInside(estimate) ? null : `${place}: the interval does not contain the median`;
}

/** Slopes of memory, by noise; and times since a timeout, which starts some microseconds before its event. */
function mayBeNegative({ metric }: Figure): boolean {
  return /Per(Server|Task)$/.test(metric) || metric === 'electedAfter';
}

function isNear(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
}

function isInside({ median, low, high }: NonNullable<Figure['estimate']>): boolean {
  return (low ?? median) <= median && median <= (high ?? median);
}
