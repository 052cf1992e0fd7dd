// How full a channel is, as any thread may ask with a handle. A snapshot: the ends go on meanwhile.

import { checkInboxHandle, type InboxHandle, isTaken } from './handle.ts';
import { generationWord, headWord, laneStart, tailWord } from './layout.ts';

/** The content of an inbox's rings. */
export interface Usage {
  /** Bytes in use in all rings together. */
  readonly usedBytes: number;
  /** Bytes of each ring. */
  readonly capacity: number;
  readonly lanes: readonly LaneUsage[];
}

export interface LaneUsage {
  /** Bytes in use: those of messages that were sent, and whose room the receiver has not given back. */
  readonly usedBytes: number;
  /** Whether the lane has a sender. */
  readonly connected: boolean;
}

/** The content of an inbox's rings at this moment. @throws InvalidArgument */
export function usage(inbox: InboxHandle): Usage {
  checkInboxHandle(inbox);
  const words = new Int32Array(inbox.memory);
  const lanes = Array.from({ length: inbox.lanes }, (_, i) => laneUsage(words, laneStart(i, inbox.capacity)));
  return {
    usedBytes: lanes.reduce((sum, lane) => sum + lane.usedBytes, 0),
    capacity: inbox.capacity,
    lanes,
  };
}

/** The head is read first: read last, it could have passed the tail. */
function laneUsage(words: Int32Array, start: number): LaneUsage {
  const head = Atomics.load(words, start + headWord);
  return {
    usedBytes: (Atomics.load(words, start + tailWord) - head) | 0,
    connected: isTaken(Atomics.load(words, start + generationWord)),
  };
}
