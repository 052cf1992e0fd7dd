// The handles of channel ends, and what any thread may do with a handle alone: claim a lane, close, declare an end dead,
// give a dead receiver a successor. A handle is plain data around shared memory, so it passes through `workerData` and
// `postMessage` as it is.

import { Bell } from './bell.ts';
import { ChannelClosed, NoFreeLane, PeerDied } from './errors.ts';
import {
  bellWord,
  headWord,
  type Layout,
  lanePhaseWord,
  laneStart,
  phaseWord,
  roomBellWord,
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
  /** Which of the lane's senders this is, so that it can't be mistaken for a later one. */
  readonly generation: number;
}

/** The phases of a lane. An inbox has the same but for the first. */
export const free = 0;
export const open = 1;
export const closed = 2;
export const died = 3;

/** A lane's phase word also tells its senders apart. */
export function laneState(generation: number, phase: number): number {
  return (generation << 2) | phase;
}

export function phaseOf(laneState: number): number {
  return laneState & 3;
}

export function generationOf(laneState: number): number {
  return laneState >>> 2;
}

export function phaseIndex({ capacity }: Layout, lane: number): number {
  return laneStart(lane, capacity) + lanePhaseWord;
}

/**
 * Claims a free lane for one more sender. The receiver need not be told.
 * @throws NoFreeLane, ChannelClosed, PeerDied
 */
export function connect(inbox: InboxHandle): SenderHandle {
  const words = new Int32Array(inbox.memory);
  for (let lane = 0; lane < inbox.lanes; lane++) {
    const index = phaseIndex(inbox, lane);
    const state = Atomics.load(words, index);
    const generation = generationOf(state);
    if (phaseOf(state) !== free) continue;
    if (Atomics.compareExchange(words, index, state, laneState(generation, open)) !== state) continue;
    throwUnlessOpen(Atomics.load(words, phaseWord));
    return { inbox, lane, generation };
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

/** Ends a sender's lane in good order: the receiver frees it when it has received what is left. */
export function closeSender(sender: SenderHandle): void {
  endLane(sender, closed);
}

/** Declares that a sender's thread has ended. What it had sent can still be received. Does nothing if it had closed. */
export function senderDied(sender: SenderHandle): void {
  endLane(sender, died);
}

/**
 * Makes ready an inbox for another receiver: discards what is left in it, and lets its senders send again, those that
 * got `PeerDied` too. To be called when the receiving thread has ended, before the new one attaches.
 */
export function reopen(inbox: InboxHandle): void {
  const words = new Int32Array(inbox.memory);
  for (let lane = 0; lane < inbox.lanes; lane++) {
    const start = laneStart(lane, inbox.capacity);
    const state = Atomics.load(words, phaseIndex(inbox, lane));
    Atomics.store(words, start + headWord, Atomics.load(words, start + tailWord));
    if (phaseOf(state) === closed || phaseOf(state) === died) freeLane(words, phaseIndex(inbox, lane), state);
  }
  Atomics.store(words, phaseWord, open);
}

/** Makes a lane ready for its next sender. */
export function freeLane(words: Int32Array, index: number, state: number): void {
  Atomics.compareExchange(words, index, state, laneState(generationOf(state) + 1, free));
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
  for (let lane = 0; lane < inbox.lanes; lane++)
    new Bell(words, laneStart(lane, inbox.capacity) + roomBellWord).alarm();
}

function endLane({ inbox, lane, generation }: SenderHandle, phase: number): void {
  const words = new Int32Array(inbox.memory);
  const was = laneState(generation, open);
  const index = phaseIndex(inbox, lane);
  if (Atomics.compareExchange(words, index, was, laneState(generation, phase)) === was)
    receiverBell(inbox).alarm();
}

function receiverBell(inbox: InboxHandle): Bell {
  return new Bell(new Int32Array(inbox.bell), bellWord);
}
