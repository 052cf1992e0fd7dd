// The tables of a run, on the terminal and as Markdown.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { Results, Trial } from '../results/results.ts';
import { suites } from '../suites/suites.ts';
import { fakeResult } from '../testing/fake-result.ts';
import { fakeResults } from '../testing/fake-results.ts';
import { newFolder } from '../testing/new-folder.ts';
import { toMarkdown } from './markdown.ts';
import { renderTables, writeTables } from './report.ts';

const plain = (_style: unknown, text: string) => text;
let full: Results;

beforeAll(() => {
  full = fakeResults();
});

function tableFile(results: Results, name: string): string {
  const folder = newFolder();
  writeTables(folder, suites, results);
  return readFileSync(join(folder, 'tables', `${name}.md`), 'utf8');
}

test('every line of the terminal tables fits into 100 columns', () => {
  const lines = renderTables(suites, full, plain).split('\n');
  expect(lines.filter((line) => line.length > 100)).toEqual([]);
});

test('on a terminal of 80 columns a wide table comes in parts, each with the names of its rows', () => {
  const text = renderTables(suites, full, plain, 80);
  const table = text.slice(text.indexOf('Memory of an idle server'), text.indexOf('Clusters of many'));
  expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
  expect(table).toContain('(continued)');
  expect(table.match(/^TypeScript async /gm)!.length).toBe(2);
});

test('what is to be known of a whole suite stands below its last table alone', () => {
  const quick = renderTables(suites, fakeResults('quick', suites.slice(1, 2)), plain);
  expect(quick.match(/^Quick run: /gm)).toHaveLength(1);
});

test('a ratio has its interval, the reference has none', () => {
  const text = renderTables(suites, full, plain);
  expect(text).toMatch(/TypeScript async .* 0\.69 \(0\.67–0\.69\)/);
  expect(text).toMatch(/Go goroutines .* –/);
});

test('the throughput of the runtimes is beside that of a bare loop', () => {
  expect(renderTables(suites, full, plain)).toMatch(/Bare loop +2,000 .*\n +TypeScript async +1,/);
});

test('a table for the paper has its caption, its pipes and what the numbers mean', () => {
  const lines = tableFile(full, 'election').split('\n');
  expect(lines[0]).toMatch(/^Table: Time without a leader/);
  expect(lines[2]).toMatch(/^\| Timeout, ms \| Runtime \|/);
  expect(lines[3]).toMatch(/^\| :--- \| :--- \| ---: \|/);
  expect(tableFile(full, 'throughput')).toContain('committed and applied on the leader');
});

test('a suite that was not run says so', () => {
  const some = fakeResults('quick', suites.slice(0, 1));
  expect(tableFile(some, 'memory')).toBe('Not measured in this run.\n');
});

test('a target that was not measured is marked, with the reason below', () => {
  const targets = full.targets.map((target) =>
    target.name === 'go' ? { ...target, measured: false, reason: 'Go is missing' } : target,
  );
  const figures = full.figures.map((figure) =>
    figure.target === 'go' ? { ...figure, rounds: [], estimate: null } : figure,
  );
  const text = tableFile({ ...full, targets, figures }, 'memory');
  expect(text).toContain('| Go goroutines | not measured |');
  expect(text).toContain('Go goroutines was not measured: Go is missing.');
});

test('a noisy figure says so', () => {
  const estimate = { median: 100, low: 50, high: 150 };
  const figures = full.figures.map((figure) => ({ ...figure, estimate, noisy: true }));
  const text = tableFile({ ...full, figures }, 'election');
  expect(text).toContain('100 (50.0–150)†');
  expect(text).toContain('† Too noisy');
});

test('noise is in the environment table: other programs, and a target against itself', () => {
  const [first] = full.trials;
  const trials = full.trials.map((trial) => ({ ...trial, disturbance: { otherCpus: 0.4, stolenCpus: 0 } }));
  const control = { ...first!, control: true, outcome: { ok: true, result: fakeResult(first!.spec, 1.4) } };
  const text = tableFile({ ...full, trials: [...trials, control as Trial] }, 'environment');
  expect(text).toContain('| Other programs meanwhile | 0.40 CPUs in the median, 0.40 at most |');
  expect(text).toMatch(/\| A\/A, election \| async against itself: latency × 1\.3\d \|/);
  expect(text).toContain('Noise: in election, async differs from itself (A/A) by more than 10 %');
  expect(text).toContain(`Noise: during ${trials.length} of ${trials.length + 1} trials`);
});

test('a pipe in a cell does not end the cell', () => {
  const table = {
    caption: 'c',
    columns: [{ head: 'h', align: 'left' }],
    rows: [['a|b']],
    notes: [],
  } as const;
  expect(toMarkdown([table])).toContain('| a\\|b |');
});
