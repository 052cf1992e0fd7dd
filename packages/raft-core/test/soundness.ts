// Invariants of a single server, and the steps of a runtime between two messages.

import { expect } from 'vitest';
import { bytesIn } from '../src/commands.ts';
import { committedEntries, markApplied } from '../src/commitment.ts';
import { markStable, unstableState } from '../src/durability.ts';
import { RaftError } from '../src/errors.ts';
import { snapshotToRestore } from '../src/snapshot.ts';
import type { RaftState } from '../src/state.ts';

export function write(raft: RaftState): void {
  const unstable = unstableState(raft);
  if (unstable !== null) markStable(raft, unstable);
}

export function apply(raft: RaftState): void {
  const snapshot = snapshotToRestore(raft);
  if (snapshot !== null) markApplied(raft, snapshot.lastIncludedIndex);
  markApplied(raft, raft.lastApplied + committedEntries(raft, 2).length);
}

/** All that a server knows, as plain data. */
export function picture(raft: RaftState): unknown {
  const { log, emit: _, ...rest } = raft;
  return structuredClone({ ...rest, log: log.slice(log.firstIndex), first: log.firstIndex });
}

/** What a server has promised by now, and may not take back. */
export function promises({ currentTerm, votedFor, commitIndex, lastApplied, log, snapshot }: RaftState) {
  const committed = log.slice(log.firstIndex, commitIndex).map((entry) => entry.term);
  return { currentTerm, votedFor, commitIndex, lastApplied, firstIndex: log.firstIndex, committed, snapshot };
}

export function expectKept(before: ReturnType<typeof promises>, raft: RaftState): void {
  const after = promises(raft);
  expect(after.currentTerm).toBeGreaterThanOrEqual(before.currentTerm);
  expect(after.commitIndex).toBeGreaterThanOrEqual(before.commitIndex);
  expect(after.lastApplied).toBeGreaterThanOrEqual(before.lastApplied);
  if (before.votedFor !== null && after.currentTerm === before.currentTerm)
    expect(after.votedFor).toBe(before.votedFor);
  for (const [i, term] of before.committed.entries()) {
    const index = before.firstIndex + i;
    if (index >= raft.log.firstIndex) expect(raft.log.termAt(index)).toBe(term);
  }
}

/** Takes a step: what is refused is a typed error and changes nothing, and what was promised is kept. */
export function expectHarmless(raft: RaftState, act: (raft: RaftState) => void): void {
  const [before, kept] = [picture(raft), promises(raft)];
  try {
    act(raft);
  } catch (error) {
    expect(error).toBeInstanceOf(RaftError);
    expect(picture(raft)).toEqual(before);
  }
  expectKept(kept, raft);
  expectSound(raft);
}

export function expectSound(raft: RaftState): void {
  const { log, stable } = raft;
  const terms = [log.snapshotTerm, ...log.slice(log.firstIndex).map((entry) => entry.term)];
  expect(terms).toEqual(terms.toSorted((a, b) => a - b));
  expect(log.lastTerm).toBeLessThanOrEqual(raft.currentTerm);
  expect(raft.commitIndex).toBeLessThanOrEqual(log.lastIndex);
  expect(raft.lastApplied).toBeLessThanOrEqual(raft.commitIndex);
  expect(stable.lastIndex).toBeLessThanOrEqual(log.lastIndex);
  for (const progress of raft.progress.values()) {
    expect(progress.matchIndex).toBeLessThanOrEqual(log.lastIndex);
    expect(progress.nextIndex).toBeGreaterThan(progress.matchIndex);
    expect(progress.inFlight.length).toBeLessThanOrEqual(raft.settings.maxMessagesInFlight);
    expect(progress.bytesInFlight).toBe(progress.inFlight.reduce((sum, { bytes }) => sum + bytes, 0));
  }
  const uncommitted = bytesIn(log.slice(raft.commitIndex + 1));
  if (raft.role === 'leader') expect(raft.uncommittedBytes).toBe(uncommitted);
  const voters = [...raft.progress.values()].filter(({ voter }) => voter);
  const ranked = voters.map(({ matchIndex }) => matchIndex).sort((a, b) => b - a);
  if (raft.role === 'leader') expect(raft.matched.value).toBe(ranked[Math.floor(ranked.length / 2)] ?? 0);
}
