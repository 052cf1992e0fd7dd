import { setTimeout as delay } from 'node:timers/promises';
import type { Row } from '@three-ways/idioms/rows';
import { expect, test, vi } from 'vitest';
import { memoryOf } from '../common/process-memory.ts';
import { readMemory } from './memory.ts';
import { converse, run } from './program.ts';
import { measureRows as measureProgram } from './program-rows.ts';
import type { MeasuredRow } from './protocol.ts';
import { missingFor } from './python.ts';
import { measureRows } from './typescript-rows.ts';

const options = { share: 1, sampleMs: 1, proof: true, heavy: false };

/** Adds up numbers: work that is proportional to the size. */
function row(factor = 1, expected = (size: number) => (size * (size - 1)) / 2): Row {
  const units = Math.ceil(2_000_000 * factor);
  const add = () => {
    let sum = 0;
    for (let i = 0; i < units; i += 1) sum += i;
    return sum;
  };
  return {
    name: 'spawn',
    unit: 'a number',
    units,
    size: `add(${units})`,
    what: 'It.',
    run: add,
    expected: expected(units),
  };
}

test('a row is measured, and twice the work takes about twice the time', async () => {
  const [measured] = await measureRows((factor) => [row(factor)], options);
  expect(measured).toMatchObject({ name: 'spawn', units: 2_000_000, size: 'add(2000000)' });
  expect(measured).toHaveProperty('nsPerUnit', expect.any(Number));
  expect(measured).toHaveProperty('doubling', expect.any(Number));
});

test('without proof, a row has no time of twice the work', async () => {
  const sizes: string[] = [];
  const rows = (factor = 1) => {
    const counted = row(factor);
    const run = () => {
      sizes.push(counted.size);
      return counted.run();
    };
    return [{ ...counted, run }];
  };
  const [measured] = await measureRows(rows, { ...options, proof: false });
  expect(measured).toHaveProperty('doubling', null);
  expect(new Set(sizes)).toEqual(new Set(['add(0)', 'add(200000)', 'add(2000000)']));
});

/** Takes 40 ms to start, and then 20 ms at the factor 1. */
const slowStart = (factor = 1): Row => ({
  ...row(factor),
  run: async () => {
    await delay(40 + 20 * factor);
    return row(factor).expected;
  },
});

test('what starts within a run counts neither as work nor as twice the work', async () => {
  await vi.waitFor(async () => {
    const [measured] = await measureRows((factor) => [slowStart(factor)], { ...options, heavy: true });
    const { nsPerUnit, units, doubling } = measured as MeasuredRow;
    expect(nsPerUnit * units).toBeCloseTo(20e6, -7); // ±5 ms
    expect(doubling).toBeCloseTo(2, 0);
  }, 10_000); // a busy machine may disturb any one
});

test('work that does not grow with its size shows', async () => {
  const constant = (factor = 1): Row => ({ ...row(factor === 0 ? 0 : 0.5), units: 1000 * factor });
  const doublings: number[] = [];
  for (let attempt = 1; attempt <= 5; attempt++) {
    const [measured] = await measureRows((factor) => [constant(factor)], options);
    doublings.push((measured as MeasuredRow).doubling!);
  }
  expect(Math.min(...doublings)).toBeLessThan(1.5); // a busy machine may make any one run slow
});

test('a wrong result is an error that names the row', async () => {
  const wrong = measureRows((factor) => [row(factor, () => -1)], options);
  await expect(wrong).rejects.toThrow('spawn: add(200000) returned 19999900000, not -1');
});

test('a row that a model does not have keeps its sentence', async () => {
  const missing = { name: 'spawn', missing: 'There is none.' } as const;
  expect(await measureRows(() => [missing], options)).toEqual([missing]);
});

/** A program of another language, in JavaScript. */
function program(code: string) {
  return { file: process.execPath, args: ['-e', code, '--'] };
}

const printRow = (fields: string) =>
  `console.log(JSON.stringify({ rows: [{ name: 'ring', unit: 'a hop', units: 100, size: 'Ring()', what: process.argv.slice(1).join(' '), nsPerUnit: [7], expectedOK: true, ${fields} }] }))`;

test.each([
  [true, 2.5, 2.5],
  [false, undefined, null],
])('a program of another language measures the rows; with proof: %s', async (proof, printed, doubling) => {
  const code = printRow(`bytes: 0, doubling: ${printed}`);
  const [measured] = await measureProgram(program(code), { ...options, proof });
  expect(measured).toEqual({
    ...{ name: 'ring', unit: 'a hop', units: 100, size: 'Ring()', nsPerUnit: 7, doubling },
    what: `--rounds 1 --sample-ms 1 --factor 1${proof ? ' --proof' : ''}`,
  });
});

test('a wrong result of a program is an error that names the row', async () => {
  const wrong = measureProgram(program(printRow('expectedOK: false')), options);
  await expect(wrong).rejects.toThrow('ring: Ring() returned a wrong result');
});

test.each([
  ["console.error('no thread left'); process.exit(1)", 'no thread left'],
  ['process.exit(3)', 'ended with exit code 3'],
  ['', 'printed nothing'],
])('a program that fails is an error of one line: %s', async (code, reason) => {
  await expect(run(program(code))).rejects.toThrow(reason);
});

test('a program that is not there is an error', async () => {
  await expect(run({ file: '/no/such/program', args: [] })).rejects.toThrow('ENOENT');
});

test('the memory of a process holds that of its children', async () => {
  const child = `const child = require('node:child_process').spawn('sleep', ['60']); child.once('spawn', () => console.log(1)); process.once('exit', () => child.kill())`;
  const one = memoryOf(process.pid)!;
  expect(one.rssBytes).toBeGreaterThanOrEqual(one.pssBytes);
  const [alone, both] = [await seen('console.log(1)'), await seen(child)];
  expect(both.rssBytes).toBeGreaterThan(alone.rssBytes);
});

/** Memory of a program that has printed and waits for a line. */
async function seen(code: string) {
  const waits = `${code}; process.stdin.once('data', () => process.exit())`;
  const [memory] = await converse(
    { file: process.execPath, args: ['-e', waits] },
    (_, pid) => memoryOf(pid)!,
  );
  return memory!;
}

test('memory is read at each number of tasks, and the count of the language by a program of its own', async () => {
  const parks = (count: string) =>
    program(
      `const numbers = process.argv.slice(1).map(Number); const next = () => numbers.length ? console.log(JSON.stringify({ tasks: numbers.shift()${count} })) : process.exit(); next(); process.stdin.on('data', next).on('end', next);`,
    );
  const programs = { park: parks(''), counted: parks(', runtimeBytes: 1000 + numbers.length') };
  const readings = await readMemory(programs, [10, 20, 30]);
  expect(readings.map(({ tasks, runtimeBytes }) => [tasks, runtimeBytes])).toEqual([
    [10, 1002],
    [20, 1001],
    [30, 1000],
  ]);
});

test('a missing Python is reported with the line that installs it', async () => {
  expect(await missingFor('threads', { PATH: '/nowhere' })).toBe(
    'Python 3.11 or newer is not installed: apt-get install python3',
  );
  expect(await missingFor('gevent', { PYTHON: 'true', PATH: process.env.PATH })).toContain(
    'name another in PYTHON',
  );
});
