// Takes frames from the lanes of an inbox in turns of bounded length, and recognises the inbox's end. What `Inbox` and
// `select` have in common; never waits.

import { ChannelClosed, EndIsBusy, PeerDied } from './errors.ts';
import { EventCount } from './event-count.ts';
import type { FrameOf } from './frame.ts';
import {
  closeInbox,
  type InboxHandle,
  isOpen,
  isTaken,
  receiverGeneration,
  throwUnlessOpen,
} from './handle.ts';
import { Lane } from './lane.ts';
import { eventWord, generationWord, laneStart, phaseWord, senderDiedWord } from './layout.ts';
import { SharedLane } from './shared-lane.ts';
import { type Spin, Spinner } from './spin.ts';

/** Most frames taken from one lane before the next lane's turn. */
const turnLength = 32;

export class Receiver<Source> {
  /** The event count at which the receiver waits; shared by inboxes that are selectable with each other. */
  readonly events: EventCount;
  readonly spinner: Spinner;
  private readonly source: Source;
  private readonly handle: InboxHandle;
  private readonly words: Int32Array;
  private lanes: readonly (Lane<Source> | SharedLane<Source>)[] | null = null;
  /** Of the first receive: distinguishes this receiver from its successors. */
  private generation = 0;
  /** The lane whose turn it is, and the frames taken in this turn. */
  private turn = 0;
  private served = 0;
  private isBusy = false;
  private hasEnded = false;

  constructor(source: Source, handle: InboxHandle, spin: Spin) {
    this.source = source;
    this.handle = handle;
    this.words = new Int32Array(handle.memory);
    this.events = new EventCount(new Int32Array(handle.eventMemory), eventWord);
    this.spinner = new Spinner(spin);
  }

  /** True when the inbox has ended and its last message has been taken. */
  get ended(): boolean {
    return this.hasEnded;
  }

  /** Bytes of the frames not yet taken. */
  get pendingBytes(): number {
    return this.openLanes().reduce((sum, lane) => sum + lane.pendingBytes, 0);
  }

  /** Marks an awaited receive as under way. @throws EndIsBusy if one is */
  begin(): void {
    this.throwIfBusy();
    this.isBusy = true;
  }

  end(): void {
    this.isBusy = false;
  }

  throwIfBusy(): void {
    if (this.isBusy)
      throw new EndIsBusy('a receive is under way: await it first, an inbox serves one at a time');
  }

  /** The next frame, or null if there is none now. @throws ChannelClosed, PeerDied at the end */
  readonly nextOrThrow = (): FrameOf<Source> | null => {
    const frame = this.next();
    if (frame === null && this.hasEnded) this.throwEnd();
    return frame;
  };

  /** The next frame, or null: `ended` says whether the inbox has ended. */
  next(): FrameOf<Source> | null {
    if (this.hasEnded) return null;
    this.lanes ??= this.openLanes();
    if (this.isSucceeded()) return this.finish();
    const frame = this.takeInTurn(this.lanes);
    if (frame !== null) return frame;
    if (this.handle.endsWithLastSender && this.lastSenderHasLeft()) closeInbox(this.handle);
    if (isOpen(Atomics.load(this.words, phaseWord))) return null;
    return this.takeInTurn(this.lanes) ?? this.finish(); // messages sent before the end are visible by now
  }

  /** Whether `nextOrThrow` would return a frame or throw. */
  isReady(): boolean {
    if (this.hasEnded || this.pendingBytes > 0 || !isOpen(Atomics.load(this.words, phaseWord))) return true;
    return this.handle.endsWithLastSender && this.lastSenderHasLeft();
  }

  /** A lane that is empty or has had its turn gets back all its room, so a receiver holds none while it sleeps. */
  private takeInTurn(lanes: readonly (Lane<Source> | SharedLane<Source>)[]): FrameOf<Source> | null {
    const mostVisits = lanes.length + (this.served === turnLength ? 1 : 0);
    for (let visits = 0; visits < mostVisits; visits++) {
      const lane = lanes[this.turn] as Lane<Source>;
      if (this.served < turnLength && lane.next()) {
        this.served += 1;
        return lane;
      }
      lane.giveRoom();
      this.turn = (this.turn + 1) % lanes.length;
      this.served = 0;
    }
    return null;
  }

  private openLanes(): readonly (Lane<Source> | SharedLane<Source>)[] {
    if (this.lanes !== null) return this.lanes;
    this.generation = receiverGeneration(Atomics.load(this.words, phaseWord));
    const { source, handle } = this;
    this.lanes = Array.from({ length: handle.lanes }, (_, i) =>
      handle.shared ? new SharedLane(source, handle, i) : new Lane(source, handle, i),
    );
    return this.lanes;
  }

  /** A plain read, for every frame: `reopen` requires that this receiver no longer runs, or that it runs in one thread. */
  private isSucceeded(): boolean {
    return receiverGeneration(this.words[phaseWord] as number) !== this.generation;
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

  private finish(): null {
    this.hasEnded = true;
    return null;
  }

  private throwEnd(): never {
    if (this.isSucceeded())
      throw new ChannelClosed('the inbox was reopened for another receiver: attach again to receive');
    if (this.handle.endsWithLastSender && Atomics.load(this.words, senderDiedWord) === 1)
      throw new PeerDied('a sender died before it closed');
    throwUnlessOpen(Atomics.load(this.words, phaseWord));
    throw new ChannelClosed('the channel is closed');
  }
}
