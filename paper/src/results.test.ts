// The choice of the run that the paper's tables come from.

import { join } from 'node:path';
import { expect, test } from 'vitest';
import { chooseResults } from './results.ts';
import { workshop } from './testing.ts';

test('the last bench run is taken if it has tables, else the committed reference run', () => {
  using shop = workshop();
  const places = {
    asked: undefined,
    lastRun: join(shop.dir, 'last'),
    reference: join(shop.dir, 'reference'),
  };
  expect(chooseResults(places).dir).toBe(places.reference);
  shop.write('last/results.json', '{}');
  expect(chooseResults(places).description).toContain('committed reference run');
  shop.write('last/tables/memory.md', 'x');
  expect(chooseResults(places).dir).toBe(places.lastRun);
  expect(chooseResults(places).description).toContain('last bench run');
});

test('a run that was asked for wins over both', () => {
  using shop = workshop();
  shop.write('last/tables/memory.md', 'x');
  shop.write('asked/tables/memory.md', 'x');
  const asked = join(shop.dir, 'asked');
  expect(chooseResults({ asked, lastRun: join(shop.dir, 'last'), reference: shop.dir }).dir).toBe(asked);
});
