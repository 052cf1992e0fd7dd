// One lane at the receiver: the ring's reading end, and the event count at which its sender waits for room.

import { EventCount } from './event-count.ts';
import type { FrameOf } from './frame.ts';
import { type Layout, laneStart, roomEventWord } from './layout.ts';
import { RingReader } from './ring.ts';

/** Also the frame taken last: one object serves for all frames of a lane. */
export class Lane<Source> extends RingReader implements FrameOf<Source> {
  readonly inbox: Source;
  readonly lane: number;
  private readonly room: EventCount;

  constructor(inbox: Source, layout: Layout, lane: number) {
    super(layout, lane);
    this.inbox = inbox;
    this.lane = lane;
    this.room = new EventCount(this.words, laneStart(lane, layout.capacity) + roomEventWord);
  }

  /** Takes the next frame. Room is given back a quarter of the ring at a time, which costs less than frame by frame. */
  next(): boolean {
    if (this.held >= this.capacity >> 2) this.giveRoom();
    return this.take();
  }

  /** Gives back the room of all frames taken, and wakes the sender if it waits for room. */
  giveRoom(): void {
    if (this.release()) this.room.notify();
  }

  /** Bytes of the frames not yet taken. */
  get pendingBytes(): number {
    return this.pending();
  }

  view(): Uint8Array {
    return this.bytes.subarray(this.offset, this.offset + this.length);
  }

  copy(): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(this.offset, this.offset + this.length);
  }
}
