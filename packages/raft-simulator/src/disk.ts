// A server's disk. A crash loses unsynced writes, or only some of them. The disk tracks what is stable, so that the checker
// can ask which servers would still have an entry after a crash.

import type { LogIndex, MemoryStorage, StableState, Term, Unstable } from '@three-ways/raft-core';
import type { Rules } from './rules.ts';

export class Disk {
  latency: number;
  private readonly rules: Rules;
  private storage: MemoryStorage;
  /** Unsynced writes, the oldest first. */
  private readonly written: Unstable[] = [];
  /** Counts of all writes and of stable ones. */
  private writes = 0;
  private synced = 0;
  /** Last write that the running sync makes stable. */
  private syncing = 0;

  private readonly terms: Term[] = [];
  private lastIndex: LogIndex = 0;
  private snapshotIndex: LogIndex = 0;

  constructor(rules: Rules, latency: number) {
    this.latency = latency;
    this.rules = rules;
    this.storage = new rules.MemoryStorage();
  }

  load(): StableState {
    return this.storage.load();
  }

  /** Returns the write's number, for `isStable`. */
  write(unstable: Unstable): number {
    this.written.push(unstable);
    this.writes += 1;
    return this.writes;
  }

  isStable(write: number): boolean {
    return write <= this.synced;
  }

  get isSyncing(): boolean {
    return this.syncing > this.synced;
  }

  /** Starts to sync. Returns false if all writes are stable. */
  beginSync(): boolean {
    this.syncing = this.writes;
    return this.isSyncing;
  }

  /** Returns the newest stable write. */
  finishSync(): Unstable {
    let newest!: Unstable;
    for (; this.synced < this.syncing; this.synced++) {
      newest = this.written.shift()!;
      this.storage.write(newest);
      this.track(newest);
    }
    this.storage.sync();
    return newest;
  }

  /** @param survivors unsynced writes, the oldest first, that reached the disk */
  crash(survivors: number): void {
    for (const unstable of this.written) this.storage.write(unstable);
    for (const unstable of this.written.slice(0, survivors)) this.track(unstable);
    this.storage.crash(survivors);
    this.written.length = 0;
    this.syncing = 0;
    this.synced = this.writes;
  }

  /** Loses everything. */
  lose(): void {
    this.storage = new this.rules.MemoryStorage();
    this.lastIndex = 0;
    this.snapshotIndex = 0;
  }

  /** Whether the entry is on the disk or covered by its snapshot. */
  holds(index: LogIndex, term: Term): boolean {
    if (index <= this.snapshotIndex) return true;
    return index <= this.lastIndex && this.terms[index] === term;
  }

  private track({ snapshot, firstIndex, entries }: Unstable): void {
    if (snapshot !== null) this.snapshotIndex = snapshot.lastIncludedIndex;
    for (const [i, { term }] of entries.entries()) this.terms[firstIndex + i] = term;
    if (entries.length > 0 || firstIndex <= this.lastIndex) this.lastIndex = firstIndex + entries.length - 1;
  }
}
