// What a leader knows of one server (Figure 2, "Volatile state on leaders"), and how much it may send it ahead of its
// answers: a window of messages and bytes, so that a follower that does not answer costs a bounded amount of memory.

import type { LogIndex } from './messages.ts';
import type { Settings } from './settings.ts';
import type { Snapshot } from './snapshot.ts';

export interface Progress {
  /** Index of the next log entry to send to that server. */
  nextIndex: LogIndex;
  /** Index of the highest log entry known to be replicated on that server. */
  matchIndex: LogIndex;
  /** Whether it counts for a majority. */
  readonly voter: boolean;
  /**
   * False while the leader looks for the point where the logs agree, or sends a snapshot: it then asks one question at a
   * time. True once it knows: entries are sent ahead of their acknowledgements.
   */
  pipelining: boolean;
  /** While not pipelining: a question is under way. */
  asking: boolean;
  /** While pipelining: the messages under way, the oldest first. */
  readonly inFlight: { readonly lastIndex: LogIndex; readonly bytes: number }[];
  bytesInFlight: number;
  /**
   * So many may be: one after a refusal, and twice as many with each message that arrives, up to the setting. Where messages
   * overtake each other each of them may be refused, and if each refusal let a whole window go out, refusals would breed.
   */
  window: number;
  /** The snapshot being sent, how much of it the server has, and said last that it has (bytes); null while it needs none. */
  installing: { readonly snapshot: Snapshot; offset: number; told: number } | null;
  /** It has answered since the leader last checked its quorum. */
  active: boolean;
  /** It had answered between the two checks before. */
  wasActive: boolean;
  /** The newest round of the leader that it has answered. */
  round: number;
}

export function newProgress(nextIndex: LogIndex, voter: boolean): Progress {
  return {
    ...{ nextIndex, matchIndex: 0, voter },
    ...{ pipelining: false, asking: false, inFlight: [], bytesInFlight: 0, window: 1 },
    ...{ installing: null, active: true, wasActive: false, round: 0 },
  };
}

/** Whether the server has answered lately: within the last one or two election timeouts. */
export function isActive({ active, wasActive }: Progress): boolean {
  return active || wasActive;
}

/** Whether the window is open for one more message. */
export function windowIsOpen({ inFlight, bytesInFlight, window }: Progress, settings: Settings): boolean {
  return inFlight.length < window && bytesInFlight < settings.maxBytesInFlight;
}

/** One more has arrived: more may be under way. */
export function widen(progress: Progress, settings: Settings): void {
  progress.window = Math.min(2 * progress.window, settings.maxMessagesInFlight);
}

/** A message with entries up to this index is under way. */
export function sent(progress: Progress, lastIndex: LogIndex, bytes: number): void {
  progress.inFlight.push({ lastIndex, bytes });
  progress.bytesInFlight += bytes;
}

/** Whatever ends at this index or before has arrived. */
export function arrived(progress: Progress, matchIndex: LogIndex): void {
  while (progress.inFlight.length > 0 && progress.inFlight[0]!.lastIndex <= matchIndex)
    progress.bytesInFlight -= progress.inFlight.shift()!.bytes;
}

/** Back to asking one question at a time: what was under way counts as lost. */
export function probe(progress: Progress, nextIndex: LogIndex): void {
  progress.nextIndex = nextIndex;
  progress.pipelining = false;
  progress.asking = false;
  progress.inFlight.length = 0;
  progress.bytesInFlight = 0;
  progress.window = 1;
}
