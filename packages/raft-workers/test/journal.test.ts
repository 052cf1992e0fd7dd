// Stable storage in shared memory, held against the one in memory, and cut off at every byte of a write.

import { type Entry, MemoryStorage, type Snapshot, type Storage, type Unstable } from '@three-ways/raft-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Journal, JournalFull, type JournalMemory, newJournal } from '../src/journal.ts';

const name = fc.string({ unit: 'grapheme', maxLength: 40 });
const entry: fc.Arbitrary<Entry> = fc.record({
  term: fc.nat(1000),
  command: fc.oneof(
    fc.record({ type: fc.constant('set' as const), id: name, name }),
    fc.record({ type: fc.constant('noop' as const) }),
  ),
});

/** What a server may come to write: with its log's beginning and end as they are by then. */
interface Step {
  readonly term: number;
  readonly vote: number | null;
  /** How far the log is cut back, and what follows; how much of it a snapshot takes the place of. */
  readonly lost: number;
  readonly entries: readonly Entry[];
  readonly compacted: number | null;
  readonly data: Uint8Array;
  readonly synced: boolean;
}

const step: fc.Arbitrary<Step> = fc.record({
  term: fc.nat(2 ** 40),
  vote: fc.option(fc.integer({ min: 1, max: 9 })),
  lost: fc.nat(3),
  entries: fc.array(entry, { maxLength: 8 }),
  compacted: fc.option(fc.nat(6)),
  data: fc.uint8Array({ maxLength: 5000 }),
  synced: fc.boolean(),
});

/** The writes of one server, one after the other. */
function* writesOf(steps: readonly Step[]): Generator<{ unstable: Unstable; synced: boolean }> {
  let [first, last] = [1, 0];
  for (const { term, vote, lost, entries, compacted, data, synced } of steps) {
    const included = compacted === null ? 0 : Math.min(first + compacted - 1, last);
    const hasSnapshot = compacted !== null && included >= first;
    const snapshot: Snapshot | null = hasSnapshot
      ? {
          lastIncludedIndex: included,
          lastIncludedTerm: 3,
          configuration: { voters: [1, 2, 3], learners: [4] },
          data,
        }
      : null;
    if (hasSnapshot) first = included + 1;
    const firstIndex = Math.max(first, last + 1 - lost);
    last = firstIndex + entries.length - 1;
    yield {
      unstable: { currentTerm: term, votedFor: vote, snapshot, truncations: 0, firstIndex, entries },
      synced,
    };
  }
}

function write(storage: Storage, { unstable, synced }: { unstable: Unstable; synced: boolean }): void {
  storage.write(unstable);
  if (synced) storage.sync();
}

const journalBytes = 2 ** 26;

/** The same bytes in other memory. */
function copyOf({ header, segments: [a, b] }: JournalMemory): JournalMemory {
  const copy = (memory: SharedArrayBuffer) => {
    const made = new SharedArrayBuffer(memory.byteLength, { maxByteLength: journalBytes });
    new Uint8Array(made).set(new Uint8Array(memory));
    return made;
  };
  return { header: copy(header), segments: [copy(a), copy(b)] };
}

describe('the journal', () => {
  it('holds, for its next thread, all that the storage in memory holds', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const [memory, storage] = [newJournal(journalBytes), new MemoryStorage()];
        const journal = new Journal(memory);
        for (const one of writesOf(steps)) {
          write(journal, one);
          write(storage, one);
        }
        expect(new Journal(memory).load()).toEqual(storage.load());
      }),
    );
  });

  it('goes on where the thread before has ended, without what that one had not synced', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), fc.array(step, { maxLength: 5 }), (steps, more) => {
        const [memory, storage] = [newJournal(journalBytes), new MemoryStorage()];
        const before = new Journal(memory);
        for (const one of writesOf(steps)) {
          write(before, one);
          write(storage, one);
        }
        storage.crash();
        const journal = new Journal(memory);
        const { snapshot, entries } = storage.load();
        const first = (snapshot?.lastIncludedIndex ?? 0) + 1;
        for (const { term, vote, entries: appended } of more) {
          const firstIndex = first + entries.length;
          const unstable = {
            currentTerm: term,
            votedFor: vote,
            snapshot: null,
            truncations: 0,
            firstIndex,
            entries: appended,
          };
          write(journal, { unstable, synced: true });
          write(storage, { unstable, synced: true });
        }
        expect(new Journal(memory).load()).toEqual(storage.load());
      }),
    );
  });

  it('holds what it held before, wherever a write is cut off', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 10 }), step, (steps, last) => {
        const memory = newJournal(journalBytes);
        const journal = new Journal(memory);
        const writes = [...writesOf([...steps.map((one) => ({ ...one, synced: true })), last])];
        for (const one of writes.slice(0, -1)) write(journal, one);
        const expected = new Journal(memory).load();
        const before = copyOf(memory);
        journal.write(writes.at(-1)!.unstable);
        const segment = new Int32Array(memory.header)[0]!;
        const [was, is] = [before, memory].map(({ segments }) => new Uint8Array(segments[segment]!));
        for (let at = 0; at < Math.min(was!.length, is!.length); at++) {
          if (was![at] === is![at]) continue;
          was![at] = is![at]!;
          expect(new Journal(before).load()).toEqual(expected);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('is rewritten when snapshots have made most of it garbage, and so does not grow', () => {
    const memory = newJournal(journalBytes);
    const journal = new Journal(memory);
    const data = new Uint8Array(30_000);
    const configuration = { voters: [1, 2, 3], learners: [] };
    for (let index = 1; index <= 1000; index++) {
      const snapshot = { lastIncludedIndex: index, lastIncludedTerm: 1, configuration, data };
      const entries: Entry[] = [{ term: 1, command: { type: 'set', id: '1', name: `name ${index}` } }];
      const unstable = {
        currentTerm: 1,
        votedFor: 1,
        snapshot,
        truncations: 0,
        firstIndex: index + 1,
        entries,
      };
      write(journal, { unstable, synced: true });
    }
    const { snapshot, entries } = new Journal(memory).load();
    expect(snapshot?.lastIncludedIndex).toBe(1000);
    expect(entries).toHaveLength(1);
    for (const { byteLength } of memory.segments) expect(byteLength).toBeLessThan(1_000_000);
  });

  it('holds it all in one segment or the other, wherever the rewrite is cut off', () => {
    const memory = newJournal(journalBytes);
    const journal = new Journal(memory);
    const configuration = { voters: [1, 2, 3], learners: [] };
    const snapshotAt = (lastIncludedIndex: number) => {
      const data = new Uint8Array(50_000).fill(lastIncludedIndex);
      const snapshot = { lastIncludedIndex, lastIncludedTerm: 1, configuration, data };
      const firstIndex = lastIncludedIndex + 1;
      return { currentTerm: 1, votedFor: 1, snapshot, truncations: 0, firstIndex, entries: [] };
    };
    for (let index = 1; new Int32Array(memory.header)[0] === 0; index++) {
      journal.write(snapshotAt(index));
      const before = copyOf(memory);
      journal.sync();
      new Int32Array(before.header)[1] = new Int32Array(memory.header)[1]!;
      const other = new Uint8Array(before.segments[1]);
      for (let cut = 0; cut < other.length; cut += 997) {
        other.set(new Uint8Array(memory.segments[1], 0, cut));
        expect(new Journal(before).load().snapshot?.lastIncludedIndex).toBe(index);
      }
      expect(new Journal(memory).load().snapshot?.lastIncludedIndex).toBe(index);
    }
  });

  it('says when it is full, and still holds what it held', () => {
    const memory = newJournal(100_000);
    const journal = new Journal(memory);
    const entries: Entry[] = [{ term: 1, command: { type: 'set', id: '1', name: 'n'.repeat(10_000) } }];
    const fill = () => {
      for (let firstIndex = 1; ; firstIndex++) {
        const unstable = { currentTerm: 1, votedFor: 1, snapshot: null, truncations: 0, firstIndex, entries };
        write(journal, { unstable, synced: true });
      }
    };
    expect(fill).toThrow(JournalFull);
    expect(new Journal(memory).load().entries).toHaveLength(9);
  });
});
