// A received message, in place in shared memory until the next receive.

/** A frame of the inbox type `Source`; generic so that a lane need not know the inbox. */
export interface FrameOf<Source> {
  /** The memory that holds the message: `length` bytes from `offset` on. Read-only. */
  readonly bytes: Uint8Array;
  readonly offset: number;
  readonly length: number;
  /** The inbox that received it. */
  readonly inbox: Source;
  /** The lane that carried it: `SenderHandle.lane` of its sender. */
  readonly lane: number;
  /** The message in place, without a copy. Valid until the next receive. */
  view(): Uint8Array;
  /** A copy, to keep. */
  copy(): Uint8Array<ArrayBuffer>;
}
