// Programs in which a lane goes from one sender to the next while the first may still be sending, and connects that fail.

import { laneStart, writerWord } from '../../src/layout.ts';
import {
  errorOf,
  full,
  fullInboxFor,
  inboxFor,
  type Library,
  outcome,
  receivesToEnd,
  returning,
  sendAll,
  sends,
} from './actors.ts';
import type { Actor, Program } from './explorer.ts';
import type { End } from './fake-atomics.ts';

/** Connects, if there is a free lane, and sends a text; returns the texts sent. */
function connects(
  { connect, Sender }: Library,
  handle: Parameters<Library['connect']>[0],
  text: string,
): string {
  let sent = 'sent';
  errorOf(() => {
    const sender = Sender.attach(connect(handle));
    sent = sendAll(sender, [text], full);
    sender.close();
  });
  return sent;
}

/** No message is torn or duplicated, and each whose send returned was received. */
function wholeAndOnce(ends: Readonly<Record<string, End>>): string | null {
  const received = outcome(ends.receiver).split(' ');
  if (!/^([a-z] )*ChannelClosed$/.test(received.join(' '))) return `received: ${received.join(' ')}`;
  if (new Set(received).size < received.length) return `twice: ${received.join(' ')}`;
  for (const [name, end] of Object.entries(ends)) {
    const [sent, ...texts] = outcome(end).split(' ');
    const lost = texts.find((text) => text.length === 1 && !received.includes(text));
    if (sent === 'sent' && lost !== undefined)
      return `${name}: ${outcome(end)}, received: ${received.join(' ')}`;
  }
  return null;
}

/** Closes the inbox when the others have ended, and receives what was sent. */
function collects(
  library: Library,
  handle: Parameters<Library['closeInbox']>[0],
  after: readonly string[],
): Actor[] {
  return [
    { name: 'closer', after, run: () => library.closeInbox(handle) },
    receivesToEnd(library, handle, { after: ['closer'] }),
  ];
}

export const handover: Record<string, (library: Library) => Program> = {
  'a sender is closed by its handle while it sends': (library) => {
    const { handle, to } = inboxFor(library, 1, { capacity: 128 });
    const succeed = () => {
      library.closeSender(to[0]);
      return connects(library, handle, 'c');
    };
    return {
      inboxes: [handle],
      actors: [
        sends(library, to[0], ['a'], { size: full }),
        { name: 'successor', run: succeed },
        ...collects(library, handle, ['sender', 'successor']),
      ],
      judge: wholeAndOnce,
    };
  },

  'a sender that waits for room is closed by its handle': (library) => {
    const { handle, to } = fullInboxFor(library, 1);
    return {
      inboxes: [handle],
      actors: [
        sends(library, to[0], ['b'], { size: full }),
        { name: 'supervisor', run: () => library.closeSender(to[0]) },
      ],
      judge: returning({ sender: /^sent ChannelClosed$/ }),
    };
  },

  'a connect fails while the receiver waits for the last sender': (library) => {
    const { handle, to } = inboxFor(library, 1, { endsWithLastSender: true });
    new Int32Array(handle.memory)[laneStart(0, handle.capacity) + writerWord] = to[0].generation; // it is writing
    library.closeSender(to[0]);
    return {
      inboxes: [handle],
      actors: [
        { name: 'successor', run: () => errorOf(() => library.connect(handle)) },
        receivesToEnd(library, handle),
      ],
      judge: returning({ successor: /^(NoFreeLane|ChannelClosed)$/, receiver: /^ChannelClosed$/ }),
    };
  },
};
