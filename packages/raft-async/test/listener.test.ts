// A listener of the trace is the caller's, and may throw: no rule may stop half-way for it.

import { VirtualClock } from '@three-ways/raft-in-process';
import { expect, it, vi } from 'vitest';
import { AsyncCluster } from '../src/index.ts';

it('a listener that throws ends its trace, and the cluster goes on unharmed', async () => {
  const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
  const clock = new VirtualClock();
  await using cluster = new AsyncCluster({}, clock);
  let calls = 0;
  await cluster.trace(({ type }) => {
    if (type !== 'append') return;
    calls += 1;
    throw new Error('a mistake of the listener');
  });
  await cluster.start();
  await clock.run(2_000);
  const answer = cluster.propose({ type: 'set', id: '1', name: 'Ada' });
  await clock.run(2_000);
  expect(await answer).toBe(null);
  const applied = await Promise.all(cluster.ids.map(async (id) => (await cluster.digest(id)).applied));
  expect(applied).toEqual([1, 1, 1]);
  expect([calls, printed.mock.calls.length]).toEqual([1, 1]);
  printed.mockRestore();
});
