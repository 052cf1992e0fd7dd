// The choice of the run that the paper is drawn from.

import { join } from 'node:path';
import { expect, test } from 'vitest';
import { chooseRun } from './results.ts';
import { workshop } from './testing.ts';

test('without a wish the committed reference run is taken', () => {
  const { file, description } = chooseRun(undefined, '/reference.json');
  expect(file).toBe('/reference.json');
  expect(description).toContain('committed reference run');
});

test('a run is named by its folder or by its results file', () => {
  using shop = workshop();
  const file = shop.write('run/results.json', '{}');
  expect(chooseRun(join(shop.dir, 'run'), 'x').file).toBe(file);
  expect(chooseRun(file, 'x').file).toBe(file);
});

test('a place that is missing or holds no run is named', () => {
  using shop = workshop();
  expect(() => chooseRun(join(shop.dir, 'none'), 'x')).toThrow(`can't read the results ${shop.dir}/none`);
  expect(() => chooseRun(shop.dir, 'x')).toThrow(`the results folder ${shop.dir} holds no results.json`);
});
