// A bounded ring of frames in shared memory, with one writer and one reader, or several readers; it never waits. A frame is its length, 4
// bytes, and its payload, padded to a multiple of 4.
//
// `tail` and `head` count the bytes ever written and ever released, modulo 2^32; their difference is the ring's content.
// Only the writer moves the tail, only the reader the head, and each caches the other's, so that most calls load nothing
// that the other end writes. A frame begins at its count modulo the capacity and continues past the end if need be, into an overhang of one
// more capacity. So no frame is split, nothing is padded at the wrap-around, and a frame may be as large as the ring.
//
// The payload is written and read with plain accesses. The store of the tail alone publishes it: a writer that dies before
// that store leaves no frame, and the next writer continues from the same place.

import { dataStart, headWord, type Layout, laneStart, tailWord } from './layout.ts';

const lengthSize = 4;

/** Most bytes of a frame's payload. */
export function largestFrame(capacity: number): number {
  return capacity - lengthSize;
}

/** Bytes of a frame in the ring. */
export function frameSize(length: number): number {
  return lengthSize + ((length + 3) & ~3);
}

/** The part common to both ends. */
class RingEnd {
  /** The ring's data with its overhang. */
  readonly bytes: Uint8Array;
  protected readonly lengths: Int32Array;
  protected readonly words: Int32Array;
  protected readonly tailAt: number;
  protected readonly headAt: number;
  protected readonly capacity: number;
  /** The counts as this end knows them: its own is exact, the other's may lag. */
  protected tail: number;
  protected head: number;

  constructor({ memory, capacity }: Layout, lane: number) {
    this.bytes = new Uint8Array(memory, dataStart(lane, capacity), 2 * capacity);
    this.lengths = new Int32Array(memory, dataStart(lane, capacity), (2 * capacity) / 4);
    this.words = new Int32Array(memory);
    this.tailAt = laneStart(lane, capacity) + tailWord;
    this.headAt = laneStart(lane, capacity) + headWord;
    this.capacity = capacity;
    this.tail = Atomics.load(this.words, this.tailAt);
    this.head = Atomics.load(this.words, this.headAt);
  }

  /** The position of a count on the ring. */
  protected place(count: number): number {
    return count & (this.capacity - 1);
  }
}

/** The writing end: reserve, fill `bytes` from there on, commit. */
export class RingWriter extends RingEnd {
  /** The offset in `bytes` for a payload of that length; -1 if there is no room yet. */
  reserve(length: number): number {
    const size = frameSize(length);
    this.tail = this.words[this.tailAt] as number; // another sender of this lane may have moved it, before it released the lane
    if (this.room() < size) {
      this.head = Atomics.load(this.words, this.headAt);
      if (this.room() < size) return -1;
    }
    return this.place(this.tail) + lengthSize;
  }

  /** Publishes the payload written at the reserved offset; it may be shorter than reserved. */
  commit(length: number): void {
    this.lengths[this.place(this.tail) >> 2] = length;
    this.tail = (this.tail + frameSize(length)) | 0;
    Atomics.store(this.words, this.tailAt, this.tail);
  }

  /** Bytes that the reader has not released yet. */
  used(): number {
    const head = Atomics.load(this.words, this.headAt); // first: read last, it could have passed the tail
    return (Atomics.load(this.words, this.tailAt) - head) | 0;
  }

  private room(): number {
    return this.capacity - ((this.tail - this.head) | 0);
  }
}

/** The reading end: take a frame, read `bytes` there, release. */
export class RingReader extends RingEnd {
  /** Offset in `bytes` and length of the payload taken last. */
  offset = 0;
  length = 0;
  /** The count up to which frames were taken; those from `head` on are not released yet. */
  private taken = this.head;

  /** Bytes of frames taken and not released. */
  get held(): number {
    return (this.taken - this.head) | 0;
  }

  /** Bytes of the frames not yet taken. */
  pending(): number {
    return (Atomics.load(this.words, this.tailAt) - this.taken) | 0;
  }

  /** Moves to the next frame. Earlier ones keep their place until they are released. */
  take(): boolean {
    if (this.taken === this.tail) {
      this.tail = Atomics.load(this.words, this.tailAt);
      if (this.taken === this.tail) return false;
    }
    const place = this.place(this.taken);
    this.offset = place + lengthSize;
    this.length = this.lengths[place >> 2] as number;
    this.taken = (this.taken + frameSize(this.length)) | 0;
    return true;
  }

  /** Gives the writer the room of all frames taken. Returns whether there were any. */
  release(): boolean {
    if (this.head === this.taken) return false;
    this.head = this.taken;
    Atomics.store(this.words, this.headAt, this.head);
    return true;
  }
}

/** One of several reading ends: copies the next frame out, and claims it by advancing the shared head. */
export class SharedRingReader extends RingEnd {
  /** The frame claimed last: `length` bytes. */
  copied = new Uint8Array(64);
  length = 0;

  /**
   * Claims the next frame. A frame keeps its place until the head moves past it, so a copy is whole if the head has not
   * moved since; otherwise another reader has claimed the frame, and the copy is discarded.
   */
  take(): boolean {
    for (;;) {
      const head = Atomics.load(this.words, this.headAt);
      if (head === Atomics.load(this.words, this.tailAt)) return false;
      const length = this.copyFrame(this.place(head));
      const next = (head + frameSize(length)) | 0;
      if (Atomics.compareExchange(this.words, this.headAt, head, next) !== head) continue;
      this.length = length;
      return true;
    }
  }

  /** Bytes of the frames that no reader has claimed yet. */
  pending(): number {
    const head = Atomics.load(this.words, this.headAt); // first: read last, it could have passed the tail
    return (Atomics.load(this.words, this.tailAt) - head) | 0;
  }

  private copyFrame(place: number): number {
    const length = this.lengths[place >> 2] as number;
    const mayBeWhole = length >= 0 && length <= largestFrame(this.capacity);
    if (!mayBeWhole) return 0; // overwritten meanwhile: the claim will fail
    if (length > this.copied.length) this.copied = new Uint8Array(2 * length);
    const start = place + lengthSize;
    this.copied.set(this.bytes.subarray(start, start + length));
    return length;
  }
}
