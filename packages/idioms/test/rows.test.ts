// The rows of the suite `primitives`: each model has all of them, and each returns what it should.

import { describe, expect, it } from 'vitest';
import { rows as asyncRows } from '../src/async/index.ts';
import { rows as coroutineRows } from '../src/coroutines/index.ts';
import { type Row, rowNames } from '../src/rows.ts';

/** Small enough for a test. */
const factor = 0.02;

describe.each([
  ['async', asyncRows],
  ['coroutines', coroutineRows],
])('%s', (_, rows) => {
  it('has every row', () => {
    expect(new Set(rows().map((row) => row.name))).toEqual(new Set(rowNames));
  });

  it('has twice the units at twice the factor', () => {
    const [once, twice] = [rows(1), rows(2)] as [Row[], Row[]];
    expect(twice.map(({ units }) => units)).toEqual(once.map(({ units }) => 2 * units));
  });

  it('starts its tasks and does no work at the factor 0', async () => {
    for (const row of rows(0) as Row[]) {
      expect(row.units).toBe(0);
      expect(await row.run()).toBe(row.expected);
    }
  });

  it.each((rows(factor) as Row[]).map((row) => [row.size, row] as const))('%s', async (_, row) => {
    expect(await row.run()).toBe(row.expected);
    expect(row.units).toBeGreaterThan(0);
    expect(row.what).toMatch(/^[A-Z].*\.$/);
  });
});
