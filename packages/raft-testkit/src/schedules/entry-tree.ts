// The tree of all entries that any log of a cluster has held. Index and term name an entry and everything before it (§5.3); the
// committed entries are one path from the root.

import type { LogIndex, Term } from '@three-ways/raft-core';
import { requireThat } from '@three-ways/raft-simulator/violation';

export interface Entry {
  readonly index: LogIndex;
  readonly term: Term;
  /** The entry before it; null before the first. */
  readonly previous: Entry | null;
}

export class EntryTree {
  /** The last entry of an empty log. */
  static readonly root: Entry = { index: 0, term: 0, previous: null };

  /** By index, then by term. */
  private readonly entries = new Map<LogIndex, Map<Term, Entry>>([[0, new Map([[0, EntryTree.root]])]]);
  /** By index: the committed entry and the term of the first leader to commit it. */
  private readonly committed: { readonly entry: Entry; readonly by: Term }[] = [
    { entry: EntryTree.root, by: 0 },
  ];

  get committedIndex(): LogIndex {
    return this.committed.length - 1;
  }

  /** The entry of a term after another entry; created if it is new. */
  append(previous: Entry, term: Term): Entry {
    const index = previous.index + 1;
    const terms = this.entries.get(index) ?? new Map<Term, Entry>();
    this.entries.set(index, terms);
    const entry = terms.get(term) ?? { index, term, previous };
    terms.set(term, entry);
    requireThat(
      entry.previous === previous,
      'log matching',
      () => `two logs differ before index ${index}, though both have an entry of term ${term} there`,
    );
    return entry;
  }

  find(index: LogIndex, term: Term): Entry {
    const entry = this.entries.get(index)?.get(term);
    requireThat(
      entry !== undefined,
      'log matching',
      () => `a log has an entry of term ${term} at ${index} that no server has appended`,
    );
    return entry;
  }

  /** A log truncated to an index; null if the log is shorter. */
  upTo(last: Entry, index: LogIndex): Entry | null {
    if (index > last.index || index < 0) return null;
    let entry = last;
    while (entry.index > index) entry = entry.previous!;
    return entry;
  }

  /** Commits an entry and all before it. Returns an entry that contradicts an earlier commit, or null. */
  commit(last: Entry, by: Term): Entry | null {
    const fresh: Entry[] = [];
    let entry = last;
    for (; entry.index > this.committedIndex; entry = entry.previous!) fresh.push(entry);
    if (this.committed[entry.index]!.entry !== entry) return entry;
    for (const entry of fresh.reverse()) this.committed.push({ entry, by });
    return null;
  }

  /** A committed entry that the leader of a term lacks; null if it has all. Commits of later leaders don't count. */
  lackedBy(last: Entry, term: Term): LogIndex | null {
    for (let index = this.committedIndex; index > 0; index--) {
      const { entry, by } = this.committed[index]!;
      if (by < term) return this.upTo(last, index) === entry ? null : index;
    }
    return null;
  }
}
