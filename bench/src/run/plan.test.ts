// The order, seeds and length of a plan.

import { expect, test } from 'vitest';
import { models } from '../suites/primitives/models.ts';
import { primitives } from '../suites/primitives/suite.ts';
import { isDefault, suites } from '../suites/suites.ts';
import { type PlanOptions, planRun } from './plan.ts';

const targets = ['async', 'go'];

function plan(options: Partial<Parameters<typeof planRun>[0]> = {}) {
  return planRun({ suites, targets, size: 'full', rounds: undefined, seed: 7, ...options });
}

test('targets alternate throughout', () => {
  const order = plan().map(({ spec }) => spec.target);
  expect(order.every((target, i) => target === targets[i % 2])).toBe(true);
});

test('in a round all targets meet the same seed, in the next another', () => {
  const [a, b, c] = plan({ suites: suites.slice(0, 1) });
  expect(a!.spec.seed).toBe(b!.spec.seed);
  expect(c!.spec.seed).not.toBe(b!.spec.seed);
});

test('every specification is one that its suite agrees to', () => {
  for (const size of ['full', 'quick'] as const)
    for (const { suite, spec } of plan({ size })) expect(suite.specSchema.parse(spec)).toEqual(spec);
});

test('the default plan fits into three minutes, the quick one into 25 seconds, and that of primitives into two minutes', () => {
  const seconds = (
    size: 'full' | 'quick',
    given: Partial<PlanOptions> = { suites: suites.filter(isDefault) },
  ) => plan({ size, ...given }).reduce((sum, { suite, spec }) => sum + suite.expectedMs(spec), 0) / 1000;
  expect(seconds('full')).toBeLessThan(165);
  expect(seconds('quick')).toBeLessThan(20);
  const all = { suites: [primitives], targets: models.map(({ target }) => target) };
  expect(seconds('full', all)).toBeLessThan(120);
});

test('the number of rounds can be set for all suites', () => {
  const rounds = plan({ rounds: 2 }).map(({ round }) => round);
  expect(new Set(rounds)).toEqual(new Set([1, 2]));
});

test('a suite is planned for the targets that it measures', () => {
  const specs = plan({ measures: ({ name }, target) => name === 'memory' || target === 'go' });
  const found = specs.filter(({ spec }) => spec.target === 'async').map(({ suite }) => suite.name);
  expect(new Set(found)).toEqual(new Set(['memory']));
});
