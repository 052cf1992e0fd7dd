// The sending end of one lane into an inbox. A message is copied into the ring, or written there in place; that it can
// be received, and that it rings if the receiver sleeps, are the two steps of `commit`.

import { type Attempt, Bell } from './bell.ts';
import { ChannelClosed, EndIsBusy, FrameTooLarge, InvalidArgument } from './errors.ts';
import { closeSender, type SenderHandle, throwUnlessOpen } from './handle.ts';
import { bellWord, laneStart, phaseWord, roomBellWord } from './layout.ts';
import { largestFrame, RingWriter } from './ring.ts';
import { SendQueue } from './send-queue.ts';

/** How long a send may take, and what to do meanwhile. */
export interface Patience {
  /** Milliseconds to wait for room; without end if left out. */
  readonly timeout?: number;
  /**
   * Called each time that the ring is found full, before the thread sleeps. Threads that send to each other in a circle
   * never stand still for good if each of them drains its own inbox here. A frame held from before is then valid no more.
   */
  readonly whileFull?: () => void;
}

/**
 * Writes a message into `bytes` from `offset` on, and returns how many bytes it has written. It must not touch other
 * bytes, nor send by the same sender.
 */
export type Write = (bytes: Uint8Array, offset: number) => number;

export interface SenderOptions {
  /** How often to look for room before going to sleep; 0 by default (see the README on spinning). */
  readonly spin?: number;
  /**
   * Leaves a receiver that sleeps asleep until `wake` is called, or the ring is full; false by default. Whoever sends
   * many messages in a row then wakes it once. A receiver that is awake finds each of them at once all the same.
   */
  readonly quiet?: boolean;
}

export class Sender {
  readonly handle: SenderHandle;
  /** The most bytes that a message may have. */
  readonly largest: number;
  private readonly ring: RingWriter;
  private readonly words: Int32Array;
  private readonly receiver: Bell;
  private readonly room: Bell;
  private readonly queue: SendQueue;
  private readonly spin: number;
  private readonly quiet: boolean;
  private hasClosed = false;

  /** To be called in the thread that sends. */
  static attach(handle: SenderHandle, options: SenderOptions = {}): Sender {
    return new Sender(handle, options);
  }

  private constructor(handle: SenderHandle, { spin = 0, quiet = false }: SenderOptions) {
    const { inbox, lane } = handle;
    this.handle = handle;
    this.largest = largestFrame(inbox.capacity);
    this.ring = new RingWriter(inbox, lane);
    this.words = new Int32Array(inbox.memory);
    this.receiver = new Bell(new Int32Array(inbox.bell), bellWord);
    this.room = new Bell(this.words, laneStart(lane, inbox.capacity) + roomBellWord);
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
   * Sends a copy of the message; blocks the thread while the ring is full. Returns false if it still is when the time
   * is up.
   * @throws ChannelClosed, PeerDied, FrameTooLarge
   */
  send(message: Uint8Array, patience?: Patience): boolean {
    return this.trySend(message) || this.block(() => this.put(message), patience);
  }

  /**
   * As `send`, for an event loop. Messages arrive in the order of the calls, awaited or not. The message must not change
   * before the promise settles.
   */
  async sendAsync(message: Uint8Array, patience?: Patience): Promise<boolean> {
    if (!this.trySend(message)) return this.enqueue(() => this.put(message), patience);
    await this.room.breathe();
    return true;
  }

  /**
   * Lets a message of up to `size` bytes be written in place, and never waits. Returns false, without having called
   * `write`, if the ring is full. If `write` throws, nothing is sent.
   * @throws ChannelClosed, PeerDied, FrameTooLarge, InvalidArgument
   */
  tryWrite(size: number, write: Write): boolean {
    return this.queue.isEmpty && this.putInPlace(size, write);
  }

  /** As `tryWrite`, but blocks the thread while the ring is full. Returns false if it still is when the time is up. */
  write(size: number, write: Write, patience?: Patience): boolean {
    return this.tryWrite(size, write) || this.block(() => this.putInPlace(size, write), patience);
  }

  /** As `write`, for an event loop. */
  async writeAsync(size: number, write: Write, patience?: Patience): Promise<boolean> {
    if (!this.tryWrite(size, write)) return this.enqueue(() => this.putInPlace(size, write), patience);
    await this.room.breathe();
    return true;
  }

  /** Wakes the receiver, if it sleeps. Only a quiet sender's messages need it. */
  wake(): void {
    this.receiver.ring();
  }

  /** Ends this sender's part and frees its lane. What it has sent can still be received; what waits for room is not sent. */
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
      throw new InvalidArgument(`${length} bytes were written into a message of at most ${size}`);
    this.commit(length);
    return true;
  }

  private reserve(size: number): number {
    if (this.hasClosed) throw new ChannelClosed('this sender is closed');
    if (!(size <= this.largest)) throw new FrameTooLarge(size, this.largest);
    throwUnlessOpen(this.words[phaseWord] as number); // read plainly, at a tenth of the cost: `commit` makes sure
    const at = this.ring.reserve(size);
    if (at === -1) {
      if (this.quiet) this.wake();
      this.throwIfEnded();
    }
    return at;
  }

  /** Looks for the end last: a receiver that has seen the end before it could see the message will not look again. */
  private commit(length: number): void {
    this.ring.commit(length);
    if (!this.quiet) this.receiver.ring();
    this.throwIfEnded();
  }

  private throwIfEnded(): void {
    throwUnlessOpen(Atomics.load(this.words, phaseWord));
  }

  private block(
    put: () => boolean,
    { timeout = Number.POSITIVE_INFINITY, whileFull }: Patience = {},
  ): boolean {
    if (!this.queue.isEmpty)
      throw new EndIsBusy(
        'messages sent by sendAsync wait for room: a thread that blocks would hold them up',
      );
    return this.room.until(patiently(put, whileFull), timeout, this.spin) ?? false;
  }

  private enqueue(put: () => boolean, { timeout = Number.POSITIVE_INFINITY, whileFull }: Patience = {}) {
    return this.queue.add(patiently(put, whileFull), timeout);
  }
}

/**
 * The note hangs at the room bell before `whileFull` is called. If all threads of a circle slept on full rings, the last
 * of them to call it would have made room for the one before it, and found that one's note.
 */
function patiently(put: () => boolean, whileFull: (() => void) | undefined): Attempt<true> {
  return () => {
    if (put()) return true;
    whileFull?.();
    return null;
  };
}
