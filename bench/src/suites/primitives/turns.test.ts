import { expect, test } from 'vitest';
import { doublingOf, isComparable, type Turn, workOf } from './turns.ts';

/** A turn of a machine that takes `slowness` times as long. */
function turn(slowness: number, [idle, half, once]: readonly [number, number, number] = [1, 6, 11]): Turn {
  return { idle: idle * slowness, once: once * slowness, compared: { ms: half * slowness, factor: 0.5 } };
}

test('a slow phase of the machine cancels within a turn', () => {
  expect(doublingOf([turn(1), turn(7), turn(2)])).toBe(2);
});

test('a disturbed turn does not move the median of the ratios', () => {
  expect(doublingOf([turn(1), turn(1), turn(1, [1, 50, 11])])).toBe(2);
});

test('twice the work counts as half of it does', () => {
  expect(doublingOf([{ idle: 1, once: 6, compared: { ms: 11, factor: 2 } }])).toBe(2);
});

test('a turn whose start took longer than a run proves nothing', () => {
  expect(doublingOf([turn(1, [8, 6, 11]), turn(1, [12, 6, 11])])).toBeNull();
  expect(doublingOf([turn(1, [8, 6, 11]), turn(1)])).toBe(2);
});

test('without the other work there is no proof', () => {
  expect(doublingOf([{ idle: 1, once: 6, compared: null }])).toBeNull();
});

test('work is the mean, of which a collection of garbage is part', () => {
  expect(workOf([turn(1), turn(1), turn(1, [1, 6, 41])])).toBe(20);
});

test('work is free of the start, unless that took longer', () => {
  expect(workOf([turn(1), turn(3), turn(2)])).toBe(20);
  expect(workOf([{ idle: 9, once: 6, compared: null }])).toBe(6);
});

test('sizes are compared that are half or twice each other', () => {
  expect([50, 100, 200].map((units) => isComparable(100, units))).toEqual([true, false, true]);
});
