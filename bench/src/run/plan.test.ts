// The order, seeds and length of a plan.

import { expect, test } from 'vitest';
import { election } from '../suites/election/suite.ts';
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

test('the default plan takes under four minutes, the quick one under 40 seconds, primitives under two', () => {
  const own = suites.filter(({ name }) => ['election', 'throughput', 'memory'].includes(name));
  const all = {
    suites: own,
    targets: ['async', 'coroutines', 'workers', 'go'],
    controls: true,
    ideals: true,
  };
  const seconds = (options: Partial<Parameters<typeof planRun>[0]>) =>
    new Estimate(plan({ ...all, ...options })).remainingMs / 1000;
  expect(seconds({ brief: true })).toBeLessThan(240);
  expect(seconds({ size: 'quick', controls: false })).toBeLessThan(40);
  const every = { suites: [primitives], targets: models.map(({ target }) => target) };
  expect(seconds(every)).toBeLessThan(120);
});

test('only the full plan measures every setting', () => {
  const settings = (brief: boolean) =>
    new Set(plan({ brief }).map(({ suite, spec }) => suite.describe(spec)));
  expect([...settings(false)]).toEqual(
    expect.arrayContaining([...settings(true), '5 servers, 256 outstanding']),
  );
  expect(settings(true)).not.toContain('5 servers, 256 outstanding');
});

test('a control repeats the first trial of its suite and round', () => {
  const trials = plan({ controls: true, suites: suites.slice(0, 1), rounds: 2, brief: true });
  const repeated = trials.filter(({ control }) => control);
  expect(repeated).toHaveLength(2);
  for (const { spec, round } of repeated)
    expect(trials.filter((trial) => trial.round === round && trial.spec.target === spec.target)).toHaveLength(
      2,
    );
});

test('a coarse suite has no controls', () => {
  const trials = plan({ suites: [primitives], controls: true });
  expect(trials.filter(({ control }) => control)).toEqual([]);
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

test('words choose the settings of the suites that have them; those of no setting are named', () => {
  const described = (only: readonly string[]) =>
    new Set(plan({ only }).map(({ suite, spec }) => `${suite.name}: ${suite.describe(spec)}`));
  const chosen = described(['150-300 ms, broadcast', '3 servers, 256 outstanding']);
  expect([...chosen].filter((one) => one.startsWith('election'))).toEqual([
    'election: 150–300 ms, broadcast 15 ms',
    'election: 150–300 ms, broadcast 15 ms, pre-vote',
  ]);
  const exact = described(['150-300 ms, broadcast 15 ms']);
  expect([...exact].filter((one) => one.startsWith('election'))).toEqual([
    'election: 150–300 ms, broadcast 15 ms',
  ]);
  expect(chosen).toContain('throughput: 3 servers, 256 outstanding');
  expect(chosen).not.toContain('throughput: 3 servers, 1 outstanding');
  expect([...chosen].filter((one) => one.startsWith('memory')).length).toBeGreaterThan(1);
  expect(() => described(['nonsense'])).toThrow('no setting is called "nonsense": there are 150–300 ms; ');
});
