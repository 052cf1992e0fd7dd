// The rows of threads: all of them, and each returns what it should.

import { describe, expect, it } from 'vitest';
import { type Row, rowNames } from '../src/rows.ts';
import { ringRows, rows } from '../src/workers/index.ts';

/** Small enough for a test. */
const factor = 0.01;

describe('threads', () => {
  it('have every row', () => {
    expect(new Set(rows().map((row) => row.name))).toEqual(new Set(rowNames));
  });

  it('have twice the units at twice the factor', () => {
    const [once, twice] = [rows(1), rows(2)] as [Row[], Row[]];
    expect(twice.map(({ units }) => units)).toEqual(once.map(({ units }) => 2 * units));
  });

  it('start and do no work at the factor 0', async () => {
    for (const row of rows(0) as Row[]) {
      expect(row.units).toBeLessThanOrEqual(1);
      expect(await row.run()).toBe(row.expected);
    }
  });

  it.each(([...rows(factor), ...ringRows(factor)] as Row[]).map((row) => [row.size, row] as const))(
    '%s',
    async (_, row) => {
      expect(await row.run()).toBe(row.expected);
      expect(row.units).toBeGreaterThan(0);
      expect(row.what).toMatch(/^[A-Z].*\.$/);
    },
  );
});
