// Programs whose threads wait: for messages, for room, for both, on an event loop, with deadlines. Each must end in every
// interleaving, with no message lost, duplicated, torn or out of order.

import {
  full,
  fullInboxFor,
  inboxFor,
  type Library,
  message,
  type Note,
  outcome,
  read,
  receiveSome,
  receives,
  returning,
  sendAll,
  sends,
} from './actors.ts';
import type { Program } from './explorer.ts';

export const waking: Record<string, (library: Library) => Program> = {
  'a receiver sleeps until each of two messages comes': (library) => {
    const { handle, to } = inboxFor(library, 1);
    return {
      inboxes: [handle],
      actors: [sends(library, to[0], ['a', 'b']), receives(library, handle, 2)],
      judge: returning({ sender: /^sent a b$/, receiver: /^a b$/ }),
    };
  },

  'a sender sleeps until there is room': (library) => {
    const { handle, to } = inboxFor(library, 1);
    return {
      inboxes: [handle],
      actors: [sends(library, to[0], ['a', 'b'], { size: full }), receives(library, handle, 2)],
      judge: returning({ sender: /^sent a b$/, receiver: /^a b$/ }),
    };
  },

  'two senders notify one receiver': (library) => {
    const { handle, to } = inboxFor(library, 2);
    return {
      inboxes: [handle],
      actors: [
        sends(library, to[0], ['a'], { name: 'one' }),
        sends(library, to[1], ['b'], { name: 'two' }),
        receives(library, handle, 2),
      ],
      judge: returning({ receiver: /^(a b|b a)$/ }),
    };
  },

  'a receiver selects from two inboxes': (library) => {
    const one = inboxFor(library, 1);
    const two = inboxFor(library, 1, { selectableWith: one.handle });
    const { Inbox, select } = library;
    return {
      inboxes: [one.handle, two.handle],
      actors: [
        sends(library, one.to[0], ['a'], { name: 'one' }),
        sends(library, two.to[0], ['b'], { name: 'two' }),
        {
          name: 'receiver',
          run: (note) => receiveSome(select(Inbox.attach(one.handle), Inbox.attach(two.handle)), 2, note),
        },
      ],
      judge: returning({ receiver: /^(a b|b a)$/ }),
    };
  },

  'two threads fill each other’s inboxes': (library) => {
    const here = fullInboxFor(library, 1);
    const there = fullInboxFor(library, 1);
    const actor = (name: string, from: typeof here, to: typeof here) => ({
      name,
      run: (note: Note) => {
        const inbox = library.Inbox.attach(from.handle);
        const received: string[] = [];
        const whileFull = () => void inbox.drain((frame) => received.push(read(frame, note)));
        library.Sender.attach(to.to[0]).send(message('b', full), { whileFull });
        while (received.length < 2) received.push(read(inbox.receive(), note));
        return received.join(' ');
      },
    });
    return {
      inboxes: [here.handle, there.handle],
      actors: [actor('here', here, there), actor('there', there, here)],
      judge: returning({ here: /^a b$/, there: /^a b$/ }),
    };
  },

  'a receiver times out, and receives again': (library) => {
    const { handle, to } = inboxFor(library, 1);
    const run = (note: Note) => {
      const inbox = library.Inbox.attach(handle);
      const first = read(inbox.receive(10), note);
      return `${first} ${receiveSome(inbox, first === '' ? 2 : 1, note)}`.trim();
    };
    return {
      inboxes: [handle],
      actors: [sends(library, to[0], ['a', 'b']), { name: 'receiver', run }],
      judge: returning({ sender: /^sent a b$/, receiver: /^a b$/ }),
    };
  },

  'a sender times out, and sends again': (library) => {
    const { handle, to } = fullInboxFor(library, 1);
    const run = () => {
      const sender = library.Sender.attach(to[0]);
      const inTime = sender.send(message('b', full), { timeout: 10 });
      return sendAll(sender, inTime ? [] : ['b'], full);
    };
    return {
      inboxes: [handle],
      actors: [{ name: 'sender', run }, receives(library, handle, 2)],
      judge: returning({ sender: /^sent( b)?$/, receiver: /^a b$/ }),
    };
  },

  'an event loop receives': (library) => {
    const { handle, to } = inboxFor(library, 1);
    const run = async (note: Note) => {
      const inbox = library.Inbox.attach(handle);
      const first = read(await inbox.receiveAsync(), note);
      return `${first} ${read(await inbox.receiveAsync(), note)}`;
    };
    return {
      inboxes: [handle],
      actors: [sends(library, to[0], ['a', 'b']), { name: 'receiver', run }],
      judge: returning({ sender: /^sent a b$/, receiver: /^a b$/ }),
    };
  },

  'an event loop sends': (library) => {
    const { handle, to } = fullInboxFor(library, 1);
    const run = async () => {
      const sender = library.Sender.attach(to[0]);
      const sent = ['b', 'c'].map((text) => sender.sendAsync(message(text, full)));
      return (await Promise.all(sent)).join(' ');
    };
    return {
      inboxes: [handle],
      actors: [{ name: 'sender', run }, receives(library, handle, 3)],
      judge: (ends) => (outcome(ends.receiver) === 'a b c' ? null : outcome(ends.receiver)),
    };
  },
};
