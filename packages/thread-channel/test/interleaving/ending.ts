// Programs in which channels are closed and threads die at any moment. Waiting threads must learn of it, and messages sent
// before must not be lost.

import {
  errorOf,
  full,
  fullInboxFor,
  inboxFor,
  type Library,
  nothingLost,
  receives,
  receivesToEnd,
  returning,
  sendAll,
  sends,
} from './actors.ts';
import type { Program } from './explorer.ts';

export const ending: Record<string, (library: Library) => Program> = {
  'a sender closes behind its last message': (library) => {
    const { handle, to } = inboxFor(library, 1, { endsWithLastSender: true });
    return {
      inboxes: [handle],
      actors: [sends(library, to[0], ['a'], { close: true }), receivesToEnd(library, handle)],
      judge: returning({ sender: /^sent a$/, receiver: /^a ChannelClosed$/ }),
    };
  },

  'an inbox is closed while a message is on its way': (library) => {
    const { handle, to } = inboxFor(library, 1);
    return {
      inboxes: [handle],
      actors: [
        sends(library, to[0], ['a']),
        receivesToEnd(library, handle),
        { name: 'closer', run: () => library.closeInbox(handle) },
      ],
      judge: nothingLost,
    };
  },

  'an inbox is closed while a sender waits for room': (library) => {
    const { handle, to } = fullInboxFor(library, 1);
    return {
      inboxes: [handle],
      actors: [
        sends(library, to[0], ['b'], { size: full }),
        { name: 'closer', run: () => library.closeInbox(handle) },
        receivesToEnd(library, handle, { after: ['sender', 'closer'] }),
      ],
      judge: returning({ sender: /^sent ChannelClosed$/, receiver: /^a ChannelClosed$/ }),
    };
  },

  'a receiver dies': (library) => {
    const { handle, to } = fullInboxFor(library, 1);
    return {
      inboxes: [handle],
      actors: [
        sends(library, to[0], ['b'], { size: full }),
        receives(library, handle, 1, { mayDie: true }),
        { name: 'supervisor', after: ['receiver'], run: () => library.receiverDied(handle) },
      ],
      judge: returning({ sender: /^sent( b| PeerDied)$/ }),
    };
  },

  'a sender dies': (library) => {
    const { handle, to } = inboxFor(library, 1, { endsWithLastSender: true });
    return {
      inboxes: [handle],
      actors: [
        sends(library, to[0], ['a'], { mayDie: true }),
        receivesToEnd(library, handle),
        { name: 'supervisor', after: ['sender'], run: () => library.senderDied(to[0]) },
      ],
      judge: nothingLost,
    };
  },

  'a sender dies while it waits for room': (library) => {
    const { handle, to } = fullInboxFor(library, 1, { endsWithLastSender: true });
    return {
      inboxes: [handle],
      actors: [
        sends(library, to[0], ['b'], { size: full, mayDie: true }),
        receivesToEnd(library, handle),
        { name: 'supervisor', after: ['sender'], run: () => library.senderDied(to[0]) },
      ],
      judge: nothingLost,
    };
  },

  'a sender dies while it closes': (library) => {
    const { handle, to } = inboxFor(library, 1, { endsWithLastSender: true });
    return {
      inboxes: [handle],
      actors: [
        { name: 'sender', mayDie: true, run: () => library.closeSender(to[0]) },
        { name: 'supervisor', after: ['sender'], run: () => library.senderDied(to[0]) },
        receivesToEnd(library, handle),
      ],
      judge: nothingLost,
    };
  },

  'a receiver dies while it closes': (library) => {
    const { handle, to } = fullInboxFor(library, 1);
    return {
      inboxes: [handle],
      actors: [
        sends(library, to[0], ['b'], { size: full }),
        { name: 'receiver', mayDie: true, run: () => library.closeInbox(handle) },
        { name: 'supervisor', after: ['receiver'], run: () => library.receiverDied(handle) },
      ],
      judge: returning({ sender: /^sent (ChannelClosed|PeerDied)$/ }),
    };
  },

  'a lane goes on to another sender': (library) => {
    const { handle, to } = fullInboxFor(library, 1, { endsWithLastSender: true });
    const succeed = () => {
      let sent = 'sent';
      errorOf(() => {
        const sender = library.Sender.attach(library.connect(handle));
        sent = sendAll(sender, ['b']);
        sender.close();
      });
      return sent;
    };
    return {
      inboxes: [handle],
      actors: [
        { name: 'sender', run: () => library.closeSender(to[0]) },
        { name: 'successor', after: ['sender'], run: succeed },
        receivesToEnd(library, handle),
      ],
      judge: nothingLost,
    };
  },

  'a receiver gets a successor': (library) => {
    const { handle, to } = fullInboxFor(library, 1);
    const succeed = () => {
      library.receiverDied(handle);
      library.reopen(handle);
    };
    return {
      inboxes: [handle],
      actors: [
        sends(library, to[0], ['b'], { size: full }),
        receives(library, handle, 1, { mayDie: true }),
        { name: 'supervisor', after: ['receiver'], run: succeed },
        receivesToEnd(library, handle, { name: 'successor', after: ['sender', 'supervisor'] }),
        { name: 'closer', after: ['sender', 'supervisor'], run: () => library.closeInbox(handle) },
      ],
      judge: returning({ sender: /^sent( b| PeerDied)$/, successor: /^(b )?ChannelClosed$/ }),
    };
  },
};
