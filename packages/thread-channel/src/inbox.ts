/// <reference lib="esnext.disposable" preserve="true" />
// The receiving end of a channel: its options, and every way to wait for a message.

import { checkCount, checkInteger, limitsOf, type WaitOptions } from './arguments.ts';
import { ChannelClosed, PeerDied } from './errors.ts';
import type { FrameOf } from './frame.ts';
import { checkInboxHandle, closeInbox, connect, type InboxHandle, type SenderHandle } from './handle.ts';
import { identityWord, memorySize } from './layout.ts';
import { Receiver } from './receiver.ts';
import { checkSpin, type Spin } from './spin.ts';

/** A received message. */
export interface Frame extends FrameOf<Inbox> {}

export interface InboxOptions {
  /** Senders at a time, 1 to 4096; 16 by default. */
  readonly lanes?: number;
  /**
   * Bytes of each sender's ring, 64 to 2^28, rounded up to a power of two; 64 KiB by default. The largest message has 4
   * bytes less. Twice as much address space is reserved; memory is used only as far as messages have reached.
   */
  readonly capacity?: number;
  /** Another inbox of the same receiver: `select` takes inboxes that were created selectable with each other. */
  readonly selectableWith?: Inbox | InboxHandle;
  /** Closes the inbox once it has had senders and all of them have closed or died; false by default. */
  readonly endsWithLastSender?: boolean;
  /**
   * Lets any number of threads attach and receive: each message goes to one of them, and a frame is a copy in that
   * thread's own memory. False by default: one thread receives, in place.
   */
  readonly shared?: boolean;
}

export interface ReceiverOptions {
  /** Attempts before a blocking wait sleeps, 0 to 2^31 - 1, or `adaptive`; 0 by default (see the README on spinning). */
  readonly spin?: Spin | undefined;
}

/** The parts of an inbox that `select` uses. */
export let receiverOf: (inbox: Inbox) => Receiver<Inbox>;

export class Inbox {
  readonly handle: InboxHandle;
  readonly #receiver: Receiver<Inbox>;

  static {
    receiverOf = (inbox) => inbox.#receiver;
  }

  /** Makes a new inbox, in any thread; the receiving thread attaches by the handle. @throws InvalidArgument */
  static create(options: InboxOptions = {}): Inbox {
    const {
      lanes = 16,
      capacity = 65536,
      selectableWith,
      endsWithLastSender = false,
      shared = false,
    } = options;
    checkInteger('lanes', lanes, 1, 4096);
    checkInteger('capacity', capacity, 64, 2 ** 28);
    const powerOfTwo = 2 ** Math.ceil(Math.log2(capacity));
    const memory = new SharedArrayBuffer(memorySize(lanes, powerOfTwo));
    new Int32Array(memory)[identityWord] = Math.floor(Math.random() * 2 ** 32);
    const other = selectableWith instanceof Inbox ? selectableWith.handle : selectableWith;
    if (other !== undefined) checkInboxHandle(other);
    const eventMemory = other?.eventMemory ?? memory;
    return new Inbox({ memory, lanes, capacity: powerOfTwo, eventMemory, endsWithLastSender, shared }, {});
  }

  /**
   * The receiving end of an inbox, for one thread at a time, or for several if it is shared.
   * @throws InvalidArgument
   */
  static attach(handle: InboxHandle, options: ReceiverOptions = {}): Inbox {
    checkInboxHandle(handle);
    return new Inbox(handle, options);
  }

  private constructor(handle: InboxHandle, { spin = 0 }: ReceiverOptions) {
    checkSpin(spin);
    this.handle = handle;
    this.#receiver = new Receiver<Inbox>(this, handle, spin);
  }

  /**
   * Claims a lane for another sender, at any time.
   * @param firstLane lane to search from; connecting many senders in turn then skips the lanes already taken
   * @throws NoFreeLane, ChannelClosed, PeerDied
   */
  connect(firstLane = 0): SenderHandle {
    return connect(this.handle, firstLane);
  }

  /** True when the inbox is closed and its last message has been received. */
  get ended(): boolean {
    return this.#receiver.ended;
  }

  /** Bytes of the messages not yet received; each counts 4 more than its length, rounded up to a multiple of 4. */
  get pendingBytes(): number {
    return this.#receiver.pendingBytes;
  }

  /** Whether `tryReceive` would not return null: there is a message, or the end. */
  get ready(): boolean {
    return this.#receiver.isReady();
  }

  /**
   * The next message, or null if there is none now; valid until the next receive.
   * @throws ChannelClosed when the inbox is closed and empty; PeerDied if a sender's death ended it; EndIsBusy
   */
  tryReceive(): Frame | null {
    this.#receiver.throwIfBusy();
    return this.#receiver.nextOrThrow();
  }

  /**
   * The next message; blocks the thread until there is one. Null at the timeout (ms). Throws as `tryReceive`.
   * @throws InvalidArgument, CannotBlock in a page, or the signal's reason
   */
  receive(limits?: number | WaitOptions): Frame | null {
    const { events, nextOrThrow, spinner } = this.#receiver;
    const checked = limitsOf(limits);
    return this.tryReceive() ?? events.wait(nextOrThrow, checked, spinner);
  }

  /** As `receive`, for an event loop. Keeps the process alive no longer than its timeout. */
  async receiveAsync(limits?: number | WaitOptions): Promise<Frame | null> {
    const { events, nextOrThrow } = this.#receiver;
    const checked = limitsOf(limits);
    this.#receiver.begin();
    try {
      await events.yieldTurn();
      return nextOrThrow() ?? (await events.waitAsync(nextOrThrow, checked));
    } finally {
      this.#receiver.end();
    }
  }

  /**
   * Visits the messages that have arrived, at most `limit`, and returns their number; each is valid while it is visited. Never waits
   * and never throws for a closed channel: the next receive does.
   * @throws EndIsBusy, InvalidArgument
   */
  drain(visit: (frame: Frame) => void, limit = Number.POSITIVE_INFINITY): number {
    checkCount('limit', limit);
    this.#receiver.throwIfBusy();
    for (let count = 0; count < limit; count++) {
      const frame = this.#receiver.next();
      if (frame === null) return count;
      visit(frame);
    }
    return limit;
  }

  /**
   * Calls `wake` once, in a later turn, as soon as the inbox is `ready`. Receives nothing, so a scheduler of
   * its own can wait for several things and take one. Returns the cancellation, which loses no message.
   */
  onReady(wake: () => void): () => void {
    const { events } = this.#receiver;
    let isPending = true;
    let cancel = () => {};
    const check = () => {
      if (!isPending) return;
      const count = events.prepare();
      if (!this.#receiver.isReady()) cancel = events.subscribe(count, check);
      else {
        isPending = false;
        wake();
      }
    };
    queueMicrotask(check);
    return () => {
      isPending = false;
      cancel();
    };
  }

  /** Closes the inbox for all its senders. Messages already sent can still be received. */
  close(): void {
    closeInbox(this.handle);
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** All messages until the channel is closed; blocks the thread between them. @throws PeerDied */
  *[Symbol.iterator](): Generator<Frame, void> {
    try {
      for (;;) yield this.receive() as Frame;
    } catch (error) {
      if (!isOrderlyEnd(error)) throw error;
    }
  }

  /** As the iterator, for an event loop. */
  [Symbol.asyncIterator](): AsyncGenerator<Frame, void> {
    return this.messages();
  }

  /** All messages until the channel is closed, for an event loop. @throws PeerDied, or the signal's reason */
  async *messages({ signal }: Pick<WaitOptions, 'signal'> = {}): AsyncGenerator<Frame, void> {
    try {
      for (;;) yield (await this.receiveAsync({ signal })) as Frame;
    } catch (error) {
      if (!isOrderlyEnd(error)) throw error;
    }
  }
}

function isOrderlyEnd(error: unknown): boolean {
  return error instanceof ChannelClosed && !(error instanceof PeerDied);
}
