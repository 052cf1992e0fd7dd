// Receives from the first of several inboxes that has a message. They share an event count, because a thread can sleep at
// one word only.

import { ChannelClosed, InvalidArgument } from './errors.ts';
import type { Frame, Inbox } from './inbox.ts';
import { identityWord } from './layout.ts';

/**
 * Receives from several inboxes that one thread owns; `Frame.inbox` tells from which.
 * @throws InvalidArgument unless they are selectable with each other
 */
export function select(...inboxes: readonly Inbox[]): Selection {
  return new Selection(inboxes);
}

/** Receives as an inbox does. Inboxes that have ended are skipped: see their `ended`. */
export class Selection {
  private readonly inboxes: readonly Inbox[];
  private readonly first: Inbox;
  /** The inbox to begin with; it moves on so that none is always first. */
  private turn = 0;

  constructor(inboxes: readonly Inbox[]) {
    const [first, ...others] = inboxes;
    if (first === undefined) throw new InvalidArgument('no inbox to select from: give at least one');
    if (others.some((inbox) => eventsIdentity(inbox) !== eventsIdentity(first)))
      throw new InvalidArgument(
        'the inboxes are not selectable with each other: create them with `selectableWith`',
      );
    this.inboxes = inboxes;
    this.first = first;
  }

  /** The next message of any inbox, or null if there is none now. @throws ChannelClosed when all have ended */
  readonly tryReceive = (): Frame | null => {
    const count = this.inboxes.length;
    this.turn = (this.turn + 1) % count;
    for (let i = 0; i < count; i++) {
      const frame = (this.inboxes[(this.turn + i) % count] as Inbox).next();
      if (frame !== null) return frame;
    }
    if (this.inboxes.every((inbox) => inbox.ended))
      throw new ChannelClosed('all channels of the selection are closed');
    return null;
  };

  /** Blocks the thread until an inbox has a message. Null after `timeout` ms. Throws as `tryReceive`. */
  receive(timeout = Number.POSITIVE_INFINITY): Frame | null {
    const { events, spin } = this.first;
    return this.tryReceive() ?? events.wait(this.tryReceive, timeout, spin);
  }

  /** As `receive`, for an event loop. */
  async receiveAsync(timeout = Number.POSITIVE_INFINITY): Promise<Frame | null> {
    await this.first.events.yieldTurn();
    return this.tryReceive() ?? this.first.events.waitAsync(this.tryReceive, timeout);
  }
}

/** Clones of a handle have different objects for one memory, so the memory's content is compared. */
function eventsIdentity({ handle }: Inbox): number | undefined {
  return new Int32Array(handle.eventMemory)[identityWord];
}
