// The rows of processes: all of them, and each returns what it should or says why there is none.

import { describe, expect, it } from 'vitest';
import { rows, stdioRows } from '../src/processes/index.ts';
import { type MissingRow, type Row, rowNames } from '../src/rows.ts';

/** Small enough for a test. */
const factor = 0.01;

const isMeasured = (row: Row | MissingRow): row is Row => 'units' in row;
const measured = (factor: number) => [...rows(factor), ...stdioRows(factor)].filter(isMeasured);

describe('processes', () => {
  it('have every row', () => {
    expect(new Set(rows().map((row) => row.name))).toEqual(new Set(rowNames));
    expect(rows().filter((row) => !isMeasured(row))).toEqual([
      { name: 'shared-buffer', missing: expect.stringMatching(/^[A-Z].*\.$/) },
    ]);
  });

  it('have twice the units at twice the factor', () => {
    const [once, twice] = [measured(1), measured(2)];
    expect(twice.map(({ units }) => units)).toEqual(once.map(({ units }) => 2 * units));
  });

  it('start and do no work at the factor 0', async () => {
    for (const row of measured(0)) {
      expect(row.units).toBeLessThanOrEqual(1);
      expect(await row.run()).toBe(row.expected);
    }
  });

  it.each(measured(factor).map((row) => [row.size, row] as const))('%s', async (_, row) => {
    expect(await row.run()).toBe(row.expected);
    expect(row.units).toBeGreaterThan(0);
    expect(row.what).toMatch(/^[A-Z].*\.$/);
  });
});
