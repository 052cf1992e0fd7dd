import { expect, test } from 'vitest';
import { renderTables } from '../../report/report.ts';
import { computeFigures } from '../../results/figures.ts';
import type { Results } from '../../results/results.ts';
import { fakePrimitives } from '../../testing/fake-primitives.ts';
import { fakeResults } from '../../testing/fake-results.ts';
import { type PrimitivesResult, primitivesResultSchema } from './protocol.ts';
import { primitives } from './suite.ts';

const plain = (_style: unknown, text: string) => text;
const full = fakeResults('full', [primitives]);
const text = renderTables([primitives], full, plain);

/** The lines of the table whose caption starts like this. */
function tableOf(caption: string, rendered = text): string[] {
  const lines = rendered.split('\n');
  const start = lines.findIndex((line) => line.startsWith(caption));
  const end = lines.findIndex((line, i) => i > start + 2 && line === '');
  return lines.slice(start + 2, end);
}

function rowOf(caption: string, row: string, rendered = text): string {
  return tableOf(caption, rendered).find((line) => line.startsWith(row)) ?? '';
}

test('a result is valid, and one without rows is not', () => {
  expect(primitivesResultSchema.safeParse(fakePrimitives(1)).success).toBe(true);
  expect(primitivesResultSchema.safeParse({ ...fakePrimitives(1), rows: [] }).success).toBe(false);
  const missing = { name: 'spawn', missing: 'There is none.' };
  expect(primitivesResultSchema.safeParse({ ...fakePrimitives(1), rows: [missing] }).success).toBe(true);
});

test('every line fits into 80 columns', () => {
  expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

test('a time has a unit of its own, and its interval', () => {
  expect(rowOf('Primitives on one thread: time', 'spawn')).toMatch(/^spawn +13\.\d ns \(12\.8–14\.0\)$/);
  expect(rowOf('Primitives on one thread: time', 'lock')).toMatch(/^lock +13\.\d µs \(/);
});

test('twice the work that takes much less than twice the time is marked', () => {
  expect(rowOf('Primitives on one thread: time of twice', 'spawn')).toMatch(/ 2\.00 \(2\.00–2\.00\)$/);
  expect(rowOf('Primitives on one thread: time of twice', 'lock')).toMatch(/ 1\.20! \(1\.20–1\.20\)$/);
  expect(text).toContain('! Outside 1.5 to 2.5');
});

test('twice the work has no interval where two rounds of six prove it', () => {
  const trials = full.trials.map((trial) => unproven(trial, trial.round % 3 !== 1));
  const figures = computeFigures([primitives], ['async', 'go'], trials, 1);
  const rendered = renderTables([primitives], { ...full, trials, figures }, plain);
  expect(rowOf('Primitives on one thread: time of twice', 'spawn', rendered)).toMatch(/^spawn +2\.00$/);
  expect(rowOf('Primitives on one thread: time of twice', 'pipe/16', rendered)).toMatch(/^pipe\/16 +2\.00$/);
});

test('the table says how large the trees are', () => {
  expect(text).toContain('The trees: async spawn-tree(1000).');
});

test('a row that a model does not have has a sentence in its place', () => {
  expect(text).toContain('async, shared-memory/16: There is no memory to share.');
  expect(tableOf('Messages through memory')[1]).toMatch(/^async +16 B +– +–$/);
});

test('a message has its time and its rate', () => {
  const line = tableOf('Messages that are encoded')[1];
  expect(line).toMatch(/^async +16 B +3\.\d\d s \(.*\) +0\.00$/);
});

test('a task that waits has the slope of its memory', () => {
  expect(rowOf('Memory of a task', 'async')).toMatch(/^async +a promise +\d+ B \(\d+–\d+\) +\d+ B .* \d+ B/);
});

test('a row that only some trials lack is shown from the others', () => {
  const trials = full.trials.map((trial) => without(trial, 'spawn', trial.round === 1));
  const rendered = renderTables([primitives], { ...full, trials }, plain);
  expect(rowOf('Primitives on one thread: time', 'spawn', rendered)).toContain('ns');
});

test('units and calls are named', () => {
  expect(text).toContain('spawn(1000)');
});

test('a model that is missing is named with what installs it', () => {
  const reason = 'gevent is not installed: python3 -m pip install gevent';
  const gevent = { name: 'python-gevent', title: 'Python gevent', language: 'Python' } as const;
  const targets = [...full.targets, { ...gevent, measured: false, reason }];
  const rendered = renderTables([primitives], { ...full, targets }, plain);
  expect(rowOf('Primitives in Python: time', 'spawn', rendered)).toMatch(/^spawn +not measured$/);
  expect(rendered.replaceAll('\n', ' ')).toContain(`Python gevent was not measured: ${reason}.`);
  expect(rendered.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

function unproven(trial: Results['trials'][number], really: boolean): Results['trials'][number] {
  if (!really || !trial.outcome.ok || !('rows' in trial.outcome.result)) return trial;
  const result = trial.outcome.result as PrimitivesResult;
  const rows = result.rows.map((row) => ('missing' in row ? row : { ...row, doubling: null }));
  return { ...trial, outcome: { ok: true, result: { ...result, rows } as PrimitivesResult } };
}

function without(trial: Results['trials'][number], name: string, really: boolean): Results['trials'][number] {
  if (!really || !trial.outcome.ok || !('rows' in trial.outcome.result)) return trial;
  const result = trial.outcome.result as PrimitivesResult;
  const rows = result.rows.filter((row) => row.name !== name);
  return { ...trial, outcome: { ok: true, result: { ...result, rows } as PrimitivesResult } };
}
