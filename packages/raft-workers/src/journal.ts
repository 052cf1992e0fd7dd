// Stable storage that survives its thread: a journal in shared memory, whose handle the main thread keeps. A thread can be
// terminated at any instruction, also within a write, so each commit is a single atomic store: of the synced length, or of
// the active segment.

import { Reader, Writer } from '@three-ways/raft-codec';
import {
  type Storage as Contract,
  MemoryStorage,
  type StableState,
  type Unstable,
} from '@three-ways/raft-core';
import { readRecord, writeRecord } from './record.ts';

/** The journal's memory, kept by the main thread and passed to each of a server's threads: two segments, one active. */
export interface JournalMemory {
  readonly header: SharedArrayBuffer;
  readonly segments: readonly [SharedArrayBuffer, SharedArrayBuffer];
}

/** The journal has reached its maximum size. It ends the server; the cluster goes on. */
export class JournalFull extends Error {
  override readonly name = 'JournalFull';

  constructor(bytes: number) {
    super(
      `the journal is full at ${bytes} bytes: let logs be compacted (snapshotThreshold), or raise journalBytes`,
    );
  }
}

/** Words of the header: the active segment, then each segment's synced length (bytes). */
const segmentWord = 0;
const lengthWord = 1;

const firstBytes = 64 * 1024;
/** Minimum garbage for a rewrite (bytes). */
const leastGarbage = 64 * 1024;

/** An empty journal. @param mostBytes its maximum size; reserved as address space, used as it is written */
export function newJournal(mostBytes: number): JournalMemory {
  const segment = () => new SharedArrayBuffer(Math.min(firstBytes, mostBytes), { maxByteLength: mostBytes });
  return { header: new SharedArrayBuffer(12), segments: [segment(), segment()] };
}

export class Journal implements Contract {
  private readonly memory: JournalMemory;
  private readonly header: Int32Array;
  private segment: number;
  /** View of the active segment, replaced after each growth: a length-tracking view is slow. */
  private bytes: Uint8Array;
  /** Bytes written to the segment. Those beyond the synced length are not stable yet. */
  private written: number;
  /** Size after the last rewrite (bytes): once it has doubled, most of the journal is garbage. */
  private live = 0;
  private hasNewSnapshot = false;

  constructor(memory: JournalMemory) {
    this.memory = memory;
    this.header = new Int32Array(memory.header);
    this.segment = Atomics.load(this.header, segmentWord);
    this.bytes = new Uint8Array(memory.segments[this.segment]!, 0, memory.segments[this.segment]!.byteLength);
    this.written = this.synced;
  }

  /** Replays the synced records. */
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

  /** Makes all writes stable by a single store. @throws JournalFull */
  sync(): void {
    Atomics.store(this.header, lengthWord + this.segment, this.written);
    if (!this.hasNewSnapshot) return;
    this.hasNewSnapshot = false;
    if (this.written > 2 * this.live + leastGarbage) this.rewrite();
  }

  /** Copies the live state to the other segment, which becomes active with the last store. */
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

  /** Writes a record at an offset. Returns the offset of its end. */
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
