// An inbox as a case of a greenlet's select: sources for `Selectable` of `@three-ways/greenlet`. A message is taken for the case
// that has won, and for no other, so that nothing is lost. Needs nothing of that package but its interface.

import { InvalidArgument } from './errors.ts';
import type { Inbox } from './inbox.ts';
import type { Received, ValueInbox } from './values.ts';

/** A `WaitSource` of `@three-ways/greenlet`. */
export interface Source<T> {
  readonly name: string;
  poll(): boolean;
  take(): T;
  register(notify: () => void): () => void;
}

/** A message in memory of its own. */
export interface Message {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The lane of its sender. */
  readonly lane: number;
}

/**
 * The messages of an inbox, as copies: a greenlet may run after the next receive. Waiting greenlets get `ChannelClosed` or
 * `PeerDied` at the end.
 * @throws InvalidArgument for a shared inbox: another thread could take the message that was announced
 */
export function messagesOf(inbox: Inbox): Source<Message> {
  return sourceOf(inbox, () => {
    const frame = inbox.tryReceive();
    return frame && { bytes: frame.copy(), lane: frame.lane };
  });
}

/** The values of an inbox. As `messagesOf`; what the codec throws is raised in the greenlet. */
export function valuesOf<T>(values: ValueInbox<T>): Source<Received<T>> {
  return sourceOf(values.inbox, () => values.tryReceive());
}

function sourceOf<T>(inbox: Inbox, receive: () => T | null): Source<T> {
  if (inbox.handle.shared)
    throw new InvalidArgument(
      'a shared inbox is no source: give each thread that selects an inbox of its own',
    );
  return {
    name: 'a message of an inbox',
    poll: () => inbox.ready,
    take: () => receive() as T,
    register(notify) {
      let cancel = () => {};
      const arm = () => {
        cancel = inbox.onReady(() => {
          arm();
          notify();
        });
      };
      arm();
      return () => cancel();
    },
  };
}
