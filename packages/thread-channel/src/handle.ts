// The handles of channel ends, and what any thread may do with a handle alone: claim a lane, close, declare an end dead,
// give a dead receiver a successor. A handle is plain data around shared memory, so it passes through `workerData` and
// `postMessage` as it is.

import { Bell } from './bell.ts';
import { ChannelClosed, NoFreeLane, PeerDied } from './errors.ts';
import {
  bellWord,
  headWord,
  type Layout,
  laneStart,
  lossWord,
  phaseWord,
  roomBellWord,
  sendersWord,
  tailWord,
} from './layout.ts';

/** Stands for an inbox in every thread. */
export interface InboxHandle extends Layout {
  /** The memory of the inbox whose bell is rung: its own, or that of the inbox it shares a bell with. */
  readonly bell: SharedArrayBuffer;
  readonly endsWithLastSender: boolean;
}

/** Stands for one sender's lane into an inbox. At any time one thread at the most may send by it. */
export interface SenderHandle {
  readonly inbox: InboxHandle;
  readonly lane: number;
  /** What the lane's count of senders was made when this one came, so that it is not mistaken for a later one. */
  readonly ticket: number;
}

/** The phases of an inbox. */
export const open = 0;
export const closed = 1;
export const died = 2;

/** A lane counts its senders' coming and going: the count is odd while there is one. */
export function isTaken(senders: number): boolean {
  return (senders & 1) === 1;
}

/**
 * Claims a free lane for one more sender. The receiver need not be told. What an earlier sender has left in the lane is
 * received before.
 * @throws NoFreeLane, ChannelClosed, PeerDied
 */
export function connect(inbox: InboxHandle): SenderHandle {
  const words = new Int32Array(inbox.memory);
  for (let lane = 0; lane < inbox.lanes; lane++) {
    const index = laneStart(lane, inbox.capacity) + sendersWord;
    const senders = Atomics.load(words, index);
    if (isTaken(senders)) continue;
    const ticket = (senders + 1) | 0;
    if (Atomics.compareExchange(words, index, senders, ticket) !== senders) continue;
    throwUnlessOpen(Atomics.load(words, phaseWord));
    return { inbox, lane, ticket };
  }
  throwUnlessOpen(Atomics.load(words, phaseWord));
  throw new NoFreeLane(inbox.lanes);
}

/** Closes the inbox for all its senders. What they have sent can still be received. Doing so again does nothing. */
export function closeInbox(inbox: InboxHandle): void {
  endInbox(inbox, closed);
}

/**
 * Declares that the inbox's receiving thread has ended: its senders, also those that are blocked, get `PeerDied`. Does
 * nothing if the inbox was closed before.
 */
export function receiverDied(inbox: InboxHandle): void {
  endInbox(inbox, died);
}

/** Ends a sender in good order; its lane is free for another. Doing so again does nothing. */
export function closeSender(sender: SenderHandle): void {
  leaveLane(sender);
}

/** Declares that a sender's thread has ended. What it has sent can still be received. Does nothing if it had closed. */
export function senderDied(sender: SenderHandle): void {
  const words = new Int32Array(sender.inbox.memory);
  if (Atomics.load(words, sendersIndex(sender)) !== sender.ticket) return;
  Atomics.store(words, lossWord, 1);
  leaveLane(sender);
}

/**
 * Makes an inbox ready for another receiver: discards what is left in it, and lets its senders send again, those that got
 * `PeerDied` too. To be called when the receiving thread has ended, before the new one attaches.
 */
export function reopen(inbox: InboxHandle): void {
  const words = new Int32Array(inbox.memory);
  for (let lane = 0; lane < inbox.lanes; lane++) {
    const start = laneStart(lane, inbox.capacity);
    Atomics.store(words, start + headWord, Atomics.load(words, start + tailWord));
  }
  Atomics.store(words, lossWord, 0);
  Atomics.store(words, phaseWord, open);
  alarmSenders(inbox);
}

/** Says by an error why an inbox in that phase takes no more messages. @throws ChannelClosed, PeerDied */
export function throwUnlessOpen(phase: number): void {
  if (phase === open) return;
  if (phase === died) throw new PeerDied('the thread at the other end of the channel has died');
  throw new ChannelClosed('the channel is closed');
}

function endInbox(inbox: InboxHandle, phase: number): void {
  const words = new Int32Array(inbox.memory);
  if (Atomics.compareExchange(words, phaseWord, open, phase) !== open) return;
  receiverBell(inbox).alarm();
  alarmSenders(inbox);
}

function leaveLane(sender: SenderHandle): void {
  const { inbox, ticket } = sender;
  const words = new Int32Array(inbox.memory);
  if (Atomics.compareExchange(words, sendersIndex(sender), ticket, (ticket + 1) | 0) === ticket)
    receiverBell(inbox).alarm();
}

function sendersIndex({ inbox, lane }: SenderHandle): number {
  return laneStart(lane, inbox.capacity) + sendersWord;
}

function alarmSenders(inbox: InboxHandle): void {
  const words = new Int32Array(inbox.memory);
  for (let lane = 0; lane < inbox.lanes; lane++)
    new Bell(words, laneStart(lane, inbox.capacity) + roomBellWord).alarm();
}

function receiverBell(inbox: InboxHandle): Bell {
  return new Bell(new Int32Array(inbox.bell), bellWord);
}
