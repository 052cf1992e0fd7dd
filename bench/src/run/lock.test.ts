// The lock that lets one bench at a time measure.

import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newFolder } from '../testing/new-folder.ts';
import { takeLock } from './lock.ts';

test('a second bench is refused in one line that names the first', () => {
  const file = join(newFolder(), 'lock');
  using _held = takeLock(file);
  expect(() => takeLock(file)).toThrow(`another bench has been measuring on this machine since`);
  expect(() => takeLock(file)).toThrow(`(process ${process.pid})`);
});

test('the lock is free again once it is disposed of', () => {
  const file = join(newFolder(), 'lock');
  takeLock(file)[Symbol.dispose]();
  expect(existsSync(file)).toBe(false);
  using _again = takeLock(file);
});

test.each([
  ['of a process that has ended', { pid: 2 ** 22 + 1, startTime: '1', since: new Date(0).toISOString() }],
  ['of an earlier process with an id in use', { pid: process.pid, startTime: '1', since: '2026-01-01' }],
  ['that was cut off', null],
])('a stale lock %s is taken over', (_, holder) => {
  const file = join(newFolder(), 'lock');
  writeFileSync(file, holder === null ? '{"pid' : JSON.stringify(holder));
  using _held = takeLock(file);
  expect(existsSync(`${file}.${process.pid}`)).toBe(false);
});
