// Stable storage. As on a disk, writing and syncing are two steps: unsynced writes may be lost in a crash.

import type { Entry } from './commands.ts';
import type { Unstable } from './durability.ts';
import type { ServerId, Term } from './ids.ts';
import type { Snapshot } from './log.ts';
import type { StableState } from './state.ts';

export interface Storage {
  /** The synced state. */
  load(): StableState;
  /** Queues a write; it is not stable until `sync`. */
  write(unstable: Unstable): void;
  /** Makes queued writes stable, in order. */
  sync(): void;
}

/** Storage in memory: survives a server's crash, not the process. */
export class MemoryStorage implements Storage {
  private currentTerm: Term = 0;
  private votedFor: ServerId | null = null;
  private snapshot: Snapshot | null = null;
  private entries: Entry[] = [];
  private readonly written: Unstable[] = [];

  load(): StableState {
    const { currentTerm, votedFor, snapshot, entries } = this;
    return { currentTerm, votedFor, snapshot, entries: [...entries] };
  }

  write(unstable: Unstable): void {
    this.written.push(unstable);
  }

  sync(): void {
    for (const unstable of this.written) this.store(unstable);
    this.written.length = 0;
  }

  /** Simulates a crash. @param survivors number of unsynced writes, in order, that reached the disk all the same */
  crash(survivors = 0): void {
    this.written.length = Math.min(this.written.length, survivors);
    this.sync();
  }

  private store({ currentTerm, votedFor, snapshot, firstIndex, entries }: Unstable): void {
    this.currentTerm = currentTerm;
    this.votedFor = votedFor;
    if (snapshot !== null) this.replaceBy(snapshot);
    this.entries.length = Math.min(this.entries.length, firstIndex - this.firstIndex);
    for (const entry of entries) this.entries.push(entry);
  }

  private get firstIndex(): number {
    return (this.snapshot?.lastIncludedIndex ?? 0) + 1;
  }

  private replaceBy(snapshot: Snapshot): void {
    this.entries = this.entries.slice(snapshot.lastIncludedIndex + 1 - this.firstIndex);
    this.snapshot = snapshot;
  }
}
