// The choice of the run that the paper's tables come from.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { chooseResults, tablesOf } from './results.ts';
import { workshop } from './testing.ts';

test('the last bench run is taken if it has tables, else the committed reference run', () => {
  using shop = workshop();
  const places = {
    asked: undefined,
    lastRun: join(shop.dir, 'last'),
    reference: join(shop.dir, 'reference'),
  };
  expect(chooseResults(places).dir).toBe(places.reference);
  shop.write('last/tables/notes.txt', '');
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

test('the tables of a run are drawn from its results.json alone, and those of an unreadable one are refused', () => {
  using shop = workshop();
  shop.write(
    'run/results.json',
    readFileSync(join(import.meta.dirname, '../reference-results/results.json'), 'utf8'),
  );
  shop.write('run/tables/memory.md', 'an old table');
  let drawn = '';
  {
    using tables = tablesOf(join(shop.dir, 'run'));
    drawn = tables.dir;
    expect(readFileSync(join(drawn, 'tables/memory.md'), 'utf8')).toMatch(/^Table: Memory of an idle server/);
  }
  expect(existsSync(drawn)).toBe(false);
  shop.write('broken/results.json', '{}');
  expect(() => tablesOf(join(shop.dir, 'broken'))).toThrow(/is not a valid results file/);
});
