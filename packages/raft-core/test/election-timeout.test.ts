// The election timeout: its range, and the event that shows it.

import { describe, expect, it } from 'vitest';
import { MemoryStorage, newRaft, type RuleEvent, randomElectionTimeout, settings } from '../src/index.ts';

const raftWith = (given: Parameters<typeof settings>[0]) =>
  newRaft(2, settings(given), new MemoryStorage().load());

describe('election timeouts', () => {
  it('are drawn from the whole range and from nowhere else', () => {
    const raft = raftWith({});
    expect(randomElectionTimeout(raft, () => 0)).toBe(150);
    expect(randomElectionTimeout(raft, () => 0.5)).toBe(225);
    expect(randomElectionTimeout(raft, () => 1 - Number.EPSILON)).toBeLessThanOrEqual(300);
  });

  it('are one for all where it is given twice', () => {
    expect(randomElectionTimeout(raftWith({ electionTimeout: [150, 150] }), () => 0.9)).toBe(150);
  });

  it('are in the trace as drawn', () => {
    const raft = raftWith({});
    const events: RuleEvent[] = [];
    raft.emit = (event) => events.push(event);
    randomElectionTimeout(raft, () => 0.25);
    expect(events).toEqual([{ type: 'timer', server: 2, term: 0, electionTimeout: 187.5 }]);
  });
});
