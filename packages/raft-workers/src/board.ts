// What a server shows of itself in shared memory, so that the main thread knows who leads without asking, and how a server
// stood when its thread died. Written by the thread alone. There are two copies, and the version tells which one counts:
// a thread that dies while it writes the one leaves the other as it was.

import type { Status } from '@three-ways/raft-cluster';
import type { RaftState, Role } from '@three-ways/raft-core';

export type Shown = Omit<Status, 'id' | 'running' | 'configuration'>;

const roles: readonly Role[] = ['follower', 'pre-candidate', 'candidate', 'leader'];
const numbers = 8;
/** The version has a cache line of its own. */
const copiesAt = 64;

export class Board {
  readonly memory: SharedArrayBuffer;
  private readonly version: Int32Array;
  private readonly copies: readonly [Float64Array, Float64Array];

  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(copiesAt + 2 * 8 * numbers)) {
    this.memory = memory;
    this.version = new Int32Array(memory, 0, 1);
    const copy = (which: number) => new Float64Array(memory, copiesAt + which * 8 * numbers, numbers);
    this.copies = [copy(0), copy(1)];
  }

  /** To be called by the server's thread, whenever something may have changed. */
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

  /** What was published last. */
  read(): Shown {
    for (;;) {
      const version = Atomics.load(this.version, 0);
      const shown = readCopy(this.copies[version & 1]!);
      if (Atomics.load(this.version, 0) === version) return shown; // else it may have been written to meanwhile
    }
  }
}

function readCopy(copy: Float64Array): Shown {
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
