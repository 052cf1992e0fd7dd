// The digest of a server's state, specified in README.md; replays in other languages compare it after each step.

import type { Configuration, RaftState } from '@three-ways/raft-core';
import { Fnv1a } from '@three-ways/raft-kv';

/** FNV-1a in 32 bits over `describeState`, as 8 hexadecimal digits. */
export function digestOf(raft: RaftState): string {
  const hash = new Fnv1a();
  hash.write(ascii.encode(describeState(raft)));
  return hash.toString();
}

const ascii = new TextEncoder();

export function describeState(raft: RaftState): string {
  const { id, currentTerm, votedFor, commitIndex, lastApplied, role, leader, heard, leaderIsFresh } = raft;
  return [
    ...[id, currentTerm, orDash(votedFor), commitIndex, lastApplied, role, orDash(leader), heard],
    ...[bit(leaderIsFresh), logOf(raft), snapshotOf(raft)],
    raft.configurations.map((one) => `${one.index}=${configuration(one.configuration)}`).join('/'),
    ...[incomingOf(raft), stableOf(raft), votesOf(raft), leadingOf(raft)],
  ].join('|');
}

function orDash(value: number | null): string {
  return value === null ? '-' : `${value}`;
}

function bit(value: boolean): string {
  return value ? '1' : '0';
}

function configuration({ voters, learners }: Configuration): string {
  return `${voters.join(',')};${learners.join(',')}`;
}

function logOf({ log }: RaftState): string {
  const terms = log.slice(log.firstIndex).map(({ term }) => term);
  return `${log.snapshotIndex}:${log.snapshotTerm}:${terms.join(',')}`;
}

function snapshotOf({ snapshot }: RaftState): string {
  if (snapshot === null) return '-';
  const { lastIncludedIndex, lastIncludedTerm, data } = snapshot;
  return `${lastIncludedIndex}:${lastIncludedTerm}:${configuration(snapshot.configuration)}:${data.length}`;
}

function incomingOf({ incoming }: RaftState): string {
  if (incoming === null) return '-';
  return `${incoming.lastIncludedIndex}:${incoming.lastIncludedTerm}:${incoming.offset}`;
}

function stableOf({ stable }: RaftState): string {
  return `${stable.currentTerm}:${orDash(stable.votedFor)}:${stable.lastIndex}:${stable.snapshotIndex}`;
}

function votesOf({ votesGranted, votesRefused, leadershipTransfer }: RaftState): string {
  return `${inOrder(votesGranted)};${inOrder(votesRefused)};${bit(leadershipTransfer)}`;
}

function inOrder(ids: Iterable<number>): string {
  return [...ids].sort((a, b) => a - b).join(',');
}

function leadingOf(raft: RaftState): string {
  if (raft.role !== 'leader') return '-';
  const { firstOfTerm, round, transferee, matched, answered } = raft;
  const reads = raft.reads.map((read) => `${read.from}.${read.readId}.${read.readIndex}.${read.round}`);
  const head = `${firstOfTerm}:${round}:${orDash(transferee)}:${matched.value}:${answered.value}`;
  return `${head}/${reads.join(',')}/${progressOf(raft).join(',')}`;
}

function progressOf({ progress }: RaftState): string[] {
  const byId = [...progress].sort(([a], [b]) => a - b);
  return byId.map(([id, one]) => {
    const flags = [one.voter, one.pipelining, one.probeSent].map(bit);
    const { pendingSnapshot } = one;
    const chunk =
      pendingSnapshot === null
        ? '-'
        : `${pendingSnapshot.snapshot.lastIncludedIndex}@${pendingSnapshot.offset}`;
    const inFlight = one.inFlight.map(({ lastIndex }) => lastIndex).join('+');
    return [
      ...[id, one.nextIndex, one.matchIndex, ...flags, one.bytesInFlight, chunk],
      ...[bit(one.active) + bit(one.wasActive), one.round, inFlight],
    ].join('.');
  });
}
