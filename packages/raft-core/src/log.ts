// The replicated log (§5.3), indexed from 1. Terms never decrease along a log, so a term's first and last index are found by
// binary search.

import type { Entry } from './commands.ts';
import type { Configuration } from './configuration.ts';
import type { LogIndex, Term } from './ids.ts';

export interface Snapshot {
  /** The snapshot replaces all entries up through and including this index. */
  readonly lastIncludedIndex: LogIndex;
  readonly lastIncludedTerm: Term;
  readonly configuration: Configuration;
  /** The state machine and its sessions, encoded. */
  readonly data: Uint8Array;
}

export class Log {
  /** Entry i is at position i - 1 - snapshotIndex. */
  private entries: Entry[];
  /**
   * Index and term of the last entry dropped by compaction (§7); 0 and 0 initially. The newest snapshot may cover more,
   * since the log keeps trailing entries.
   */
  snapshotIndex: LogIndex;
  snapshotTerm: Term;

  constructor(entries: readonly Entry[] = [], snapshotIndex: LogIndex = 0, snapshotTerm: Term = 0) {
    this.entries = [...entries];
    this.snapshotIndex = snapshotIndex;
    this.snapshotTerm = snapshotTerm;
  }

  get firstIndex(): LogIndex {
    return this.snapshotIndex + 1;
  }

  get lastIndex(): LogIndex {
    return this.snapshotIndex + this.entries.length;
  }

  get lastTerm(): Term {
    return this.termAt(this.lastIndex);
  }

  /** The term at an index from snapshotIndex to lastIndex; 0 at index 0. */
  termAt(index: LogIndex): Term {
    if (index === this.snapshotIndex) return this.snapshotTerm;
    return this.entries[index - 1 - this.snapshotIndex]!.term;
  }

  /** Whether the log holds an entry at this index with this term: the consistency check of AppendEntries. */
  matches(index: LogIndex, term: Term): boolean {
    return index >= this.snapshotIndex && index <= this.lastIndex && this.termAt(index) === term;
  }

  /** The entries from one index to another, both included. */
  slice(from: LogIndex, to: LogIndex = this.lastIndex): Entry[] {
    return this.entries.slice(from - 1 - this.snapshotIndex, to - this.snapshotIndex);
  }

  append(entry: Entry): LogIndex {
    this.entries.push(entry);
    return this.lastIndex;
  }

  /** Deletes the entry at this index and all that follow it. */
  truncateFrom(index: LogIndex): void {
    this.entries.length = index - 1 - this.snapshotIndex;
  }

  /** Drops entries up to this index (§7). Later ones are kept only if the log holds this index with this term. */
  compactTo(index: LogIndex, term: Term): void {
    this.entries = this.matches(index, term) ? this.slice(index + 1) : [];
    this.snapshotIndex = index;
    this.snapshotTerm = term;
  }

  /** The first index with this term or a later one; lastIndex + 1 if there is none. */
  firstIndexOf(term: Term): LogIndex {
    let low = this.firstIndex;
    let high = this.lastIndex + 1;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.termAt(middle) < term) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The last index with this term, or 0. The last compacted entry counts, since its term is known. */
  lastIndexOf(term: Term): LogIndex {
    const index = this.firstIndexOf(term + 1) - 1;
    return this.termAt(index) === term ? index : 0;
  }

  /** Whether a log that ends with this index and term is at least as up-to-date as this one (§5.4.1). */
  isUpToDate(lastLogIndex: LogIndex, lastLogTerm: Term): boolean {
    if (lastLogTerm !== this.lastTerm) return lastLogTerm > this.lastTerm;
    return lastLogIndex >= this.lastIndex;
  }
}
