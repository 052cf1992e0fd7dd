// A server's disk: what was written and not yet synced may be lost in a crash, or some of it may not. It also knows what
// each sync made stable, so that the checker can ask which servers would still have an entry after a crash.

import type { LogIndex, MemoryStorage, StableState, Term, Unstable } from '@three-ways/raft-core';
import type { Rules } from './rules.ts';

export class Disk {
  latency: number;
  private readonly rules: Rules;
  private storage: MemoryStorage;
  /** Written and not yet synced, the oldest first. */
  private readonly written: Unstable[] = [];
  /** Counts all writes, and those that are stable. */
  private writes = 0;
  private synced = 0;
  /** While a sync is under way: the writes up to this one become stable by it. */
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

  /** Returns the write's number: it is stable once so many are. */
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

  /** Begins to sync what is written. Returns false if all of it is stable. */
  beginSync(): boolean {
    this.syncing = this.writes;
    return this.isSyncing;
  }

  /** Returns the newest write that is now stable. */
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

  /** A crash: the first so many of the writes that were not synced have reached the disk all the same. */
  crash(survivors: number): void {
    for (const unstable of this.written) this.storage.write(unstable);
    for (const unstable of this.written.slice(0, survivors)) this.track(unstable);
    this.storage.crash(survivors);
    this.written.length = 0;
    this.syncing = 0;
    this.synced = this.writes;
  }

  /** Everything is gone; what was being written with it. */
  lose(): void {
    this.storage = new this.rules.MemoryStorage();
    this.lastIndex = 0;
    this.snapshotIndex = 0;
  }

  /** Whether an entry is on the disk, or covered by its snapshot. */
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
