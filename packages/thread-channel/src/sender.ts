/// <reference lib="esnext.disposable" preserve="true" />
// The sending end of one lane into an inbox. A message is copied into the ring, or written there in place; `commit` then
// publishes it and wakes the receiver.

import { type Limits, limitsOf, type WaitOptions } from './arguments.ts';
import { ChannelClosed, EndIsBusy, FrameTooLarge, InvalidArgument } from './errors.ts';
import { EventCount } from './event-count.ts';
import { checkSenderHandle, closeSender, type SenderHandle, throwUnlessOpen } from './handle.ts';
import { eventWord, generationWord, laneStart, phaseWord, roomEventWord, writerWord } from './layout.ts';
import { largestFrame, RingWriter } from './ring.ts';
import { SendQueue } from './send-queue.ts';
import { type Attempt, checkSpin, type Spin, Spinner } from './spin.ts';

/** How a send waits for room. */
export interface SendOptions extends WaitOptions {
  /**
   * Called each time the ring is full, before the thread sleeps. Threads that send to each other in a circle cannot
   * deadlock if each drains its own inbox here; that invalidates a frame received before.
   */
  readonly whileFull?: (() => void) | undefined;
}

/**
 * Writes a message into `bytes` from `offset` on, and returns its length. It must not touch other bytes, nor send by the
 * same sender.
 */
export type Write = (bytes: Uint8Array, offset: number) => number;

export interface SenderOptions {
  /** Attempts before a blocking wait sleeps, 0 to 2^31 - 1, or `adaptive`; 0 by default (see the README on spinning). */
  readonly spin?: Spin | undefined;
  /**
   * Leaves a sleeping receiver asleep until `wake` is called or the ring is full; false by default. A burst of messages
   * then costs one wake-up. A receiver that is awake still sees each message at once.
   */
  readonly quiet?: boolean;
}

export class Sender {
  readonly handle: SenderHandle;
  /** Most bytes of a message. */
  readonly largest: number;
  private readonly ring: RingWriter;
  private readonly words: Int32Array;
  private readonly receiver: EventCount;
  private readonly room: EventCount;
  private readonly queue: SendQueue;
  /** The word at which the lane starts. */
  private readonly lane: number;
  private readonly spinner: Spinner;
  private readonly quiet: boolean;
  private hasClosed = false;

  /** The sending end, for the thread that sends. @throws InvalidArgument */
  static attach(handle: SenderHandle, options: SenderOptions = {}): Sender {
    return new Sender(handle, options);
  }

  private constructor(handle: SenderHandle, { spin = 0, quiet = false }: SenderOptions) {
    checkSenderHandle(handle);
    checkSpin(spin);
    const { inbox, lane } = handle;
    this.handle = handle;
    this.largest = largestFrame(inbox.capacity);
    this.ring = new RingWriter(inbox, lane);
    this.words = new Int32Array(inbox.memory);
    this.lane = laneStart(lane, inbox.capacity);
    this.receiver = new EventCount(new Int32Array(inbox.eventMemory), eventWord);
    this.room = new EventCount(this.words, this.lane + roomEventWord);
    this.queue = new SendQueue(this.room);
    this.spinner = new Spinner(spin);
    this.quiet = quiet;
  }

  /** Bytes of this sender's ring. */
  get capacity(): number {
    return this.handle.inbox.capacity;
  }

  /** Bytes of the ring in use; each message takes 4 more than its length, rounded up to a multiple of 4. */
  get usedBytes(): number {
    return this.ring.used();
  }

  /** Awaited sends that wait for room. */
  get waitingSends(): number {
    return this.queue.length;
  }

  /**
   * Sends a copy of the message, and never waits. Returns false if the ring is full.
   * @throws ChannelClosed, PeerDied, FrameTooLarge, InvalidArgument
   */
  trySend(message: Uint8Array): boolean {
    checkMessage(message);
    return this.queue.length === 0 && this.put(message);
  }

  /**
   * Sends a copy of the message; blocks the thread while the ring is full. Returns false if it still is at the timeout.
   * @throws as `trySend`, CannotBlock in a page, EndIsBusy behind awaited sends, or the signal's reason
   */
  send(message: Uint8Array, options?: SendOptions): boolean {
    const limits = limitsOf(options);
    return this.trySend(message) || this.block(() => this.put(message), limits, options?.whileFull);
  }

  /**
   * As `send`, for an event loop. Messages arrive in the order of the calls, awaited or not. The message must not change
   * before the promise settles.
   */
  async sendAsync(message: Uint8Array, options?: SendOptions): Promise<boolean> {
    const limits = limitsOf(options);
    if (!this.trySend(message))
      return this.queue.add(
        attempting(() => this.put(message), options?.whileFull),
        limits,
      );
    await this.room.yieldTurn();
    return true;
  }

  /**
   * Sends a message of up to `size` bytes that `write` writes in place, and never waits. Returns false without calling
   * `write` if the ring is full. If `write` throws, nothing is sent.
   * @throws ChannelClosed, PeerDied, FrameTooLarge, InvalidArgument, EndIsBusy if `write` sends by the same sender
   */
  tryWrite(size: number, write: Write): boolean {
    checkSize(size);
    return this.queue.length === 0 && this.putInPlace(size, write);
  }

  /** As `tryWrite`, but blocks the thread while the ring is full. Returns false if it still is at the timeout. */
  write(size: number, write: Write, options?: SendOptions): boolean {
    const limits = limitsOf(options);
    return (
      this.tryWrite(size, write) || this.block(() => this.putInPlace(size, write), limits, options?.whileFull)
    );
  }

  /** As `write`, for an event loop. */
  async writeAsync(size: number, write: Write, options?: SendOptions): Promise<boolean> {
    const limits = limitsOf(options);
    if (!this.tryWrite(size, write))
      return this.queue.add(
        attempting(() => this.putInPlace(size, write), options?.whileFull),
        limits,
      );
    await this.room.yieldTurn();
    return true;
  }

  /** Wakes the receiver if it sleeps. Only needed by a quiet sender. */
  wake(): void {
    this.receiver.notify();
  }

  /** Closes this sender and frees its lane. Messages already sent can still be received; those waiting for room are not sent. */
  close(): void {
    this.hasClosed = true;
    closeSender(this.handle);
    this.queue.retry();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  private put(message: Uint8Array): boolean {
    const at = this.reserve(message.length);
    if (at === -1) return false;
    this.ring.bytes.set(message, at);
    this.commit(message.length);
    return true;
  }

  private putInPlace(size: number, write: Write): boolean {
    const at = this.reserve(size);
    if (at === -1) return false;
    try {
      const length = write(this.ring.bytes, at);
      if (!Number.isInteger(length) || length < 0 || length > size)
        throw new InvalidArgument(`write returned ${length}: return the message's length, 0 to ${size}`);
      this.commit(length);
    } catch (error) {
      this.endWriting();
      throw error;
    }
    return true;
  }

  /** The place for a message, with the lane held for writing; -1 if there is no room. */
  private reserve(size: number): number {
    if (this.hasClosed) throw new ChannelClosed('the sender is closed');
    if (!(size <= this.largest)) throw new FrameTooLarge(size, this.largest);
    throwUnlessOpen(this.words[phaseWord] as number); // a plain read, at a tenth of the cost: `commit` loads it again
    if (this.beginWriting()) {
      const at = this.ring.reserve(size);
      if (at !== -1) return at;
      this.endWriting();
    }
    if (this.quiet) this.wake();
    this.throwIfEnded();
    return -1;
  }

  /** Checks the phase last: a receiver that saw the end before this message looks no more. */
  private commit(length: number): void {
    this.ring.commit(length);
    this.endWriting();
    if (!this.quiet) this.receiver.notify();
    this.throwIfEnded();
  }

  /**
   * Holds the lane, then checks that it is still this sender's. `connect` does the reverse: it claims the lane, then checks
   * that it is not held. So either this sender sees that it is closed, or the lane is not handed on. False while an earlier
   * sender that has just been closed still holds the lane.
   */
  private beginWriting(): boolean {
    const { generation } = this.handle;
    const writer = Atomics.compareExchange(this.words, this.lane + writerWord, 0, generation);
    if (writer === generation)
      throw new EndIsBusy(
        'a message is being written by this sender: send the next one when `write` has returned',
      );
    if (Atomics.load(this.words, this.lane + generationWord) === generation) return writer === 0;
    this.endWriting();
    this.room.notify(); // the lane's next sender may have found it held
    throw new ChannelClosed('the sender is closed');
  }

  private endWriting(): void {
    Atomics.compareExchange(this.words, this.lane + writerWord, this.handle.generation, 0);
  }

  private throwIfEnded(): void {
    throwUnlessOpen(Atomics.load(this.words, phaseWord));
  }

  private block(put: () => boolean, limits: Limits, whileFull: (() => void) | undefined): boolean {
    if (this.queue.length > 0)
      throw new EndIsBusy(
        'awaited sends wait for room: await them first, a blocked thread would hold them up',
      );
    return this.room.wait(attempting(put, whileFull), limits, this.spinner) ?? false;
  }
}

/**
 * `whileFull` runs after the room's event count is odd. If all threads of a circle slept on full rings, the last to call it
 * would have made room for its predecessor and seen that it waits.
 */
function attempting(put: () => boolean, whileFull: (() => void) | undefined): Attempt<true> {
  return () => {
    if (put()) return true;
    whileFull?.();
    return null;
  };
}

function checkMessage(message: Uint8Array): void {
  if (message?.BYTES_PER_ELEMENT !== 1)
    throw new InvalidArgument('the message is not a Uint8Array: encode it, or use a codec (see the README)');
}

/** Sizes beyond every ring are left to FrameTooLarge. */
function checkSize(size: number): void {
  if (!(Number.isInteger(size) && size >= 0) && size !== Number.POSITIVE_INFINITY)
    throw new InvalidArgument(
      `size is ${String(size)}: give the most bytes that write may write, an integer from 0 on`,
    );
}
