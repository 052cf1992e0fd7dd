// The largest cluster and its limit, from trials of idle clusters.

import { expect, test } from 'vitest';
import type { Measured } from '../common/suite.ts';
import { largestCluster } from './largest.ts';
import type { MemoryResult, MemorySpec } from './protocol.ts';

type Trial = Measured<MemorySpec, MemoryResult>;

function trials(sizes: readonly (readonly [servers: number, holdMs: number, reason?: string])[]): Trial[] {
  return sizes.map(([servers, holdMs, reason]) => {
    const spec = { suite: 'memory', part: 'idle', target: 'go', servers, holdMs };
    return {
      spec,
      result: reason === undefined ? { pssBytes: 1 } : { limit: 'time', reason },
    } as unknown as Trial;
  });
}

function found(...sizes: Parameters<typeof trials>[0]) {
  const { held, limit } = largestCluster('go', trials(sizes));
  return { servers: held?.spec.servers ?? null, limit };
}

test('a size that elected no leader limits the largest cluster that kept one', () => {
  const sizes = [
    [101, 0],
    [401, 0],
    [1001, 0, 'more than 20 s'],
    [401, 60_000, 'another term'],
    [101, 60_000],
  ] as const;
  expect(found(...sizes)).toEqual({ servers: 101, limit: { servers: 401, reason: 'another term' } });
});

test('the next size need not have been asked to keep its leader', () => {
  const sizes = [
    [1001, 0, 'more than 20 s'],
    [401, 60_000],
  ] as const;
  expect(found(...sizes)).toEqual({ servers: 401, limit: { servers: 1001, reason: 'more than 20 s' } });
});

test('a target that kept no leader, or met no limit, says so; another target does not answer for it', () => {
  expect(found([401, 0])).toEqual({ servers: null, limit: null });
  expect(found([401, 60_000])).toEqual({ servers: 401, limit: null });
  expect(largestCluster('async', trials([[401, 60_000]]))).toEqual({ held: null, limit: null });
});
