// One lane as the receiver has it: the ring's reading end, and the bell at which its sender waits for room.

import { Bell } from './bell.ts';
import type { Frame } from './frame.ts';
import type { Inbox } from './inbox.ts';
import { type Layout, laneStart, roomBellWord } from './layout.ts';
import { RingReader } from './ring.ts';

/** It is also the frame that was taken last: one object serves for all frames of a lane. */
export class Lane extends RingReader implements Frame {
  readonly inbox: Inbox;
  readonly lane: number;
  private readonly room: Bell;

  constructor(inbox: Inbox, layout: Layout, lane: number) {
    super(layout, lane);
    this.inbox = inbox;
    this.lane = lane;
    this.room = new Bell(this.words, laneStart(lane, layout.capacity) + roomBellWord);
  }

  /** Takes the next frame. Room is given back by the quarter of a ring: that costs less than frame by frame. */
  next(): boolean {
    if (this.held >= this.capacity >> 2) this.giveRoom();
    return this.take();
  }

  /** Gives back the room of all frames that were taken, and wakes the sender if it waits for that. */
  giveRoom(): void {
    if (this.release()) this.room.ring();
  }

  view(): Uint8Array {
    return this.bytes.subarray(this.offset, this.offset + this.length);
  }

  copy(): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(this.offset, this.offset + this.length);
  }
}
