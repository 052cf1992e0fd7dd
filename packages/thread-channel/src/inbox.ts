// The receiving end: merges many lanes, one ring for each sender, behind one bell. It takes from the lanes in turn, so
// that no sender keeps another waiting for longer than a turn.

import { Bell } from './bell.ts';
import { ChannelClosed, EndIsBusy, InvalidArgument, PeerDied } from './errors.ts';
import type { Frame } from './frame.ts';
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
import { bellWord, identityWord, laneStart, lossWord, memorySize, phaseWord, sendersWord } from './layout.ts';

export interface InboxOptions {
  /** How many senders it can have at a time, 1 to 4096; 16 by default. */
  readonly lanes?: number;
  /**
   * Bytes of each sender's ring, 64 to 2^28, rounded up to a power of two; 64 KiB by default. The largest message has 4
   * bytes less. Memory is reserved for twice as much, and used only as far as messages have reached.
   */
  readonly capacity?: number;
  /** An inbox received by the same thread: `select` works only among inboxes that share a bell. */
  readonly sharesBellWith?: Inbox | InboxHandle;
  /** Ends the inbox when it had senders and all of them have closed or died; false by default. */
  readonly endsWithLastSender?: boolean;
}

export interface ReceiverOptions {
  /** How often to look for a message before going to sleep; 0 by default (see the README on spinning). */
  readonly spin?: number;
}

/** The most frames taken from one lane while others may have some. */
const turnLength = 32;

export class Inbox {
  readonly handle: InboxHandle;
  /** Where the thread that receives sleeps. Shared by the inboxes among which `select` chooses. */
  readonly bell: Bell;
  readonly spin: number;
  private readonly words: Int32Array;
  private lanes: Lane[] | null = null;
  /** The lane whose turn it is, and how many frames it has had of it. */
  private turn = 0;
  private served = 0;
  private isReceiving = false;
  private isEnded = false;

  /** Makes a new inbox. Any thread may do so: the one that receives does so by the handle. @throws InvalidArgument */
  static create(options: InboxOptions = {}): Inbox {
    const { lanes = 16, capacity = 65536, sharesBellWith, endsWithLastSender = false } = options;
    checkRange('lanes', lanes, 1, 4096);
    checkRange('capacity', capacity, 64, 2 ** 28);
    const powerOfTwo = 2 ** Math.ceil(Math.log2(capacity));
    const memory = new SharedArrayBuffer(memorySize(lanes, powerOfTwo));
    const words = new Int32Array(memory);
    words[identityWord] = Math.floor(Math.random() * 2 ** 32);
    const other = sharesBellWith instanceof Inbox ? sharesBellWith.handle : sharesBellWith;
    return new Inbox({
      memory,
      lanes,
      capacity: powerOfTwo,
      bell: other?.bell ?? memory,
      endsWithLastSender,
    });
  }

  /** To be called in the thread that receives: at any time one at the most. */
  static attach(handle: InboxHandle, options: ReceiverOptions = {}): Inbox {
    return new Inbox(handle, options);
  }

  private constructor(handle: InboxHandle, { spin = 0 }: ReceiverOptions = {}) {
    this.handle = handle;
    this.words = new Int32Array(handle.memory);
    this.bell = new Bell(new Int32Array(handle.bell), bellWord);
    this.spin = spin;
  }

  /** Claims a lane for one more sender, at any time. @throws NoFreeLane, ChannelClosed, PeerDied */
  connect(): SenderHandle {
    return connect(this.handle);
  }

  /** True when the inbox is closed and all that was left has been received. */
  get ended(): boolean {
    return this.isEnded;
  }

  /**
   * The next message, or null if there is none now. It is valid until the next receive.
   * @throws ChannelClosed when the inbox is closed and empty; PeerDied if it ended by the death of a sender
   */
  tryReceive(): Frame | null {
    this.throwIfReceiving();
    return this.nextOrThrow();
  }

  /** The next message; blocks the thread until there is one, or for so many ms: then null. Throws as `tryReceive`. */
  receive(timeout = Number.POSITIVE_INFINITY): Frame | null {
    return this.tryReceive() ?? this.bell.until(this.nextOrThrow, timeout, this.spin);
  }

  /** As `receive`, for an event loop. It keeps the process alive for no longer than its timeout. @throws EndIsBusy too */
  async receiveAsync(timeout = Number.POSITIVE_INFINITY): Promise<Frame | null> {
    this.throwIfReceiving();
    this.isReceiving = true;
    try {
      await this.bell.breathe();
      return this.nextOrThrow() ?? (await this.bell.untilAsync(this.nextOrThrow, timeout));
    } finally {
      this.isReceiving = false;
    }
  }

  /**
   * Visits all messages that are there, at the most so many, and returns their number; each is valid while it is
   * visited. Never waits, and says nothing of the end: the next receive does.
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

  /** Closes the inbox for all its senders. What they have sent can still be received. */
  close(): void {
    closeInbox(this.handle);
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** All messages until the channel is closed; blocks the thread in between. @throws PeerDied */
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

  /** The next message, or null; whether that is because of the end, `ended` says. Serves `select`. */
  next(): Frame | null {
    if (this.isEnded) return null;
    const frame = this.takeInTurn();
    if (frame !== null) return frame;
    if (this.handle.endsWithLastSender && this.lastSenderHasLeft()) this.close();
    if (Atomics.load(this.words, phaseWord) === open) return null;
    const last = this.takeInTurn(); // what was sent before the end is to be seen by now
    this.isEnded = last === null;
    return last;
  }

  /** A lane that has nothing, or has had its turn, gets back all its room: who goes to sleep holds none. */
  private takeInTurn(): Frame | null {
    this.lanes ??= Array.from({ length: this.handle.lanes }, (_, i) => new Lane(this, this.handle, i));
    const mostVisits = this.lanes.length + (this.served === turnLength ? 1 : 0);
    for (let visits = 0; visits < mostVisits; visits++) {
      const lane = this.lanes[this.turn] as Lane;
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
    let comingsAndGoings = 0;
    for (let lane = 0; lane < this.handle.lanes; lane++) {
      const senders = Atomics.load(this.words, laneStart(lane, this.handle.capacity) + sendersWord);
      if (isTaken(senders)) return false;
      comingsAndGoings |= senders;
    }
    return comingsAndGoings !== 0;
  }

  private throwIfReceiving(): void {
    if (this.isReceiving) throw new EndIsBusy('a receive is under way: an inbox serves one at a time');
  }

  private throwEnd(): never {
    if (this.handle.endsWithLastSender && Atomics.load(this.words, lossWord) === 1)
      throw new PeerDied('a sender has died before it closed');
    throwUnlessOpen(Atomics.load(this.words, phaseWord));
    throw new ChannelClosed('the channel is closed');
  }
}

function isOrderlyEnd(error: unknown): boolean {
  return error instanceof ChannelClosed && !(error instanceof PeerDied);
}

function checkRange(name: string, value: number, least: number, most: number): void {
  if (!Number.isInteger(value) || value < least || value > most)
    throw new InvalidArgument(`${name} is ${value}: a whole number from ${least} to ${most} is needed`);
}
