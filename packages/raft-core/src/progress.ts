// A leader's view of one member (Figure 2, "Volatile state on leaders") with flow control: a window of messages and bytes
// in flight bounds the memory that an unresponsive follower costs.

import type { LogIndex } from './ids.ts';
import type { Snapshot } from './log.ts';
import type { Settings } from './settings.ts';

export interface Progress {
  /** Index of the next log entry to send to the member. */
  nextIndex: LogIndex;
  /** Index of the highest log entry known to be replicated on the member. */
  matchIndex: LogIndex;
  /** Whether the member counts towards a majority. */
  readonly voter: boolean;
  /**
   * True once the logs are known to match: entries are sent ahead of acknowledgements. False while the leader probes for the
   * point where the logs agree, or sends a snapshot: one message at a time.
   */
  pipelining: boolean;
  /** While not pipelining: a probe or chunk is unanswered. */
  probeSent: boolean;
  /** While pipelining: unacknowledged messages, oldest first. */
  readonly inFlight: { readonly lastIndex: LogIndex; readonly bytes: number }[];
  bytesInFlight: number;
  /**
   * Maximum messages in flight: 1 after a refusal, doubled with each acknowledgement up to maxMessagesInFlight. Reordered
   * messages are refused one by one; if each refusal released a full window, refusals would multiply.
   */
  window: number;
  /** Snapshot transfer under way: offset of the next chunk, and the offset that the member last reported (bytes). Or null. */
  pendingSnapshot: { readonly snapshot: Snapshot; offset: number; acknowledged: number } | null;
  /** Has answered since the last quorum check. */
  active: boolean;
  /** Had answered between the two checks before. */
  wasActive: boolean;
  /** Newest round that the member has answered. */
  round: number;
  /** Ids of the member's reads that are not confirmed yet. */
  readonly pendingReads: Set<number>;
}

export function newProgress(nextIndex: LogIndex, voter: boolean): Progress {
  return {
    ...{ nextIndex, matchIndex: 0, voter },
    ...{ pipelining: false, probeSent: false, inFlight: [], bytesInFlight: 0, window: 1 },
    ...{ pendingSnapshot: null, active: true, wasActive: false, round: 0, pendingReads: new Set<number>() },
  };
}

/** Whether the member has answered within the last one to two election timeouts. */
export function isActive({ active, wasActive }: Progress): boolean {
  return active || wasActive;
}

/** Whether one more message may be in flight. */
export function windowIsOpen({ inFlight, bytesInFlight, window }: Progress, settings: Settings): boolean {
  return inFlight.length < window && bytesInFlight < settings.maxBytesInFlight;
}

/** Doubles the window after an acknowledgement. */
export function widen(progress: Progress, settings: Settings): void {
  progress.window = Math.min(2 * progress.window, settings.maxMessagesInFlight);
}

/** Records a sent message by its last index. */
export function sent(progress: Progress, lastIndex: LogIndex, bytes: number): void {
  progress.inFlight.push({ lastIndex, bytes });
  progress.bytesInFlight += bytes;
}

/** Removes messages acknowledged up to this index. */
export function arrived(progress: Progress, matchIndex: LogIndex): void {
  while (progress.inFlight.length > 0 && progress.inFlight[0]!.lastIndex <= matchIndex)
    progress.bytesInFlight -= progress.inFlight.shift()!.bytes;
}

/** Entries are sent ahead of acknowledgements from now on: the logs match up to nextIndex - 1. */
export function pipeline(progress: Progress, nextIndex: LogIndex): void {
  progress.pipelining = true;
  progress.probeSent = false;
  progress.pendingSnapshot = null;
  progress.nextIndex = Math.max(progress.nextIndex, nextIndex);
}

/** Returns to one message at a time; messages in flight count as lost. */
export function probe(progress: Progress, nextIndex: LogIndex): void {
  progress.nextIndex = nextIndex;
  progress.pipelining = false;
  progress.probeSent = false;
  progress.inFlight.length = 0;
  progress.bytesInFlight = 0;
  progress.window = 1;
}
