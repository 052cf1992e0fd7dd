// Stable storage that outlives its thread: a journal in shared memory, of which the main thread keeps the handle. A thread
// can be terminated at any instruction, in the middle of a write as well, so whatever counts is told by one store: that of
// the length up to which the journal is synced, or that of the segment which is the newer one.

import { Reader, Writer } from '@three-ways/raft-codec';
import {
  type Storage as Contract,
  MemoryStorage,
  type StableState,
  type Unstable,
} from '@three-ways/raft-core';
import { readRecord, writeRecord } from './record.ts';

/** What the main thread keeps of a server, and gives to each of its threads: two segments, of which one is in use. */
export interface JournalMemory {
  readonly header: SharedArrayBuffer;
  readonly segments: readonly [SharedArrayBuffer, SharedArrayBuffer];
}

/** The journal has reached the most bytes that it was made for. It ends the server, and the cluster goes on. */
export class JournalFull extends Error {
  override readonly name = 'JournalFull';

  constructor(bytes: number) {
    super(
      `the journal is full at ${bytes} bytes: let logs be compacted (snapshotThreshold), or raise journalBytes`,
    );
  }
}

/** Words of the header: which segment is in use, and how far each is synced (bytes). */
const segmentWord = 0;
const lengthWord = 1;

const firstBytes = 64 * 1024;
/** A journal shorter than this is not worth to be written anew. */
const leastGarbage = 64 * 1024;

/** An empty journal that can grow up to so many bytes; they are address space until they are written. */
export function newJournal(mostBytes: number): JournalMemory {
  const segment = () => new SharedArrayBuffer(Math.min(firstBytes, mostBytes), { maxByteLength: mostBytes });
  return { header: new SharedArrayBuffer(12), segments: [segment(), segment()] };
}

export class Journal implements Contract {
  private readonly memory: JournalMemory;
  private readonly header: Int32Array;
  private segment: number;
  /** The segment's bytes, as far as it has grown. A view of its own follows each growth: one that follows by itself is slow. */
  private bytes: Uint8Array;
  /** How far the segment is written. What lies beyond the synced length is not stable yet. */
  private written: number;
  /** How much a journal written anew had (bytes): when it has doubled, most of it is garbage. */
  private live = 0;
  private hasNewSnapshot = false;

  constructor(memory: JournalMemory) {
    this.memory = memory;
    this.header = new Int32Array(memory.header);
    this.segment = Atomics.load(this.header, segmentWord);
    this.bytes = new Uint8Array(memory.segments[this.segment]!, 0, memory.segments[this.segment]!.byteLength);
    this.written = this.synced;
  }

  /** What was synced, record by record, as it was written. */
  load(): StableState {
    const storage = new MemoryStorage();
    const reader = new Reader(this.bytes, 0, this.synced);
    while (reader.length < this.synced) storage.write(readRecord(reader));
    storage.sync();
    return storage.load();
  }

  /** @throws JournalFull */
  write(unstable: Unstable): void {
    this.written = this.append(unstable, this.written);
    if (unstable.snapshot !== null) this.hasNewSnapshot = true;
  }

  /** One store makes all that was written stable. @throws JournalFull */
  sync(): void {
    Atomics.store(this.header, lengthWord + this.segment, this.written);
    if (!this.hasNewSnapshot) return;
    this.hasNewSnapshot = false;
    if (this.written > 2 * this.live + leastGarbage) this.rewrite();
  }

  /** Writes what still counts to the other segment. Until the store at the end, this one holds it all. */
  private rewrite(): void {
    const { currentTerm, votedFor, snapshot, entries } = this.load();
    this.use(1 - this.segment);
    const firstIndex = (snapshot?.lastIncludedIndex ?? 0) + 1;
    const state = { currentTerm, votedFor, snapshot, truncations: 0, firstIndex, entries };
    this.written = this.append(state, 0);
    this.live = this.written;
    Atomics.store(this.header, lengthWord + this.segment, this.written);
    Atomics.store(this.header, segmentWord, this.segment);
  }

  /** Writes a record from one place on. Returns where it ends. */
  private append(unstable: Unstable, from: number): number {
    for (;;) {
      const writer = new Writer(this.bytes, from);
      writeRecord(writer, unstable);
      if (writer.fits) return from + writer.length;
      this.grow(from + writer.length);
    }
  }

  private grow(bytes: number): void {
    const segment = this.memory.segments[this.segment]!;
    if (bytes > segment.maxByteLength) throw new JournalFull(segment.maxByteLength);
    segment.grow(Math.min(Math.max(bytes, 2 * segment.byteLength), segment.maxByteLength));
    this.use(this.segment);
  }

  private use(segment: number): void {
    this.segment = segment;
    const memory = this.memory.segments[segment]!;
    this.bytes = new Uint8Array(memory, 0, memory.byteLength);
  }

  private get synced(): number {
    return Atomics.load(this.header, lengthWord + this.segment);
  }
}
