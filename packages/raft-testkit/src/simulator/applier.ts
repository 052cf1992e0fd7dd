// What a server does with what is committed: applies it in order, answers the clients that wait for it, takes over and takes
// snapshots.

import type { LogIndex } from '@three-ways/raft-core';
import { lookAtTail } from './leader-checks.ts';
import type { SimServer } from './server.ts';
import type { Request, World } from './host.ts';

/** Between two batches of entries that are applied (ms). */
const applyPause = 1;

export class Applier {
  private readonly server: SimServer;
  private readonly world: World;
  /** More is to be applied soon. */
  private isApplying = false;
  private readonly proposals = new Map<LogIndex, Request>();
  private readonly reads: { readonly readId: number; readonly readIndex: LogIndex }[] = [];

  constructor(server: SimServer, world: World) {
    this.server = server;
    this.world = world;
  }

  crash(): void {
    this.isApplying = false;
    this.proposals.clear();
    this.reads.length = 0;
  }

  awaitProposal(index: LogIndex, request: Request): void {
    this.proposals.set(index, request);
  }

  awaitRead(readId: number, readIndex: LogIndex): void {
    this.reads.push({ readId, readIndex });
  }

  /** The leadership is lost: who waits for a proposal must ask again. */
  stepDown(): void {
    this.proposals.clear();
  }

  react(): void {
    const { raft, machine } = this.server;
    const { rules } = this.world;
    this.restoreSnapshot();
    if (raft.commitIndex > raft.lastApplied) this.applyEntries();
    if (raft.commitIndex > raft.lastApplied && !this.isApplying) this.server.timer('apply', 0, applyPause);
    this.isApplying = raft.commitIndex > raft.lastApplied;
    if (rules.wantsSnapshot(raft)) {
      const { snapshotIndex } = raft.log;
      rules.compact(raft, machine.snapshot());
      lookAtTail(raft, snapshotIndex);
    }
    if (this.reads.length > 0) this.serveReads();
  }

  /** The pause between two batches is over. */
  goOn(): void {
    this.isApplying = false;
  }

  private restoreSnapshot(): void {
    const { raft, machine } = this.server;
    const snapshot = this.world.rules.snapshotToRestore(raft);
    if (snapshot === null) return;
    machine.restore(snapshot.data);
    this.world.restored(this.server, snapshot.lastIncludedIndex);
    this.world.rules.markApplied(raft, snapshot.lastIncludedIndex);
  }

  private applyEntries(): void {
    const { raft, machine } = this.server;
    const { rules, schedule } = this.world;
    let index = raft.lastApplied;
    for (const { command } of rules.committedEntries(raft, schedule.applyBatch)) {
      index += 1;
      const answer = machine.apply(command, index);
      this.world.applied(this.server, index, command, answer);
      const request = this.proposals.get(index);
      if (request === undefined) continue;
      this.proposals.delete(index);
      this.world.answered(request, index, answer);
    }
    if (index > raft.lastApplied) rules.markApplied(raft, index);
  }

  private serveReads(): void {
    for (let i = 0; i < this.reads.length; ) {
      const read = this.reads[i]!;
      if (read.readIndex > this.server.raft.lastApplied) i += 1;
      else {
        this.reads.splice(i, 1);
        this.world.readServed(read.readId, this.server);
      }
    }
  }
}
