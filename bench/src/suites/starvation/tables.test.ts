// The tables, charts and answer of the suite `starvation`, and the sizes of its runs.

import { expect, test } from 'vitest';
import { sectionsOf } from '../../report/sections.ts';
import { toTerminal } from '../../report/terminal.ts';
import { planRun, roundsOf } from '../../run/plan.ts';
import { fakeResults } from '../../testing/fake-results.ts';
import { starvation } from './suite.ts';

const [section] = sectionsOf([starvation], fakeResults('full', [starvation]));

test('a table for each role has a row for each length and runtime', () => {
  const [leader, follower, ...others] = section!
    .tables()
    .map((table) => toTerminal(table, (_, text) => text));
  expect(others).toEqual([]);
  for (const text of [leader!, follower!]) {
    expect(text).toMatch(/ 0 +TypeScript async +\S+ +\S+/);
    expect(text).toMatch(/^100 +TypeScript async .* 2\.0 +0\/18$/m);
    expect(text).toMatch(/^500 +TypeScript async .* 10\.0 +12\/12$/m);
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  }
});

test('latencies and commits are drawn by the length of a block, for each role', () => {
  const charts = section!.charts().map(({ chart }) => chart);
  expect(charts.map(({ name }) => name)).toEqual([
    'starvation-latency-leader',
    'starvation-commit-gap-leader',
    'starvation-latency-follower',
    'starvation-commit-gap-follower',
  ]);
  for (const chart of charts)
    expect(chart).toMatchObject({ kind: 'lines', x: { ticks: [1, 5, 20, 100, 500] } });
});

test('the answer names what others wait for, and the leaders lost', () => {
  expect(section!.verdict).toMatch(/^While a follower's application blocks for 100 ms.*TypeScript async /);
  expect(section!.verdict).toContain('Leaders lost in blocks of 500 ms: TypeScript async in 12 of 12');
});

test('a quick run has tables and charts without figures for the lengths that it leaves out', () => {
  const [quick] = sectionsOf([starvation], fakeResults('quick', [starvation]));
  const text = quick!.tables().map((table) => toTerminal(table, (_, text) => text));
  expect(text[0]).toMatch(/^100 +TypeScript async/m);
  expect(text[0]).not.toMatch(/^500 +TypeScript async/m);
  expect(quick!.charts()).toHaveLength(4);
});

test('the default run has one round, a full one six, and --trials as many as asked for', () => {
  const usual = { size: 'full', rounds: undefined } as const;
  expect(roundsOf(starvation, { ...usual, brief: true })).toBe(1);
  expect(roundsOf(starvation, { ...usual, brief: false })).toBe(6);
  expect(roundsOf(starvation, { size: 'full', rounds: 3, brief: true })).toBe(3);
  const plan = planRun({ suites: [starvation], targets: ['go'], seed: 1, brief: true, ...usual });
  expect(plan).toHaveLength(1);
});
