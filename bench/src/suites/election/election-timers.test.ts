// The election timers of a trace: which timeout began an election, and how long ago it was due.

import type { TraceEvent } from '@three-ways/raft-cluster';
import { expect, test } from 'vitest';
import { ElectionTimers } from './election-timers.ts';

const timer = (at: number, electionTimeout: number): TraceEvent => ({
  ...{ type: 'timer', server: 1, term: 1, electionTimeout, at },
});
const role = (at: number, role: 'follower' | 'pre-candidate' | 'candidate'): TraceEvent => ({
  ...{ type: 'role', server: 1, term: 1, role, at },
});

function sinceAfter(...events: TraceEvent[]): number | null {
  const timers = new ElectionTimers();
  for (const event of events) timers.observe(event);
  return timers.since(1, role(400, 'follower'));
}

test('the timeout drawn last began the election, and not the one that the election drew', () => {
  expect(sinceAfter(timer(0, 300), timer(100, 200), role(301, 'candidate'), timer(301, 150))).toBe(100);
});

test('after a failed election the next timeout counts', () => {
  const failed = [timer(0, 150), role(150, 'candidate'), timer(150, 160)];
  expect(sinceAfter(...failed, role(311, 'candidate'), timer(311, 200))).toBe(90);
});

test('an election that votes of PreVote began was due when the round of PreVote was', () => {
  const preVote = [timer(0, 350), role(351, 'pre-candidate'), timer(351, 150)];
  expect(sinceAfter(...preVote, role(360, 'candidate'), timer(360, 150))).toBe(50);
});

test('a trace without timers tells nothing', () => {
  expect(sinceAfter(role(301, 'candidate'))).toBeNull();
});
