// The tables of elections: the paper's samples, the ideal, and what the runtimes add to it.

import { expect, test } from 'vitest';
import { SuiteFigures } from '../../figures/suite-figures.ts';
import { computeFigures } from '../../results/figures.ts';
import type { Trial } from '../../results/results.ts';
import { planRun } from '../../run/plan.ts';
import { fakeResult } from '../../testing/fake-result.ts';
import { ideal } from '../common/suite.ts';
import { election } from './suite.ts';

/** A finished run whose targets are slower than the ideal by a tenth. */
const targets = [
  { name: 'async', title: 'Async', language: 'TypeScript', measured: true, reason: null },
] as const;
const plan = planRun({
  ...{ suites: [election], targets: ['async'], size: 'full', rounds: undefined, seed: 1, ideals: true },
});
const trials = plan.map(({ number, suite, round, spec }) => {
  const outcome = { ok: true, result: fakeResult(spec, spec.target === ideal ? 1 : 1.1) };
  return { number, suite: suite.name, round, spec, outcome } as unknown as Trial;
});
const figures = computeFigures([election], ['async'], trials, 1);
const tables = election.tables(new SuiteFigures(figures, targets, new Map()), []);
const [times, excess] = tables;

test('all ranges of Figure 16 are there, with and without delay and pre-vote', () => {
  const ranges = times!.rows.map(([range]) => range).filter(Boolean);
  expect(ranges).toHaveLength(10);
  expect(ranges).toEqual(
    expect.arrayContaining(['12–24', '25–50', '50–100', '100–200', '150–300', '150–151', '150–150']),
  );
  expect(tables).toHaveLength(8);
});

test("the quantiles of the published samples stand beside ours where the paper's conditions hold", () => {
  const at15 = tables.find(({ caption }) => /broadcast time 15 ms, without/.test(caption))!;
  const at = at15.rows.findIndex(([range]) => range === '150–300');
  expect(at15.rows.slice(at, at + 3).map(([, runtime]) => runtime)).toEqual(['Raft paper', 'Ideal', 'Async']);
  expect(at15.rows[at]).toEqual(['150–300', 'Raft paper', '171', '181', '244', '406', '603', '1000']);
  expect(at15.notes.join(' ')).toContain('12–24 ms a mean of 35 ms and a worst case of 152 ms');
  const others = tables.filter((table) => table !== at15);
  expect(JSON.stringify(others.map(({ rows }) => rows))).not.toContain('Raft paper');
});

test('what a runtime adds to the ideal has its interval', () => {
  const row = excess!.rows.find(([, runtime]) => runtime === 'Async')!;
  expect(row.slice(2, 4)).toEqual(['1.6 (1.6 to 1.6)', '2.1 (2.1 to 2.1)']);
});

test("an ideal's trial has the same setting and more crashes", () => {
  const [real, virtual] = [plan[0]!.spec, plan[1]!.spec] as { crashes?: number }[];
  expect(virtual).toMatchObject({ ...real, target: ideal, seed: expect.anything(), crashes: 75 });
});
