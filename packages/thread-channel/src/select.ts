// Receiving from whichever of several inboxes has something first. They share a bell, because a thread can sleep at one
// word only.

import { ChannelClosed, InvalidArgument } from './errors.ts';
import type { Frame } from './frame.ts';
import type { Inbox } from './inbox.ts';
import { identityWord } from './layout.ts';

/**
 * Receives from several inboxes that one thread owns; `Frame.inbox` tells from which.
 * @throws InvalidArgument if they don't share a bell
 */
export function select(...inboxes: readonly Inbox[]): Selection {
  return new Selection(inboxes);
}

/** Receives as an inbox does. One that has ended is passed over, as its `ended` tells. */
export class Selection {
  private readonly inboxes: readonly Inbox[];
  private readonly first: Inbox;
  /** With which inbox to begin, so that none is served first for ever. */
  private turn = 0;

  constructor(inboxes: readonly Inbox[]) {
    const [first, ...others] = inboxes;
    if (first === undefined) throw new InvalidArgument('there is no inbox to select from');
    if (others.some((inbox) => bellIdentity(inbox) !== bellIdentity(first)))
      throw new InvalidArgument('the inboxes do not share a bell: create them with `sharesBellWith`');
    this.inboxes = inboxes;
    this.first = first;
  }

  /** The next message of any, or null if there is none now. @throws ChannelClosed when all have ended */
  readonly tryReceive = (): Frame | null => {
    const count = this.inboxes.length;
    this.turn = (this.turn + 1) % count;
    for (let i = 0; i < count; i++) {
      const frame = (this.inboxes[(this.turn + i) % count] as Inbox).next();
      if (frame !== null) return frame;
    }
    if (this.inboxes.every((inbox) => inbox.ended)) throw new ChannelClosed('all these channels are closed');
    return null;
  };

  /** Blocks the thread until any has a message, or for so many ms: then null. Throws as `tryReceive`. */
  receive(timeout = Number.POSITIVE_INFINITY): Frame | null {
    const { bell, spin } = this.first;
    return this.tryReceive() ?? bell.until(this.tryReceive, timeout, spin);
  }

  /** As `receive`, for an event loop. */
  async receiveAsync(timeout = Number.POSITIVE_INFINITY): Promise<Frame | null> {
    await this.first.bell.breathe();
    return this.tryReceive() ?? this.first.bell.untilAsync(this.tryReceive, timeout);
  }
}

/** Two handles that came to a thread by different ways have different objects for one memory; its content is the same. */
function bellIdentity({ handle }: Inbox): number | undefined {
  return new Int32Array(handle.bell)[identityWord];
}
