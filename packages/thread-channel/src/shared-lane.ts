// One lane at one of several receivers. A frame is a copy in this receiver's own memory, so its room is free at once.

import { EventCount } from './event-count.ts';
import type { FrameOf } from './frame.ts';
import { type Layout, laneStart, roomEventWord } from './layout.ts';
import { SharedRingReader } from './ring.ts';

/** Also the frame taken last, as in `Lane`. */
export class SharedLane<Source> implements FrameOf<Source> {
  readonly inbox: Source;
  readonly lane: number;
  readonly offset = 0;
  private readonly ring: SharedRingReader;
  private readonly room: EventCount;

  constructor(inbox: Source, layout: Layout, lane: number) {
    this.inbox = inbox;
    this.lane = lane;
    this.ring = new SharedRingReader(layout, lane);
    this.room = new EventCount(
      new Int32Array(layout.memory),
      laneStart(lane, layout.capacity) + roomEventWord,
    );
  }

  get bytes(): Uint8Array {
    return this.ring.copied;
  }

  get length(): number {
    return this.ring.length;
  }

  next(): boolean {
    if (!this.ring.take()) return false;
    this.room.notify();
    return true;
  }

  /** Nothing to do: `next` gives the room back. */
  giveRoom(): void {}

  /** Bytes of the frames that no receiver has taken yet. */
  get pendingBytes(): number {
    return this.ring.pending();
  }

  view(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  copy(): Uint8Array<ArrayBuffer> {
    return this.ring.copied.slice(0, this.length);
  }
}
