// The handles of channel ends, and the operations that need only a handle: claim a lane, close, declare an end dead,
// reopen. A handle is plain data around shared memory and passes through `workerData` and `postMessage` unchanged.

import { ChannelClosed, NoFreeLane, PeerDied } from './errors.ts';
import { EventCount } from './event-count.ts';
import {
  eventWord,
  generationWord,
  headWord,
  type Layout,
  laneStart,
  phaseWord,
  roomEventWord,
  senderDiedWord,
  tailWord,
} from './layout.ts';

/** An inbox, in any thread. */
export interface InboxHandle extends Layout {
  /** The memory that holds the receiver's event count: the inbox's own, or that of the inbox it is selectable with. */
  readonly eventMemory: SharedArrayBuffer;
  readonly endsWithLastSender: boolean;
}

/** One sender's lane into an inbox. One thread at a time may send by it. */
export interface SenderHandle {
  readonly inbox: InboxHandle;
  readonly lane: number;
  /** The lane's generation when this sender connected: tells it from the lane's later senders. */
  readonly generation: number;
}

/** The phases of an inbox. */
export const open = 0;
export const closed = 1;
export const died = 2;

/** Whether a lane of that generation has a sender. */
export function isTaken(generation: number): boolean {
  return (generation & 1) === 1;
}

/**
 * Claims a free lane for another sender. The receiver need not be told. Messages that an earlier sender left in the lane
 * are received first.
 * @throws NoFreeLane, ChannelClosed, PeerDied
 */
export function connect(inbox: InboxHandle): SenderHandle {
  const words = new Int32Array(inbox.memory);
  for (let lane = 0; lane < inbox.lanes; lane++) {
    const index = laneStart(lane, inbox.capacity) + generationWord;
    const before = Atomics.load(words, index);
    if (isTaken(before)) continue;
    const generation = (before + 1) | 0;
    if (Atomics.compareExchange(words, index, before, generation) !== before) continue;
    throwUnlessOpen(Atomics.load(words, phaseWord));
    return { inbox, lane, generation };
  }
  throwUnlessOpen(Atomics.load(words, phaseWord));
  throw new NoFreeLane(inbox.lanes);
}

/** Closes the inbox for all its senders. Messages already sent can still be received. Idempotent. */
export function closeInbox(inbox: InboxHandle): void {
  endInbox(inbox, closed);
}

/**
 * Declares that the inbox's receiving thread has ended: its senders, blocked ones included, get `PeerDied`. Does nothing if
 * the inbox was closed before.
 */
export function receiverDied(inbox: InboxHandle): void {
  endInbox(inbox, died);
}

/** Closes a sender and frees its lane. Idempotent. */
export function closeSender(sender: SenderHandle): void {
  leaveLane(sender);
}

/** Declares that a sender's thread has ended. Messages already sent can still be received. Does nothing after a close. */
export function senderDied(sender: SenderHandle): void {
  const words = new Int32Array(sender.inbox.memory);
  if (Atomics.load(words, generationIndex(sender)) !== sender.generation) return;
  Atomics.store(words, senderDiedWord, 1);
  leaveLane(sender);
}

/**
 * Makes an inbox ready for another receiver: discards its messages, and lets its senders send again, those that got
 * `PeerDied` too. Call it after the receiving thread has ended and before the new one attaches.
 */
export function reopen(inbox: InboxHandle): void {
  const words = new Int32Array(inbox.memory);
  for (let lane = 0; lane < inbox.lanes; lane++) {
    const start = laneStart(lane, inbox.capacity);
    Atomics.store(words, start + headWord, Atomics.load(words, start + tailWord));
  }
  Atomics.store(words, senderDiedWord, 0);
  Atomics.store(words, phaseWord, open);
  notifySenders(inbox);
}

/** @throws ChannelClosed, PeerDied unless the phase is `open` */
export function throwUnlessOpen(phase: number): void {
  if (phase === open) return;
  if (phase === died) throw new PeerDied('the thread at the other end of the channel has died');
  throw new ChannelClosed('the channel is closed');
}

function endInbox(inbox: InboxHandle, phase: number): void {
  const words = new Int32Array(inbox.memory);
  if (Atomics.compareExchange(words, phaseWord, open, phase) !== open) return;
  receiverEvents(inbox).notifyAlways();
  notifySenders(inbox);
}

function leaveLane(sender: SenderHandle): void {
  const { inbox, generation } = sender;
  const words = new Int32Array(inbox.memory);
  if (
    Atomics.compareExchange(words, generationIndex(sender), generation, (generation + 1) | 0) === generation
  )
    receiverEvents(inbox).notifyAlways();
}

function generationIndex({ inbox, lane }: SenderHandle): number {
  return laneStart(lane, inbox.capacity) + generationWord;
}

function notifySenders(inbox: InboxHandle): void {
  const words = new Int32Array(inbox.memory);
  for (let lane = 0; lane < inbox.lanes; lane++)
    new EventCount(words, laneStart(lane, inbox.capacity) + roomEventWord).notifyAlways();
}

function receiverEvents(inbox: InboxHandle): EventCount {
  return new EventCount(new Int32Array(inbox.eventMemory), eventWord);
}
