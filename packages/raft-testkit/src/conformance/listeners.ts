// What a listener of the trace may do: it is the caller's, and may throw, and may call any method of the cluster. No rule is
// left half done for it, and nothing waits for itself.

import assert from 'node:assert/strict';
import type { TraceEvent } from '@three-ways/raft-cluster';
import type { ServerId } from '@three-ways/raft-core';
import { agreement, heartbeats, leaderOf, others, proposeUntilDone, set } from '../observation/observe.ts';
import { NotYet, until, within } from '../observation/until.ts';
import type { ConformanceTest } from './test.ts';

/** In ms, and generous: it ends a call that would never end. */
const patience = 20_000;

/** An error that a listener throws, and how often it has been reported: other tests may run meanwhile. */
function reported(error: unknown): { readonly times: () => number } & Disposable {
  const print = console.error;
  let times = 0;
  console.error = (...words: unknown[]) => {
    if (!words.includes(error)) return print(...words);
    assert.deepEqual(words, ['the trace has ended, because its listener threw', error]);
    times += 1;
  };
  return {
    times: () => times,
    [Symbol.dispose]() {
      console.error = print;
    },
  };
}

export const listeners: readonly ConformanceTest[] = [
  {
    name: 'a listener that throws, or rejects, ends its trace, is reported once, and the cluster goes on',
    run: async (cluster) => {
      await leaderOf(cluster);
      for (const [round, fail] of [
        (error: Error) => {
          throw error;
        },
        (error: Error) => Promise.reject(error),
      ].entries()) {
        const error = new Error('a mistake of the listener');
        using console = reported(error);
        let heard = 0;
        await cluster.trace(() => {
          heard += 1;
          return heard === 3 ? fail(error) : undefined;
        });
        await until('the error is reported', async () => console.times() > 0 || new NotYet(`${heard} heard`));
        const before = heard;
        await cluster.propose(set('1', `Ada ${round}`));
        assert.equal((await agreement(cluster)).applied, round + 1);
        assert.deepEqual([console.times(), round > 0 || heard === before], [1, true]);
      }
      await heartbeats(cluster, 2); // another listener gets its events
    },
  },
  {
    name: 'a listener may make any call to its cluster from inside an event',
    run: async (cluster) => {
      const leader = await leaderOf(cluster);
      const [follower] = others(cluster, leader) as [ServerId];
      const asked: Promise<unknown>[] = [];
      const types = ['append', 'send', 'deliver', 'commit', 'apply'];
      await cluster.trace(({ type }) => {
        if (type !== types[0]) return;
        types.shift();
        asked.push(
          cluster.propose(set(type, 'Ada'), { via: leader }),
          cluster.read(type, { via: leader, consistency: 'linearizable' }),
          cluster.propose(set(type, 'Ada'), { via: follower }),
          cluster.status(leader),
          cluster.digest(follower),
          cluster.heal(),
          cluster.faults({}),
        );
      });
      await cluster.propose(set('1', 'Grace'), { via: leader });
      await until('each type has come', async () => types.length === 0 || new NotYet(`not yet ${types}`));
      await within(patience, Promise.all(asked));
      await cluster.trace(null);
      assert.equal((await agreement(cluster)).applied, 11);
    },
  },
  {
    name: 'a listener may crash the server whose event it receives, restart it, and end the trace',
    run: async (cluster) => {
      const leader = await leaderOf(cluster);
      const asked: Promise<unknown>[] = [];
      let after = 0;
      await cluster.trace((event) => {
        after += asked.length;
        if (event.type !== 'append' || event.server !== leader || asked.length > 0) return;
        asked.push(cluster.crash(leader), cluster.restart(leader), cluster.launch(), cluster.trace(null));
      });
      await cluster.propose(set('1', 'Ada'), { via: leader }).catch((error) => {
        assert.match(error.name, /Stopped|Unavailable/);
      });
      await until('the event has come', async () => asked.length > 0 || new NotYet('not yet'));
      await within(patience, Promise.all(asked));
      assert.equal(after, 0, 'it gets no event after it has ended its trace');
      for (const id of cluster.ids) assert.equal((await cluster.status(id)).running, true);
      await leaderOf(cluster, [1, 2, 3]);
      await proposeUntilDone(cluster, set('2', 'Grace'));
    },
  },
  {
    name: 'a listener may be replaced by another from inside an event, and may stop its cluster',
    run: async (cluster) => {
      await leaderOf(cluster);
      const stops: Promise<void>[] = [];
      const heard: string[] = [];
      const second = ({ type }: TraceEvent) => {
        heard.push('second');
        if (type === 'commit' && stops.length === 0) stops.push(cluster.stop());
      };
      await cluster.trace(() => {
        heard.push('first');
        void cluster.trace(second);
      });
      await cluster.propose(set('1', 'Ada')).catch((error) => assert.equal(error.name, 'Stopped'));
      await until('it was stopped', async () => stops.length > 0 || new NotYet('not yet'));
      await within(patience, Promise.all([...stops, cluster.stop()]));
      assert.equal(heard.lastIndexOf('first'), 0);
      await assert.rejects(cluster.status(1), { name: 'Stopped' });
    },
  },
];
