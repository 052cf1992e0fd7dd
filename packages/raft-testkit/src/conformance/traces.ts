// Traces: the events that a cluster emits.

import assert from 'node:assert/strict';
import type { TraceEvent } from '@three-ways/raft-cluster';
import { agreement, leaderOf, others, set } from '../observation/observe.ts';
import type { ConformanceTest } from './test.ts';

export const traces: readonly ConformanceTest[] = [
  {
    name: 'a trace has roles, timers, votes, messages, appends, commits and applies; off, it has none',
    run: async (cluster) => {
      const events: TraceEvent[] = [];
      await cluster.trace((event) => events.push(event));
      const leader = await leaderOf(cluster);
      await cluster.propose(set('1', 'Ada'));
      await agreement(cluster);
      await cluster.crash(leader);
      await leaderOf(cluster, others(cluster, leader));
      await cluster.trace(null);
      const emitted = events.length;
      await cluster.restart(leader);
      await leaderOf(cluster);
      assert.equal(events.length, emitted);
      const types = new Set(events.map(({ type }) => type));
      for (const type of [
        'role',
        'timer',
        'vote',
        'append',
        'commit',
        'apply',
        'send',
        'deliver',
        'drop',
        'crash',
      ] as const)
        assert.ok(types.has(type), `no event of type ${type} among ${[...types]}`);
      assert.ok(
        events.every(({ at }, i) => i === 0 || at >= events[i - 1]!.at),
        'times never go back',
      );
    },
  },
];
