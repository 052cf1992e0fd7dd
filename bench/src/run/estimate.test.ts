// The estimate of the time left.

import { expect, test } from 'vitest';
import { suites } from '../suites/suites.ts';
import { durationsOf, Estimate, minutes, plannedMs } from './estimate.ts';
import { planRun } from './plan.ts';

const targets = ['async', 'workers'];
const plan = planRun({ suites, targets, size: 'full', brief: true, rounds: 6, seed: 1 });

/** Actual duration of a trial on an imaginary machine that knows nothing of the estimate (ms). */
function actual({ suite, spec }: (typeof plan)[number]): number {
  return suite.expectedMs(spec) * 1.3 + (spec.target === 'workers' ? 150 * (spec.servers ?? 0) : 90);
}

/** The largest relative error of the estimate of the whole run, from trial `from` on. */
function worstError(estimate: Estimate, from: number): number {
  const total = plan.reduce((sum, trial) => sum + actual(trial), 0);
  let spent = 0;
  let worst = from === 0 ? Math.abs(estimate.remainingMs / total - 1) : 0;
  plan.forEach((trial, i) => {
    estimate.finished(trial, actual(trial));
    spent += actual(trial);
    if (i + 1 >= from) worst = Math.max(worst, Math.abs((spent + estimate.remainingMs) / total - 1));
  });
  return worst;
}

test('with an earlier run on the machine, the estimate is right from the start', () => {
  const trials = plan.map((trial) => ({
    suite: trial.suite.name,
    spec: trial.spec,
    elapsedMs: actual(trial),
  }));
  expect(worstError(new Estimate(plan, durationsOf(trials as never)), 0)).toBeLessThan(0.01);
});

test('without one, each target and suite is corrected by its own trials', () => {
  const isOfLongest = ({ suite, round }: (typeof plan)[number]) => suite.name === 'memory' && round === 1;
  const begun = plan.findLastIndex(isOfLongest) + 1; // until then its trials are guessed by those of other suites
  expect(worstError(new Estimate(plan), begun)).toBeLessThan(0.15);
});

test('a machine half as fast is seen after the first trials', () => {
  const trials = plan.map((trial) => ({
    suite: trial.suite.name,
    spec: trial.spec,
    elapsedMs: actual(trial) / 2,
  }));
  expect(worstError(new Estimate(plan, durationsOf(trials as never)), 2)).toBeLessThan(0.01);
});

test.each([
  [0, '0:00'],
  [59_600, '1:00'],
  [397_000, '6:37'],
  [14_489_000, '4 h 1 min'],
  [-5, '0:00'],
])('%d ms are %s', (ms, text) => {
  expect(minutes(ms)).toBe(text);
});

test('a trial of many threads is given more time than one of none', () => {
  const [async, workers] = planRun({ suites, targets, size: 'quick', rounds: 1, seed: 1 }).filter(
    ({ suite, spec }) => suite.name === 'memory' && spec.servers === 17,
  );
  expect(plannedMs(workers!)).toBeGreaterThan(plannedMs(async!) + 1000);
});
