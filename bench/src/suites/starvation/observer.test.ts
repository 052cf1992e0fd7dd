// What a trace shows of blocks.

import type { TraceEvent } from '@three-ways/raft-cluster';
import type { AppendEntries, Role, ServerId } from '@three-ways/raft-core';
import { realTime } from '@three-ways/raft-testkit/targets';
import { expect, test } from 'vitest';
import { Observer } from './observer.ts';

const heartbeatInterval = 50;

/** An observer that gets each event at once. */
function observing() {
  let now = 0;
  const observer = new Observer(heartbeatInterval, { ...realTime, now: () => now });
  const observe = (event: object, at: number) => {
    now = at;
    observer.observe({ ...event, at } as TraceEvent);
  };
  return {
    deliver: (to: ServerId, at: number) =>
      observe({ type: 'deliver', message: { type: 'AppendEntries', to } as AppendEntries }, at),
    role: (server: ServerId, role: Role, at: number) => observe({ type: 'role', server, role }, at),
    commit: (commitIndex: number, at: number) => observe({ type: 'commit', commitIndex }, at),
    effects: (from: number, to: number) => observer.effects(from, to),
  };
}

test('heartbeats that a follower missed are counted, of the follower with most', () => {
  const trace = observing();
  for (const server of [2, 3]) trace.deliver(server, 1000);
  trace.deliver(2, 1049); // in time
  trace.deliver(3, 1120);
  trace.deliver(2, 1230);
  expect(trace.effects(900, 1100)).toMatchObject({ heartbeatsMissed: 0 });
  expect(trace.effects(900, 1150)).toMatchObject({ heartbeatsMissed: 2 });
  expect(trace.effects(900, 1300)).toMatchObject({ heartbeatsMissed: 3 });
});

test('a leader misses no heartbeats, and is counted when it is elected', () => {
  const trace = observing();
  trace.deliver(2, 1000);
  trace.role(2, 'candidate', 1150);
  trace.role(2, 'leader', 1160);
  trace.deliver(2, 2000); // a follower again
  expect(trace.effects(900, 2100)).toMatchObject({ heartbeatsMissed: 0, leadersElected: 1 });
  expect(trace.effects(1200, 2100)).toMatchObject({ leadersElected: 0 });
});

test('commits stand still until a server knows of a later one', () => {
  const trace = observing();
  trace.commit(1, 1000);
  trace.commit(2, 1010);
  trace.commit(1, 1090); // another server learns of the first
  trace.commit(3, 1110);
  expect(trace.effects(900, 1100).commitGapMs).toBe(10);
  expect(trace.effects(900, 1200).commitGapMs).toBe(100);
});
