// A server's status in shared memory, so that the main thread finds the leader without asking, and knows the last status of a
// server whose thread has ended. Only the thread writes. There are two copies, selected by the version: a thread that ends
// within a write leaves the other copy intact.

import type { Status } from '@three-ways/raft-cluster';
import type { RaftState, Role } from '@three-ways/raft-core';

export type PublishedStatus = Omit<Status, 'id' | 'running' | 'configuration'>;

const roles: readonly Role[] = ['follower', 'pre-candidate', 'candidate', 'leader'];
const numbers = 8;
/** Offset of the copies (bytes): the version has its own cache line. */
const copiesAt = 64;

export class SharedStatus {
  readonly memory: SharedArrayBuffer;
  private readonly version: Int32Array;
  private readonly copies: readonly [Float64Array, Float64Array];

  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(copiesAt + 2 * 8 * numbers)) {
    this.memory = memory;
    this.version = new Int32Array(memory, 0, 1);
    const copy = (which: number) => new Float64Array(memory, copiesAt + which * 8 * numbers, numbers);
    this.copies = [copy(0), copy(1)];
  }

  /** Publishes the status, on the server's thread. */
  publish({ role, currentTerm, votedFor, leader, commitIndex, lastApplied, log }: RaftState): void {
    const version = this.version[0]! + 1;
    const copy = this.copies[version & 1]!;
    copy[0] = roles.indexOf(role);
    copy[1] = currentTerm;
    copy[2] = votedFor ?? 0;
    copy[3] = leader ?? 0;
    copy[4] = commitIndex;
    copy[5] = lastApplied;
    copy[6] = log.firstIndex;
    copy[7] = log.lastIndex;
    Atomics.store(this.version, 0, version);
  }

  /** The status published last. */
  read(): PublishedStatus {
    for (;;) {
      const version = Atomics.load(this.version, 0);
      const shown = readCopy(this.copies[version & 1]!);
      if (Atomics.load(this.version, 0) === version) return shown; // else it may have been written to meanwhile
    }
  }
}

function readCopy(copy: Float64Array): PublishedStatus {
  const [role, currentTerm, votedFor, leader, commitIndex, lastApplied, first, lastLogIndex] =
    copy as unknown as number[];
  return {
    role: roles[role!]!,
    currentTerm: currentTerm!,
    votedFor: votedFor || null,
    leader: leader || null,
    commitIndex: commitIndex!,
    lastApplied: lastApplied!,
    firstLogIndex: first!,
    lastLogIndex: lastLogIndex!,
  };
}
