import type { Row } from '@three-ways/idioms/rows';
import { expect, test } from 'vitest';
import { memoryOf } from '../common/process-memory.ts';
import { during, run } from './program.ts';
import { measureRows as measureProgram } from './program-rows.ts';
import { missingFor } from './python.ts';
import { measureRows } from './typescript-rows.ts';

const options = { share: 1, sampleMs: 1, heavy: false };

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

test('a row is measured at two sizes, and twice the work takes about twice the time', async () => {
  const [measured] = await measureRows((factor) => [row(factor)], options);
  expect(measured).toMatchObject({ name: 'spawn', units: 2_000_000, size: 'add(2000000)' });
  expect(measured).toHaveProperty('nsPerUnit', expect.any(Number));
  expect(measured).toHaveProperty('doubling', expect.any(Number));
});

test('work that does not grow with its size shows', async () => {
  const constant = (factor = 1): Row => ({ ...row(0.5), units: 1000 * factor });
  const doublings: number[] = [];
  for (let attempt = 1; attempt <= 5; attempt++) {
    const [measured] = await measureRows((factor) => [constant(factor)], options);
    doublings.push((measured as { doubling: number }).doubling);
  }
  expect(Math.min(...doublings)).toBeLessThan(1.5); // a busy machine may make any one run slow
});

test('a wrong result is an error that names the row', async () => {
  const wrong = measureRows((factor) => [row(factor, () => -1)], options);
  await expect(wrong).rejects.toThrow('spawn: add(1000000) returned 499999500000, not -1');
});

test('a row that a model does not have keeps its sentence', async () => {
  const missing = { name: 'spawn', missing: 'There is none.' } as const;
  expect(await measureRows(() => [missing], options)).toEqual([missing]);
});

/** A program of another language, in JavaScript. */
function program(code: string) {
  return {
    file: process.execPath,
    args: ['-e', `const factor = Number(process.argv.at(-1)); ${code}`, '--'],
  };
}

const printRow = (fields: string) =>
  `console.log(JSON.stringify({ rows: [{ name: 'ring', unit: 'a hop', units: 100 * factor, size: 'Ring()', what: 'It.', nsPerUnit: [7], expectedOK: true, ${fields} }] }))`;

test('a program of another language is run at two sizes', async () => {
  const [measured] = await measureProgram(program(printRow('bytes: 0')), options);
  expect(measured).toEqual({
    name: 'ring',
    unit: 'a hop',
    units: 100,
    size: 'Ring()',
    what: 'It.',
    nsPerUnit: 7,
    doubling: 2,
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
])('a program that fails is told in one line: %s', async (code, reason) => {
  await expect(run(program(code))).rejects.toThrow(reason);
});

test('a program that is not there is told', async () => {
  await expect(run({ file: '/no/such/program', args: [] })).rejects.toThrow('ENOENT');
});

test('the memory of a process holds that of its children', async () => {
  const child = `const { spawn } = require('node:child_process'); spawn('sleep', ['60']).once('spawn', () => console.log(1)); process.stdin.once('end', () => process.exit()).resume();`;
  const one = memoryOf(process.pid)!;
  expect(one.rssBytes).toBeGreaterThanOrEqual(one.pssBytes);
  const [alone, both] = [await seen('console.log(1)'), await seen(child)];
  expect(both.rssBytes).toBeGreaterThan(alone.rssBytes);
});

/** Memory of a program that has printed and waits for the end of its input. */
function seen(code: string) {
  const waits = `${code}; process.stdin.resume()`;
  return during({ file: process.execPath, args: ['-e', waits] }, async (_, pid) => memoryOf(pid)!);
}

test('a missing Python is told with the line that installs it', async () => {
  expect(await missingFor('threads', { PATH: '/nowhere' })).toBe(
    'Python 3.11 or newer is not installed: apt-get install python3',
  );
  expect(await missingFor('gevent', { PYTHON: 'true', PATH: process.env.PATH })).toContain(
    'name another in PYTHON',
  );
});
