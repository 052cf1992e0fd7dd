// Clusters that go on in step.

import { expect, test } from 'vitest';
import { InStep } from './in-step.ts';

/** Runs everything that needs no timer. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

test('nobody goes on before all have arrived, in each step', async () => {
  const step = new InStep(2);
  const passed: string[] = [];
  const member = async (name: string) => {
    for (const turn of [1, 2]) {
      await step.arrive();
      passed.push(`${name}${turn}`);
    }
  };
  const first = member('a');
  await settle();
  expect(passed).toEqual([]);
  await Promise.all([first, member('b')]);
  expect(passed.toSorted()).toEqual(['a1', 'a2', 'b1', 'b2']);
  expect(passed.slice(0, 2).toSorted()).toEqual(['a1', 'b1']);
});

test('those that remain do not wait for one that has left', async () => {
  const step = new InStep(2);
  const waiting = step.arrive();
  step.leave();
  await waiting;
});
