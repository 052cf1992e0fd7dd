// Axes: where ticks lie, what they say, and that they say it plainly.

import { format } from '@three-ways/charts';
import { expect, it } from 'vitest';
import { scaleOf } from '../src/scale.ts';

const across = { from: 0, to: 400 };
const labels = (scale: ReturnType<typeof scaleOf>) => scale.ticks.map(({ label }) => label);

it('a linear axis begins at 0 and ends at a tick beyond the largest value', () => {
  const scale = scaleOf({ label: '', unit: 'ms' }, [120, 287, 381], across);
  expect(labels(scale)).toEqual(['0', '100 ms', '200 ms', '300 ms', '400 ms']);
  expect([scale.at(0), scale.at(400)]).toEqual([0, 400]);
});

it('a linear axis in bytes has ticks that are round in their own unit', () => {
  const scale = scaleOf({ label: '', unit: 'bytes' }, [5.4 * 2 ** 20], across);
  expect(labels(scale)).toEqual(['0', '1 MiB', '2 MiB', '3 MiB', '4 MiB', '5 MiB', '6 MiB']);
});

it('a log axis has decades at equal distances', () => {
  const scale = scaleOf({ label: '', unit: 'ns', scale: 'log' }, [20, 3e6], across);
  expect(labels(scale)).toEqual(['10 ns', '100 ns', '1 µs', '10 µs', '100 µs', '1 ms', '10 ms']);
  const positions = scale.ticks.map(({ value }) => Math.round(scale.at(value)));
  expect(positions).toEqual([0, 67, 133, 200, 267, 333, 400]);
});

it('a log axis of a few powers has ticks between them', () => {
  const scale = scaleOf({ label: '', unit: 'ratio', scale: 'log' }, [0.4, 3], across);
  expect(labels(scale)).toEqual(['0.2×', '0.5×', '1×', '2×', '5×']);
});

it('a log axis in bytes has powers of two', () => {
  const scale = scaleOf({ label: '', unit: 'bytes', scale: 'log' }, [16, 2 ** 24], across);
  expect(labels(scale)).toEqual(['16 B', '256 B', '4 KiB', '64 KiB', '1 MiB', '16 MiB']);
});

it('values that a log axis has no place for lie on its bounds', () => {
  const scale = scaleOf({ label: '', unit: 'ms', scale: 'log' }, [0, 1, 100], across);
  expect(scale.at(0)).toBe(0);
  expect(scale.at(1e9)).toBe(400);
});

it('each further nine takes as much room as the one before', () => {
  const scale = scaleOf({ label: '', unit: 'percentile', scale: 'nines' }, [0, 99.99], across);
  expect(labels(scale)).toEqual(['p0', 'p90', 'p99', 'p99.9', 'p99.99']);
  const [, ...positions] = scale.ticks.map(({ value }) => Math.round(scale.at(value)));
  expect(positions).toEqual([100, 200, 300, 400]);
});

it('of chosen ticks those are left out whose labels would touch', () => {
  const ticks = [3, 33, 129, 501, 1001];
  const scale = scaleOf({ label: '', unit: 'count', ticks }, ticks, across);
  expect(labels(scale)).toEqual(['3', '129', '501', '1,001']);
});

it('numbers have a unit that suits them', () => {
  expect(format(1.4234e6, 'rate')).toBe('1.42 M/s');
  expect(format(8.5e3, 'us')).toBe('8.5 ms');
  expect(format(65_536, 'bytes')).toBe('64 KiB');
  expect(format(-0.5, 'ms')).toBe('−500 µs');
  expect(format(0.25, 'share')).toBe('25 %');
  expect(format(0, 'ms')).toBe('0');
});
