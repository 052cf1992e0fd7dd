// Which trials of large clusters are left out, and what the table of held clusters says.

import { expect, test } from 'vitest';
import { SuiteFigures } from '../../figures/suite-figures.ts';
import type { Measured } from '../common/suite.ts';
import { isAnswered } from './answered.ts';
import { heldTables } from './held.ts';
import type { IdleSpec, MemoryResult, MemorySpec } from './protocol.ts';
import { memory } from './suite.ts';

const settings = memory.settings('full', 1) as unknown as readonly IdleSpec[];

/** The trials of a target that carries clusters up to a size, and keeps leaders up to another, in the order of the plan. */
function ladderOf(target: string, carried: number, held: number): Measured<MemorySpec, MemoryResult>[] {
  const trials: Measured<MemorySpec, MemoryResult>[] = [];
  for (const setting of settings.filter(({ part }) => part === 'idle')) {
    const spec: IdleSpec = { ...setting, suite: 'memory', target, seed: 1 };
    if (isAnswered(spec, trials)) continue;
    const isKept = spec.servers <= (spec.holdMs === undefined ? carried : held);
    trials.push({ spec, result: isKept ? resultOf(spec) : limit(spec) });
  }
  return trials;
}

function resultOf({ servers }: IdleSpec): MemoryResult {
  const proof = { expected: 0, applied: Array<number>(servers).fill(0), digests: [] };
  const bytes = { pssBytes: servers * 2 ** 20, rssBytes: servers * 2 ** 20, liveBytes: null };
  return { suite: 'memory', part: 'idle', ...bytes, heartbeatCpuMs: 7, proof };
}

function limit({ holdMs }: IdleSpec): MemoryResult {
  const [name, reason] =
    holdMs === undefined
      ? (['time', 'more than 20 s'] as const)
      : (['leader', 'lost its leader within 60 s'] as const);
  return { suite: 'memory', part: 'idle', limit: name, reason };
}

const sizes = (trials: readonly Measured<MemorySpec, MemoryResult>[], isHeld: boolean) =>
  trials.flatMap(({ spec }) => (((spec as IdleSpec).holdMs !== undefined) === isHeld ? [spec.servers] : []));

test('a ladder ends at the first size that is not carried', () => {
  expect(sizes(ladderOf('workers', 101, 101), false)).toEqual([3, 9, 33, 101, 201]);
  expect(sizes(ladderOf('async', 1e6, 1e6), false)).toEqual([
    3, 9, 33, 101, 201, 401, 1001, 2001, 4001, 8001,
  ]);
});

test('the largest cluster that keeps its leader is sought from the largest carried on', () => {
  expect(sizes(ladderOf('workers', 101, 101), true)).toEqual([101]);
  expect(sizes(ladderOf('async', 4001, 1001), true)).toEqual([4001, 2001, 1001]);
});

test('one target does not answer for another', () => {
  const spec: IdleSpec = { ...settings.find(({ servers }) => servers === 401)!, target: 'go' };
  expect(isAnswered(spec, ladderOf('workers', 101, 101))).toBe(false);
});

test('the table names the largest held cluster, the next, and its limit', () => {
  const targets = ['workers', 'async'].map((name) => ({
    ...{ name, title: name, language: 'TypeScript' as const },
    ...{ measured: true, reason: null },
  }));
  const trials = [...ladderOf('workers', 101, 101), ...ladderOf('async', 4001, 1001)];
  const [table] = heldTables(new SuiteFigures([], targets, new Map()), trials);
  expect(table!.rows).toEqual([
    ['workers', '101', '101', '7', '201', 'more than 20 s'],
    ['async', '1,001', '1,001', '7', '2,001', 'lost its leader within 60 s'],
  ]);
  expect(heldTables(new SuiteFigures([], targets, new Map()), [])).toEqual([]);
});
