// The ladder of cluster sizes: where it ends, and what is said of it.

import { expect, test } from 'vitest';
import type { Measured } from '../common/suite.ts';
import { Ladders } from './ladders.ts';
import type { MemoryResult, MemorySpec } from './protocol.ts';

function trial(target: string, servers: number, reason?: string): Measured<MemorySpec, MemoryResult> {
  const result = reason === undefined ? { heartbeatCpuMs: 1 } : { limit: 'time', reason };
  return { spec: { part: 'idle', target, servers }, result } as unknown as Measured<MemorySpec, MemoryResult>;
}

test('a ladder ends at the first size that most trials did not carry, and says why', () => {
  const slow = 'more than 20 s';
  const ladders = new Ladders([
    ...[3, 33, 101].flatMap((servers) => [trial('workers', servers), trial('go', servers)]),
    ...[trial('workers', 33, slow), trial('workers', 33)], // one of three
    ...[trial('workers', 301, slow), trial('workers', 301, slow), trial('workers', 301), trial('go', 301)],
    ...[trial('workers', 1001, slow), trial('go', 1001)],
  ]);
  expect(ladders.limitAt('workers', 33)).toBeNull();
  expect(ladders.limitAt('workers', 301)).toBe(slow);
  expect([301, 1001].map((servers) => ladders.reaches('workers', servers))).toEqual([true, false]);
  expect(ladders.reaches('go', 1001)).toBe(true);
  expect(ladders.notes((target) => target)).toEqual([`workers, largest carried: 101; 301 took ${slow}.`]);
});
