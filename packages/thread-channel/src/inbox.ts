// The receiving end: merges the senders' lanes behind one event count. It serves the lanes in turns of bounded length, so
// that no sender starves another.

import { ChannelClosed, EndIsBusy, InvalidArgument, PeerDied } from './errors.ts';
import { EventCount } from './event-count.ts';
import type { FrameOf } from './frame.ts';
import {
  closeInbox,
  connect,
  type InboxHandle,
  isTaken,
  open,
  type SenderHandle,
  throwUnlessOpen,
} from './handle.ts';
import { Lane } from './lane.ts';
import {
  eventWord,
  generationWord,
  identityWord,
  laneStart,
  memorySize,
  phaseWord,
  senderDiedWord,
} from './layout.ts';

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
}

export interface ReceiverOptions {
  /** Attempts before the thread sleeps; 0 by default (see the README on spinning). */
  readonly spin?: number;
}

/** Most frames taken from one lane before the next lane's turn. */
const turnLength = 32;

export class Inbox {
  readonly handle: InboxHandle;
  /** The event count at which the receiver waits; shared by inboxes that are selectable with each other. */
  readonly events: EventCount;
  readonly spin: number;
  private readonly words: Int32Array;
  private lanes: Lane<Inbox>[] | null = null;
  /** The lane whose turn it is, and the frames taken in this turn. */
  private turn = 0;
  private served = 0;
  private isReceiving = false;
  private isEnded = false;

  /** Makes a new inbox, in any thread; the receiving thread attaches by the handle. @throws InvalidArgument */
  static create(options: InboxOptions = {}): Inbox {
    const { lanes = 16, capacity = 65536, selectableWith, endsWithLastSender = false } = options;
    checkRange('lanes', lanes, 1, 4096);
    checkRange('capacity', capacity, 64, 2 ** 28);
    const powerOfTwo = 2 ** Math.ceil(Math.log2(capacity));
    const memory = new SharedArrayBuffer(memorySize(lanes, powerOfTwo));
    const words = new Int32Array(memory);
    words[identityWord] = Math.floor(Math.random() * 2 ** 32);
    const other = selectableWith instanceof Inbox ? selectableWith.handle : selectableWith;
    return new Inbox({
      memory,
      lanes,
      capacity: powerOfTwo,
      eventMemory: other?.eventMemory ?? memory,
      endsWithLastSender,
    });
  }

  /** The receiving end of an inbox. At most one thread at a time may use it. */
  static attach(handle: InboxHandle, options: ReceiverOptions = {}): Inbox {
    return new Inbox(handle, options);
  }

  private constructor(handle: InboxHandle, { spin = 0 }: ReceiverOptions = {}) {
    this.handle = handle;
    this.words = new Int32Array(handle.memory);
    this.events = new EventCount(new Int32Array(handle.eventMemory), eventWord);
    this.spin = spin;
  }

  /** Claims a lane for another sender, at any time. @throws NoFreeLane, ChannelClosed, PeerDied */
  connect(): SenderHandle {
    return connect(this.handle);
  }

  /** True when the inbox is closed and its last message has been received. */
  get ended(): boolean {
    return this.isEnded;
  }

  /**
   * The next message, or null if there is none now; valid until the next receive.
   * @throws ChannelClosed when the inbox is closed and empty; PeerDied if a sender's death ended it
   */
  tryReceive(): Frame | null {
    this.throwIfReceiving();
    return this.nextOrThrow();
  }

  /** The next message; blocks the thread until there is one. Null after `timeout` ms. Throws as `tryReceive`. */
  receive(timeout = Number.POSITIVE_INFINITY): Frame | null {
    return this.tryReceive() ?? this.events.wait(this.nextOrThrow, timeout, this.spin);
  }

  /** As `receive`, for an event loop. Keeps the process alive no longer than its timeout. @throws EndIsBusy too */
  async receiveAsync(timeout = Number.POSITIVE_INFINITY): Promise<Frame | null> {
    this.throwIfReceiving();
    this.isReceiving = true;
    try {
      await this.events.yieldTurn();
      return this.nextOrThrow() ?? (await this.events.waitAsync(this.nextOrThrow, timeout));
    } finally {
      this.isReceiving = false;
    }
  }

  /**
   * Visits the messages at hand, at most `limit`, and returns their number; each is valid while it is visited. Never waits
   * and never throws for a closed channel: the next receive does.
   */
  drain(visit: (frame: Frame) => void, limit = Number.POSITIVE_INFINITY): number {
    this.throwIfReceiving();
    for (let count = 0; count < limit; count++) {
      const frame = this.next();
      if (frame === null) return count;
      visit(frame);
    }
    return limit;
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
  async *[Symbol.asyncIterator](): AsyncGenerator<Frame, void> {
    try {
      for (;;) yield (await this.receiveAsync()) as Frame;
    } catch (error) {
      if (!isOrderlyEnd(error)) throw error;
    }
  }

  private readonly nextOrThrow = (): Frame | null => {
    const frame = this.next();
    if (frame === null && this.isEnded) this.throwEnd();
    return frame;
  };

  /** The next message, or null: `ended` tells whether the inbox has ended. For `select`. */
  next(): Frame | null {
    if (this.isEnded) return null;
    const frame = this.takeInTurn();
    if (frame !== null) return frame;
    if (this.handle.endsWithLastSender && this.lastSenderHasLeft()) this.close();
    if (Atomics.load(this.words, phaseWord) === open) return null;
    const last = this.takeInTurn(); // messages sent before the end are visible by now
    this.isEnded = last === null;
    return last;
  }

  /** A lane that is empty or has had its turn gets back all its room, so a receiver holds none while it sleeps. */
  private takeInTurn(): Frame | null {
    this.lanes ??= Array.from({ length: this.handle.lanes }, (_, i) => new Lane(this, this.handle, i));
    const mostVisits = this.lanes.length + (this.served === turnLength ? 1 : 0);
    for (let visits = 0; visits < mostVisits; visits++) {
      const lane = this.lanes[this.turn] as Lane<Inbox>;
      if (this.served < turnLength && lane.next()) {
        this.served += 1;
        return lane;
      }
      lane.giveRoom();
      this.turn = (this.turn + 1) % this.lanes.length;
      this.served = 0;
    }
    return null;
  }

  private lastSenderHasLeft(): boolean {
    let generations = 0;
    for (let lane = 0; lane < this.handle.lanes; lane++) {
      const generation = Atomics.load(this.words, laneStart(lane, this.handle.capacity) + generationWord);
      if (isTaken(generation)) return false;
      generations |= generation;
    }
    return generations !== 0;
  }

  private throwIfReceiving(): void {
    if (this.isReceiving)
      throw new EndIsBusy('a receive is under way: await it first, an inbox serves one at a time');
  }

  private throwEnd(): never {
    if (this.handle.endsWithLastSender && Atomics.load(this.words, senderDiedWord) === 1)
      throw new PeerDied('a sender died before it closed');
    throwUnlessOpen(Atomics.load(this.words, phaseWord));
    throw new ChannelClosed('the channel is closed');
  }
}

function isOrderlyEnd(error: unknown): boolean {
  return error instanceof ChannelClosed && !(error instanceof PeerDied);
}

function checkRange(name: string, value: number, least: number, most: number): void {
  if (!Number.isInteger(value) || value < least || value > most)
    throw new InvalidArgument(`${name} is ${value}: give an integer from ${least} to ${most}`);
}
