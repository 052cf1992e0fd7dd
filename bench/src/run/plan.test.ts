import { expect, test } from 'vitest';
import { election } from '../suites/election/suite.ts';
import { suites } from '../suites/suites.ts';
import { planRun } from './plan.ts';

const targets = ['async', 'go'];

function plan(options: Partial<Parameters<typeof planRun>[0]> = {}) {
  return planRun({ suites, targets, size: 'full', rounds: undefined, seed: 7, ...options });
}

test('targets alternate throughout', () => {
  const order = plan().map(({ spec }) => spec.target);
  expect(order.every((target, i) => target === targets[i % 2])).toBe(true);
});

test('each target draws its own seed in each round, the same ones from the same seed of the run', () => {
  const seeds = (seed: number) =>
    plan({ suites: suites.slice(0, 1), brief: true, seed }).map(({ spec }) => spec.seed);
  expect(new Set(seeds(7)).size).toBe(seeds(7).length);
  expect(seeds(7)).toEqual(seeds(7));
  expect(seeds(8).filter((seed) => seeds(7).includes(seed))).toEqual([]);
});

test("an ideal is simulated in each round, after the targets' trials", () => {
  const order = plan({ suites: [election], brief: true, ideals: true }).map(({ spec }) => spec.target);
  expect(order).toEqual(Array(6).fill(['async', 'go', 'ideal']).flat());
});

test('every specification is one that its suite agrees to', () => {
  for (const size of ['full', 'quick'] as const)
    for (const { suite, spec } of plan({ size })) expect(suite.specSchema.parse(spec)).toEqual(spec);
});

test('the default plan fits into three minutes, the quick one into 25 seconds', () => {
  const seconds = (size: 'full' | 'quick') =>
    plan({ size, brief: true, ideals: true }).reduce(
      (sum, { suite, spec }) => sum + suite.expectedMs(spec),
      0,
    ) / 1000;
  expect(seconds('full')).toBeLessThan(165);
  expect(seconds('quick')).toBeLessThan(20);
});

test('the number of rounds can be set for all suites', () => {
  const rounds = plan({ rounds: 2 }).map(({ round }) => round);
  expect(new Set(rounds)).toEqual(new Set([1, 2]));
});
