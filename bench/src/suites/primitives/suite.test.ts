// The plan of rounds.

import { expect, test } from 'vitest';
import { planRun } from '../../run/plan.ts';
import { models } from './models.ts';
import type { PrimitivesSpec } from './protocol.ts';
import { primitives } from './suite.ts';

const targets = models.map(({ target }) => target);
const plan = planRun({ suites: [primitives], targets, size: 'full', rounds: undefined, seed: 1 });
const specs = plan.map(({ round, spec }) => ({ ...(spec as PrimitivesSpec), round }));

test('every model is measured in six rounds, the fewest that give an interval', () => {
  for (const target of targets)
    expect(specs.filter((spec) => spec.target === target).map(({ round }) => round)).toEqual([
      1, 2, 3, 4, 5, 6,
    ]);
});

test('twice the work is measured in every round, but in two where tasks take milliseconds to start', () => {
  const proofs = models.map(({ target, heavy = false }) => [
    heavy,
    specs.filter((spec) => spec.target === target && spec.proof).map(({ round }) => round),
  ]);
  for (const [heavy, rounds] of proofs) expect(rounds).toEqual(heavy ? [2, 5] : [1, 2, 3, 4, 5, 6]);
});

test('the default run is planned for less than two minutes', () => {
  const ms = specs.reduce((sum, spec) => sum + primitives.expectedMs(spec as never), 0);
  expect(ms).toBeLessThan(120_000);
});
