// A message as the receiver finds it: where it lies in shared memory. It stays there until the next receive.

import type { Inbox } from './inbox.ts';

export interface Frame {
  /** The memory that the message lies in, from `offset` on, `length` bytes. Read it, and write nothing to it. */
  readonly bytes: Uint8Array;
  readonly offset: number;
  readonly length: number;
  /** The inbox that it came to. */
  readonly inbox: Inbox;
  /** The lane by which it came: `SenderHandle.lane` of its sender. */
  readonly lane: number;
  /** The message in place, without a copy. Valid until the next receive. */
  view(): Uint8Array;
  /** A copy, to keep. */
  copy(): Uint8Array<ArrayBuffer>;
}
