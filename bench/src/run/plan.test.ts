// The order, seeds and length of a plan.

import { expect, test } from 'vitest';

import { models } from '../suites/primitives/models.ts';
import { primitives } from '../suites/primitives/suite.ts';

import { suites } from '../suites/suites.ts';
import { Estimate } from './estimate.ts';
import { planRun } from './plan.ts';

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

test('the default plan takes under four minutes, the quick one under 40 seconds, primitives under two minutes', () => {
  const own = suites.filter(({ name }) => ['election', 'throughput', 'memory'].includes(name));
  const all = { suites: own, targets: ['async', 'coroutines', 'workers', 'go'], controls: true };
  const seconds = (options: Partial<Parameters<typeof planRun>[0]>) =>
    new Estimate(plan({ ...all, ...options })).remainingMs / 1000;
  expect(seconds({ brief: true })).toBeLessThan(240);
  expect(seconds({ size: 'quick', controls: false })).toBeLessThan(40);
  const every = { suites: [primitives], targets: models.map(({ target }) => target), controls: false };
  expect(seconds(every)).toBeLessThan(120);
});

test('only the full plan measures every setting', () => {
  const settings = (brief: boolean) =>
    new Set(plan({ brief }).map(({ suite, spec }) => suite.describe(spec)));
  expect([...settings(false)]).toEqual(
    expect.arrayContaining([...settings(true), '5 servers, 64 outstanding']),
  );
  expect(settings(true)).not.toContain('5 servers, 64 outstanding');
});

test('a control repeats the first trial of its suite and round', () => {
  const trials = plan({ controls: true, suites: suites.slice(0, 1), rounds: 2 });
  const repeated = trials.filter(({ control }) => control);
  expect(repeated).toHaveLength(2);
  for (const { spec, round } of repeated)
    expect(trials.filter((trial) => trial.round === round && trial.spec.target === spec.target)).toHaveLength(
      2,
    );
});

test('cluster sizes can be chosen', () => {
  expect(new Set(plan({ servers: [3] }).map(({ spec }) => spec.servers))).toEqual(new Set([3]));
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
