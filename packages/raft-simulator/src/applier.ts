// Applies committed entries, answers waiting clients, restores and takes snapshots.

import type { LogIndex } from '@three-ways/raft-core';
import type { Host, HostedServer, Request } from './host.ts';
import { checkTail } from './leader-checks.ts';

/** Pause between two batches (ms). */
const applyPause = 1;

export class Applier {
  private readonly server: HostedServer;
  private readonly host: Host;
  /** An apply timer is pending. */
  private isApplying = false;
  private readonly proposals = new Map<LogIndex, Request>();
  private readonly reads: { readonly readId: number; readonly readIndex: LogIndex }[] = [];

  constructor(server: HostedServer, host: Host) {
    this.server = server;
    this.host = host;
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

  /** Leadership is lost: clients must send their proposals again. */
  stepDown(): void {
    this.proposals.clear();
  }

  react(): void {
    const { raft, machine } = this.server;
    const { rules } = this.host;
    this.restoreSnapshot();
    if (raft.commitIndex > raft.lastApplied) this.applyEntries();
    if (raft.commitIndex > raft.lastApplied && !this.isApplying) this.server.timer('apply', 0, applyPause);
    this.isApplying = raft.commitIndex > raft.lastApplied;
    if (rules.wantsSnapshot(raft)) {
      const { snapshotIndex } = raft.log;
      rules.compact(raft, machine.snapshot());
      checkTail(raft, snapshotIndex);
    }
    if (this.reads.length > 0) this.serveReads();
  }

  /** Ends the pause between two batches. */
  resume(): void {
    this.isApplying = false;
  }

  private restoreSnapshot(): void {
    const { raft, machine } = this.server;
    const snapshot = this.host.rules.snapshotToRestore(raft);
    if (snapshot === null) return;
    machine.restore(snapshot.data);
    this.host.restored(this.server, snapshot.lastIncludedIndex);
    this.host.rules.markApplied(raft, snapshot.lastIncludedIndex);
  }

  private applyEntries(): void {
    const { raft, machine } = this.server;
    const { rules, schedule } = this.host;
    let index = raft.lastApplied;
    for (const { command } of rules.committedEntries(raft, schedule.applyBatch)) {
      index += 1;
      const answer = machine.apply(command, index);
      this.host.applied(this.server, index, command, answer);
      const request = this.proposals.get(index);
      if (request === undefined) continue;
      this.proposals.delete(index);
      this.host.answered(request, index, answer);
    }
    if (index > raft.lastApplied) rules.markApplied(raft, index);
  }

  private serveReads(): void {
    for (let i = 0; i < this.reads.length; ) {
      const read = this.reads[i]!;
      if (read.readIndex > this.server.raft.lastApplied) i += 1;
      else {
        this.reads.splice(i, 1);
        this.host.readServed(read.readId, this.server);
      }
    }
  }
}
