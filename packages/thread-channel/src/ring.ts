// A bounded single-producer single-consumer ring of frames in shared memory, and nothing of waiting: a full or an empty
// ring says so. A frame is its length, 4 bytes, and its payload, padded to a multiple of 4.
//
// `tail` and `head` count the bytes ever written and ever released, modulo 2^32; their difference is what the ring holds.
// The writer alone moves the tail, the reader alone the head, and each remembers what it last saw of the other's, so that
// most calls look at nothing shared. Where a count falls on the ring is its remainder by the capacity, and a frame begins
// there and goes straight on, beyond the end if need be: the memory has an overhang of one more capacity. So no frame is
// ever split, there is no padding at the wrap-around, and a frame may be as large as the ring.
//
// The payload is written and read plainly. The one store that publishes it is the tail's: a writer that dies before it
// leaves nothing behind, and the next writer goes on from the same place.

import { dataStart, headWord, type Layout, laneStart, tailWord } from './layout.ts';

const lengthSize = 4;

/** The most bytes that a frame's payload may have. */
export function largestFrame(capacity: number): number {
  return capacity - lengthSize;
}

/** The bytes that a frame takes up in the ring. */
function frameSize(length: number): number {
  return lengthSize + ((length + 3) & ~3);
}

/** What both ends have. */
class RingEnd {
  /** The ring's data with its overhang. */
  readonly bytes: Uint8Array;
  protected readonly lengths: Int32Array;
  protected readonly words: Int32Array;
  protected readonly tailAt: number;
  protected readonly headAt: number;
  protected readonly capacity: number;
  /** The counts, as this end knows them: its own is exact, the other's may be behind. */
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

  /** Where a count falls on the ring. */
  protected place(count: number): number {
    return count & (this.capacity - 1);
  }
}

/** The writing end. To write is to reserve, to fill `bytes` from there on, and to commit. */
export class RingWriter extends RingEnd {
  /** Where in `bytes` a payload of that length may be written; -1 if there is no room for it yet. */
  reserve(length: number): number {
    const size = frameSize(length);
    if (this.room() < size) {
      this.head = Atomics.load(this.words, this.headAt);
      if (this.room() < size) return -1;
    }
    return this.place(this.tail) + lengthSize;
  }

  /** Publishes the payload that was written where `reserve` said; it may be shorter than what was reserved. */
  commit(length: number): void {
    this.lengths[this.place(this.tail) >> 2] = length;
    this.tail = (this.tail + frameSize(length)) | 0;
    Atomics.store(this.words, this.tailAt, this.tail);
  }

  private room(): number {
    return this.capacity - ((this.tail - this.head) | 0);
  }
}

/** The reading end. To read is to take a frame, to look at `bytes` there, and to release it. */
export class RingReader extends RingEnd {
  /** Where in `bytes` the payload begins that was taken last, and how long it is. */
  offset = 0;
  length = 0;
  /** The count up to which frames were taken, but not all of them released. */
  private taken = this.head;

  /** Bytes of frames that were taken and not released. */
  get held(): number {
    return (this.taken - this.head) | 0;
  }

  /** Goes on to the next frame. The ones before it keep their place until they are released. */
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

  /** Gives the writer the room of all frames that were taken. Says whether there were any. */
  release(): boolean {
    if (this.head === this.taken) return false;
    this.head = this.taken;
    Atomics.store(this.words, this.headAt, this.head);
    return true;
  }
}
