// The handles of channel ends, and the operations that need only a handle: claim a lane, close, declare an end dead,
// reopen. A handle is plain data around shared memory and passes through `workerData` and `postMessage` unchanged.

import { ChannelClosed, InvalidArgument, NoFreeLane, PeerDied } from './errors.ts';
import { EventCount } from './event-count.ts';
import {
  eventWord,
  generationWord,
  headWord,
  type Layout,
  laneStart,
  memorySize,
  phaseWord,
  roomEventWord,
  senderDiedWord,
  tailWord,
  writerWord,
} from './layout.ts';

/** An inbox, in any thread. */
export interface InboxHandle extends Layout {
  /** The memory that holds the receiver's event count: the inbox's own, or that of the inbox it is selectable with. */
  readonly eventMemory: SharedArrayBuffer;
  readonly endsWithLastSender: boolean;
  /** Whether several threads may receive. */
  readonly shared: boolean;
}

/** One sender's lane into an inbox. One thread at a time may send by it. */
export interface SenderHandle {
  readonly inbox: InboxHandle;
  readonly lane: number;
  /** The lane's generation when this sender connected: distinguishes it from the lane's later senders. */
  readonly generation: number;
}

/** The phases of an inbox, in the lowest two bits of the phase word. */
const open = 0;
const closed = 1;
const died = 2;
const phaseBits = 2;

/** Whether a phase word is that of an open inbox. */
export function isOpen(word: number): boolean {
  return (word & ((1 << phaseBits) - 1)) === open;
}

/** The number of `reopen` calls before, by a phase word: distinguishes a receiver from its successors. */
export function receiverGeneration(word: number): number {
  return word >>> phaseBits;
}

/** Whether a lane of that generation has a sender. */
export function isTaken(generation: number): boolean {
  return (generation & 1) === 1;
}

/**
 * Claims a free lane for another sender. The receiver need not be notified. Messages that an earlier sender left in the lane
 * are received first.
 * @param firstLane lane that the search begins with; those before it are not tried
 * @throws NoFreeLane, ChannelClosed, PeerDied
 */
export function connect(inbox: InboxHandle, firstLane = 0): SenderHandle {
  const words = new Int32Array(inbox.memory);
  for (let lane = firstLane; lane < inbox.lanes; lane++) {
    throwUnlessOpen(Atomics.load(words, phaseWord));
    const generation = claim(words, laneStart(lane, inbox.capacity));
    if (generation === null) continue;
    if (mayConnect(words, laneStart(lane, inbox.capacity))) return { inbox, lane, generation };
    Atomics.store(words, laneStart(lane, inbox.capacity) + generationWord, generation - 1);
    receiverEvents(inbox).notifyAlways(); // it may have counted the lane as taken
  }
  throwUnlessOpen(Atomics.load(words, phaseWord));
  throw new NoFreeLane(inbox.lanes);
}

/** Takes a lane if it is free: its new generation, or null. */
function claim(words: Int32Array, start: number): number | null {
  const before = Atomics.load(words, start + generationWord);
  if (isTaken(before)) return null;
  const isClaimed = Atomics.compareExchange(words, start + generationWord, before, before + 1) === before;
  return isClaimed ? before + 1 : null;
}

/** Checked after the claim: the inbox is open, and no earlier sender of the lane is still writing. */
function mayConnect(words: Int32Array, start: number): boolean {
  return isOpen(Atomics.load(words, phaseWord)) && Atomics.load(words, start + writerWord) === 0;
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

/** As `receiverDied`, unless the inbox was reopened since it had this generation. */
export function receiverOfGenerationDied(inbox: InboxHandle, generation: number): void {
  endInbox(inbox, died, generation);
}

/** Closes a sender and frees its lane; its pending and later sends throw `ChannelClosed`. Idempotent. */
export function closeSender(sender: SenderHandle): void {
  leaveLane(sender);
}

/** Declares that a sender's thread has ended. Messages already sent can still be received. Does nothing after a close. */
export function senderDied(sender: SenderHandle): void {
  const { inbox, generation } = sender;
  const words = new Int32Array(inbox.memory);
  discardUnfinished(sender);
  if (Atomics.load(words, laneOf(sender) + generationWord) === generation)
    Atomics.store(words, senderDiedWord, 1);
  leaveLane(sender);
}

/**
 * Makes a sender's handle ready for another thread: discards the message that the previous one was writing when it ended, and
 * wakes the receiver, which that one may have left asleep. Call it after the thread has ended and before the new one attaches.
 */
export function reopenSender(sender: SenderHandle): void {
  discardUnfinished(sender);
  receiverEvents(sender.inbox).notifyAlways();
}

/** Releases the lane of a thread that ended within a write. */
function discardUnfinished(sender: SenderHandle): void {
  const words = new Int32Array(sender.inbox.memory);
  const lane = laneOf(sender);
  const { generation } = sender;
  if (Atomics.compareExchange(words, lane + writerWord, generation, 0) === generation)
    new EventCount(words, lane + roomEventWord).notifyAlways();
}

/**
 * Makes an inbox ready for another receiver: discards its messages, and lets its senders send again, those that got
 * `PeerDied` too. Call it after the receiving thread has ended and before the new one attaches. An `Inbox` that has
 * received before gets `ChannelClosed` from then on.
 */
export function reopen(inbox: InboxHandle): void {
  const words = new Int32Array(inbox.memory);
  for (let lane = 0; lane < inbox.lanes; lane++) {
    const start = laneStart(lane, inbox.capacity);
    Atomics.store(words, start + headWord, Atomics.load(words, start + tailWord));
  }
  Atomics.store(words, senderDiedWord, 0);
  const generation = receiverGeneration(Atomics.load(words, phaseWord)) + 1;
  Atomics.store(words, phaseWord, (generation << phaseBits) | open);
  notifyAll(inbox);
}

/** @throws ChannelClosed, PeerDied unless the phase word is that of an open inbox */
export function throwUnlessOpen(word: number): void {
  if (isOpen(word)) return;
  if ((word & died) !== 0) throw new PeerDied('the thread at the other end of the channel died');
  throw new ChannelClosed('the channel is closed');
}

/** Wakes every waiter of the inbox, after a death too: see `EventCount.notifyAlways`. */
export function notifyAll(inbox: InboxHandle): void {
  receiverEvents(inbox).notifyAlways();
  const words = new Int32Array(inbox.memory);
  for (let lane = 0; lane < inbox.lanes; lane++)
    new EventCount(words, laneStart(lane, inbox.capacity) + roomEventWord).notifyAlways();
}

/** @throws InvalidArgument unless the value is the handle of an inbox */
export function checkInboxHandle(handle: InboxHandle): void {
  const { memory, eventMemory, lanes, capacity } = handle ?? {};
  const isWhole =
    isShared(memory) && isShared(eventMemory) && memory.byteLength === memorySize(lanes, capacity);
  if (!isWhole)
    throw new InvalidArgument('not the handle of an inbox: pass `inbox.handle` by workerData or postMessage');
}

/** @throws InvalidArgument unless the value is the handle of a sender */
export function checkSenderHandle(handle: SenderHandle): void {
  const { inbox, lane, generation } = handle ?? {};
  checkInboxHandle(inbox);
  if (!(Number.isInteger(lane) && lane >= 0 && lane < inbox.lanes && isTaken(generation)))
    throw new InvalidArgument('not the handle of a sender: pass what `connect` returned');
}

/** By its tag, because a buffer of another realm is no `instanceof`. */
function isShared(memory: unknown): memory is SharedArrayBuffer {
  return Object.prototype.toString.call(memory) === '[object SharedArrayBuffer]';
}

function endInbox(inbox: InboxHandle, phase: number, generation?: number): void {
  const words = new Int32Array(inbox.memory);
  const word = Atomics.load(words, phaseWord);
  if (isOpen(word) && (generation === undefined || generation === receiverGeneration(word)))
    Atomics.compareExchange(words, phaseWord, word, word | phase);
  notifyAll(inbox); // even if it had ended: the thread that ended it may have died before it notified
}

function leaveLane(sender: SenderHandle): void {
  const { inbox, generation } = sender;
  const words = new Int32Array(inbox.memory);
  const index = laneOf(sender) + generationWord;
  Atomics.compareExchange(words, index, generation, (generation + 1) | 0);
  receiverEvents(inbox).notifyAlways(); // even if it had left: it may have died before it notified
  new EventCount(words, laneOf(sender) + roomEventWord).notifyAlways();
}

function laneOf({ inbox, lane }: SenderHandle): number {
  return laneStart(lane, inbox.capacity);
}

function receiverEvents(inbox: InboxHandle): EventCount {
  return new EventCount(new Int32Array(inbox.eventMemory), eventWord);
}
