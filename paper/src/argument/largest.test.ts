// The largest cluster and its limit, from trials of the memory suite.

import type { Findings } from '@three-ways/bench/findings';
import { expect, test } from 'vitest';
import { largestCluster } from './largest.ts';

function run(trials: readonly (readonly [servers: number, holdMs: number, reason?: string])[]): Findings {
  const of = ([servers, holdMs, reason]: (typeof trials)[number]) => ({
    suite: 'memory',
    spec: { target: 'go', servers, ...(holdMs > 0 && { holdMs }) },
    outcome: { ok: true, result: reason === undefined ? { pssBytes: 1 } : { limit: 'time', reason } },
  });
  return { results: { trials: trials.map(of) } } as unknown as Findings;
}

test('a size that elected no leader limits the largest cluster that kept one', () => {
  const found = largestCluster(
    'go',
    run([
      [101, 0],
      [401, 0],
      [1001, 0, 'more than 20 s'],
      [401, 60_000, 'another term'],
      [101, 60_000],
    ]),
  );
  expect(found).toEqual({ servers: 101, limit: { servers: 401, reason: 'another term' } });
});

test('the next size need not have been asked to keep its leader', () => {
  const found = largestCluster(
    'go',
    run([
      [1001, 0, 'more than 20 s'],
      [401, 60_000],
    ]),
  );
  expect(found).toEqual({ servers: 401, limit: { servers: 1001, reason: 'more than 20 s' } });
});

test('a run that kept no cluster’s leader, or met no limit, says so', () => {
  expect(largestCluster('go', run([[401, 0]]))).toBeNull();
  expect(largestCluster('go', run([[401, 60_000]]))).toEqual({ servers: 401, limit: null });
});
