// Programs in which several threads wait at one event count: receivers of one inbox, and receivers of different inboxes.

import {
  full,
  fullInboxFor,
  inboxFor,
  type Library,
  nothingLost,
  outcome,
  receiveSome,
  receives,
  receivesToEnd,
  returning,
  sends,
} from './actors.ts';
import type { Program } from './explorer.ts';
import type { End } from './fake-atomics.ts';

/** Together the receivers got each text once. */
function together(texts: string, names: readonly string[]) {
  return (ends: Readonly<Record<string, End>>) => {
    const received = names.flatMap((name) =>
      outcome(ends[name])
        .split(' ')
        .filter((text) => text.length === 1),
    );
    return received.toSorted().join('') === texts ? null : `received: ${received.join(' ')}`;
  };
}

export const sharing: Record<string, (library: Library) => Program> = {
  'two receivers share an inbox': (library) => {
    const { handle, to } = fullInboxFor(library, 1, { shared: true });
    return {
      inboxes: [handle],
      actors: [
        sends(library, to[0], ['b'], { size: full }),
        receives(library, handle, 1, { name: 'one' }),
        receives(library, handle, 1, { name: 'two' }),
      ],
      judge: together('ab', ['one', 'two']),
    };
  },

  'two receivers share an inbox to its end': (library) => {
    const { handle } = fullInboxFor(library, 1, { shared: true });
    return {
      inboxes: [handle],
      actors: [
        { name: 'closer', run: () => library.closeInbox(handle) },
        receivesToEnd(library, handle, { name: 'one' }),
        receivesToEnd(library, handle, { name: 'two' }),
      ],
      judge: together('a', ['one', 'two']),
    };
  },

  'one of several receivers dies': (library) => {
    const { handle, to } = fullInboxFor(library, 1, { shared: true });
    library.bindToWorker({ threadId: 1, once: () => {} }, { receives: [handle] });
    const exited = { threadId: -1, once: () => {} };
    const declare = () => library.bindToWorker(exited, { receives: [handle] });
    return {
      inboxes: [handle],
      actors: [
        sends(library, to[0], ['b'], { size: full }),
        receives(library, handle, 1, { name: 'mortal', mayDie: true }),
        { name: 'supervisor', after: ['mortal'], run: declare },
        receives(library, handle, 1, { name: 'other', after: ['supervisor'] }),
      ],
      judge: returning({ sender: /^sent b$/, other: /^[ab]$/ }),
    };
  },

  'receivers wait for different inboxes at one event count': (library) => {
    const { Inbox, select } = library;
    const one = inboxFor(library, 1, { shared: true });
    const two = inboxFor(library, 1, { selectableWith: one.handle });
    return {
      inboxes: [one.handle, two.handle],
      actors: [
        sends(library, two.to[0], ['a']),
        {
          name: 'both',
          run: (note) => receiveSome(select(Inbox.attach(one.handle), Inbox.attach(two.handle)), 1, note),
        },
        { name: 'impatient', run: () => Inbox.attach(one.handle).receive(10) },
      ],
      judge: returning({ sender: /^sent a$/, both: /^a$/ }),
    };
  },

  'a shared inbox is closed while a message is on its way': (library) => {
    const { handle, to } = inboxFor(library, 1, { shared: true });
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
};
