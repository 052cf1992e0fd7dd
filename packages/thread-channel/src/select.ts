// Receives from the first of several inboxes that has a message. They share an event count, because a thread can sleep at
// one word only.

import { limitsOf, type WaitOptions } from './arguments.ts';
import { ChannelClosed, InvalidArgument } from './errors.ts';
import { type Frame, type Inbox, receiverOf } from './inbox.ts';
import { identityWord } from './layout.ts';
import type { Receiver } from './receiver.ts';

/**
 * Receives from several inboxes of one receiver; `Frame.inbox` says from which. Inboxes that all have messages are served
 * in turn.
 * @throws InvalidArgument unless they are selectable with each other, and each is given once
 */
export function select(...inboxes: readonly Inbox[]): Selection {
  return new Selection(inboxes);
}

/** Receives as an inbox does. Inboxes that have ended are skipped: see their `ended`. */
export class Selection {
  private readonly receivers: readonly Receiver<Inbox>[];
  private readonly first: Receiver<Inbox>;
  /** The inbox to begin with: the one after that served last. */
  private turn = 0;

  constructor(inboxes: readonly Inbox[]) {
    const [first, ...others] = inboxes.map(receiverOf);
    if (first === undefined) throw new InvalidArgument('no inbox to select from: give at least one');
    if (new Set(inboxes.map(({ handle }) => identityOf(handle.eventMemory))).size > 1)
      throw new InvalidArgument(
        'the inboxes are not selectable with each other: create them with `selectableWith`',
      );
    if (new Set(inboxes.map(({ handle }) => identityOf(handle.memory))).size < inboxes.length)
      throw new InvalidArgument('an inbox is given twice: give each once');
    this.receivers = [first, ...others];
    this.first = first;
  }

  /** The next message of any inbox, or null if there is none now. @throws ChannelClosed when all have ended; EndIsBusy */
  tryReceive(): Frame | null {
    for (const receiver of this.receivers) receiver.throwIfBusy();
    return this.nextOrThrow();
  }

  /** Blocks the thread until an inbox has a message. Null at the timeout (ms). Throws as `Inbox.receive`. */
  receive(limits?: number | WaitOptions): Frame | null {
    const checked = limitsOf(limits);
    return this.tryReceive() ?? this.first.events.wait(this.nextOrThrow, checked, this.first.spinner);
  }

  /** As `receive`, for an event loop. Until it settles, every other receive from these inboxes is refused. */
  async receiveAsync(limits?: number | WaitOptions): Promise<Frame | null> {
    const { events } = this.first;
    const checked = limitsOf(limits);
    for (const receiver of this.receivers) receiver.throwIfBusy();
    for (const receiver of this.receivers) receiver.begin();
    try {
      await events.yieldTurn();
      return this.nextOrThrow() ?? (await events.waitAsync(this.nextOrThrow, checked));
    } finally {
      for (const receiver of this.receivers) receiver.end();
    }
  }

  private readonly nextOrThrow = (): Frame | null => {
    const count = this.receivers.length;
    for (let i = 0; i < count; i++) {
      const index = (this.turn + i) % count;
      const frame = (this.receivers[index] as Receiver<Inbox>).next();
      if (frame === null) continue;
      this.turn = (index + 1) % count;
      return frame;
    }
    if (this.receivers.every((receiver) => receiver.ended))
      throw new ChannelClosed('all channels of the selection are closed');
    return null;
  };
}

/** Clones of a handle have different objects for one memory, so the memory's content is compared. */
function identityOf(memory: SharedArrayBuffer): number | undefined {
  return new Int32Array(memory)[identityWord];
}
