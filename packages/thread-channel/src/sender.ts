// The sending end of one lane into an inbox. A message is copied into the ring, or written there in place; `commit` then
// publishes it and wakes the receiver.

import { ChannelClosed, EndIsBusy, FrameTooLarge, InvalidArgument } from './errors.ts';
import { type Attempt, EventCount } from './event-count.ts';
import { closeSender, type SenderHandle, throwUnlessOpen } from './handle.ts';
import { eventWord, laneStart, phaseWord, roomEventWord } from './layout.ts';
import { largestFrame, RingWriter } from './ring.ts';
import { SendQueue } from './send-queue.ts';

/** How a send waits for room. */
export interface SendOptions {
  /** Milliseconds to wait for room; Infinity by default. */
  readonly timeout?: number;
  /**
   * Called each time the ring is full, before the thread sleeps. Threads that send to each other in a circle cannot
   * deadlock if each drains its own inbox here; that invalidates a frame received before.
   */
  readonly whileFull?: () => void;
}

/**
 * Writes a message into `bytes` from `offset` on, and returns its length. It must not touch other bytes, nor send by the
 * same sender.
 */
export type Write = (bytes: Uint8Array, offset: number) => number;

export interface SenderOptions {
  /** Attempts before the thread sleeps; 0 by default (see the README on spinning). */
  readonly spin?: number;
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
  private readonly spin: number;
  private readonly quiet: boolean;
  private hasClosed = false;

  /** The sending end, for the thread that sends. */
  static attach(handle: SenderHandle, options: SenderOptions = {}): Sender {
    return new Sender(handle, options);
  }

  private constructor(handle: SenderHandle, { spin = 0, quiet = false }: SenderOptions) {
    const { inbox, lane } = handle;
    this.handle = handle;
    this.largest = largestFrame(inbox.capacity);
    this.ring = new RingWriter(inbox, lane);
    this.words = new Int32Array(inbox.memory);
    this.receiver = new EventCount(new Int32Array(inbox.eventMemory), eventWord);
    this.room = new EventCount(this.words, laneStart(lane, inbox.capacity) + roomEventWord);
    this.queue = new SendQueue(this.room);
    this.spin = spin;
    this.quiet = quiet;
  }

  /**
   * Sends a copy of the message, and never waits. Returns false if the ring is full.
   * @throws ChannelClosed, PeerDied, FrameTooLarge
   */
  trySend(message: Uint8Array): boolean {
    return this.queue.isEmpty && this.put(message);
  }

  /**
   * Sends a copy of the message; blocks the thread while the ring is full. Returns false if it still is after the timeout.
   * @throws ChannelClosed, PeerDied, FrameTooLarge
   */
  send(message: Uint8Array, patience?: SendOptions): boolean {
    return this.trySend(message) || this.block(() => this.put(message), patience);
  }

  /**
   * As `send`, for an event loop. Messages arrive in the order of the calls, awaited or not. The message must not change
   * before the promise settles.
   */
  async sendAsync(message: Uint8Array, patience?: SendOptions): Promise<boolean> {
    if (!this.trySend(message)) return this.enqueue(() => this.put(message), patience);
    await this.room.yieldTurn();
    return true;
  }

  /**
   * Sends a message of up to `size` bytes that `write` writes in place, and never waits. Returns false without calling
   * `write` if the ring is full. If `write` throws, nothing is sent.
   * @throws ChannelClosed, PeerDied, FrameTooLarge, InvalidArgument
   */
  tryWrite(size: number, write: Write): boolean {
    return this.queue.isEmpty && this.putInPlace(size, write);
  }

  /** As `tryWrite`, but blocks the thread while the ring is full. Returns false if it still is after the timeout. */
  write(size: number, write: Write, patience?: SendOptions): boolean {
    return this.tryWrite(size, write) || this.block(() => this.putInPlace(size, write), patience);
  }

  /** As `write`, for an event loop. */
  async writeAsync(size: number, write: Write, patience?: SendOptions): Promise<boolean> {
    if (!this.tryWrite(size, write)) return this.enqueue(() => this.putInPlace(size, write), patience);
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
    const length = write(this.ring.bytes, at);
    if (!Number.isInteger(length) || length < 0 || length > size)
      throw new InvalidArgument(`write returned ${length}: return the message's length, 0 to ${size}`);
    this.commit(length);
    return true;
  }

  private reserve(size: number): number {
    if (this.hasClosed) throw new ChannelClosed('this sender is closed');
    if (!(size <= this.largest)) throw new FrameTooLarge(size, this.largest);
    throwUnlessOpen(this.words[phaseWord] as number); // a plain read, at a tenth of the cost: `commit` loads it again
    const at = this.ring.reserve(size);
    if (at === -1) {
      if (this.quiet) this.wake();
      this.throwIfEnded();
    }
    return at;
  }

  /** Checks the phase last: a receiver that saw the end before this message looks no more. */
  private commit(length: number): void {
    this.ring.commit(length);
    if (!this.quiet) this.receiver.notify();
    this.throwIfEnded();
  }

  private throwIfEnded(): void {
    throwUnlessOpen(Atomics.load(this.words, phaseWord));
  }

  private block(
    put: () => boolean,
    { timeout = Number.POSITIVE_INFINITY, whileFull }: SendOptions = {},
  ): boolean {
    if (!this.queue.isEmpty)
      throw new EndIsBusy(
        'awaited sends wait for room: await them first, a blocked thread would hold them up',
      );
    return this.room.wait(attempting(put, whileFull), timeout, this.spin) ?? false;
  }

  private enqueue(put: () => boolean, { timeout = Number.POSITIVE_INFINITY, whileFull }: SendOptions = {}) {
    return this.queue.add(attempting(put, whileFull), timeout);
  }
}

/**
 * `whileFull` runs after the room's event count is set. If all threads of a circle slept on full rings, the last to call it
 * would have made room for its predecessor and seen that it waits.
 */
function attempting(put: () => boolean, whileFull: (() => void) | undefined): Attempt<true> {
  return () => {
    if (put()) return true;
    whileFull?.();
    return null;
  };
}
