// An inbox and its senders without waits: both ends are in one thread.

import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import {
  ChannelClosed,
  closeInbox,
  FrameTooLarge,
  Inbox,
  type InboxOptions,
  InvalidArgument,
  NoFreeLane,
  PeerDied,
  receiverDied,
  reopen,
  Sender,
  select,
  senderDied,
} from '../src/index.ts';

function channel(options: InboxOptions = {}) {
  const inbox = Inbox.create({ lanes: 2, capacity: 64, ...options });
  return { inbox, sender: Sender.attach(inbox.connect()) };
}

const bytes = (text: string) => new TextEncoder().encode(text);
const textOf = (frame: { copy(): Uint8Array } | null) => frame && Buffer.from(frame.copy()).toString();

function drained(inbox: Inbox, limit?: number): string[] {
  const texts: string[] = [];
  inbox.drain((frame) => texts.push(String(textOf(frame))), limit);
  return texts;
}

describe('an inbox', () => {
  it('has nothing before something is sent', () => {
    const { inbox } = channel();
    expect(inbox.tryReceive()).toBe(null);
    expect(inbox.receive(0)).toBe(null);
    expect(drained(inbox)).toEqual([]);
  });

  it('receives messages in the order in which they were sent', () => {
    const { inbox, sender } = channel();
    for (const text of ['a', '', 'c']) sender.trySend(bytes(text));
    expect([inbox.tryReceive(), inbox.receive(), inbox.receive(5)].map(textOf)).toHaveLength(3);
    for (const text of ['d', 'e', 'f']) sender.trySend(bytes(text));
    expect(drained(inbox, 2)).toEqual(['d', 'e']);
    expect(drained(inbox)).toEqual(['f']);
  });

  it('shows a message in place until the next receive, and gives copies to keep', () => {
    const { inbox, sender } = channel();
    sender.trySend(bytes('first'));
    sender.trySend(bytes('second'));
    const frame = inbox.receive()!;
    const view = frame.view();
    expect(view.buffer).toBe(inbox.handle.memory);
    expect(Buffer.from(frame.bytes.slice(frame.offset, frame.offset + frame.length)).toString()).toBe(
      'first',
    );
    const copy = frame.copy();
    inbox.receive();
    expect(copy.buffer).toBeInstanceOf(ArrayBuffer);
    expect(Buffer.from(copy).toString()).toBe('first');
  });

  it('serves its senders in turn, however much one of them sends', () => {
    const { inbox, sender: one } = channel({ capacity: 4096 });
    const two = Sender.attach(inbox.connect());
    for (let i = 0; i < 100; i++) one.trySend(bytes('1'));
    for (let i = 0; i < 100; i++) two.trySend(bytes('2'));
    const runs = drained(inbox).join('').match(/1+|2+/g)!;
    expect(runs.join('')).toHaveLength(200);
    expect(Math.max(...runs.map((run) => run.length))).toBe(32);
  });

  it('names the lane of a message', () => {
    const { inbox, sender } = channel();
    const other = Sender.attach(inbox.connect());
    other.trySend(bytes('x'));
    const frame = inbox.receive()!;
    expect(frame.lane).toBe(other.handle.lane);
    expect(frame.inbox === inbox).toBe(true);
    sender.trySend(bytes('y'));
    expect(inbox.receive()?.lane).toBe(sender.handle.lane);
  });

  it('gives back room a quarter at a time, and all of it before its thread could sleep', () => {
    const { inbox, sender } = channel({ capacity: 64 });
    while (sender.trySend(bytes('1234'))) {}
    inbox.receive();
    expect(sender.trySend(bytes('1234'))).toBe(false);
    drained(inbox);
    expect(sender.trySend(new Uint8Array(60))).toBe(true);
  });

  it('rounds its capacity up to a power of two', () => {
    expect(channel({ capacity: 100 }).sender.largest).toBe(128 - 4);
  });

  it.each([{ lanes: 0 }, { lanes: 1.5 }, { lanes: 4097 }, { capacity: 63 }, { capacity: 2 ** 28 + 1 }])(
    'cannot be made with %o',
    (options) => expect(() => Inbox.create(options)).toThrow(InvalidArgument),
  );

  it('takes new senders at any time, and as many at a time as it has lanes', () => {
    const { inbox, sender } = channel({ lanes: 2 });
    const second = Sender.attach(inbox.connect());
    expect(() => inbox.connect()).toThrow(NoFreeLane);
    second.trySend(bytes('left behind'));
    second.close();
    const third = Sender.attach(inbox.connect());
    expect(third.handle.lane).toBe(second.handle.lane);
    third.trySend(bytes('from the next'));
    expect(drained(inbox)).toEqual(['left behind', 'from the next']);
    sender.close();
    expect(inbox.tryReceive()).toBe(null);
  });

  it('knows a sender by its handle, in any thread', () => {
    const { inbox, sender } = channel();
    const elsewhere = Sender.attach(structuredClone(sender.handle));
    elsewhere.trySend(bytes('x'));
    expect(textOf(Inbox.attach(structuredClone(inbox.handle)).receive())).toBe('x');
  });
});

describe('a sender', () => {
  it('returns false when there is no room', () => {
    const { inbox, sender } = channel({ capacity: 64 });
    expect(sender.trySend(new Uint8Array(60))).toBe(true);
    expect(sender.trySend(bytes(''))).toBe(false);
    expect(sender.send(bytes(''), { timeout: 0 })).toBe(false);
    expect(sender.tryWrite(0, () => 0)).toBe(false);
    expect(inbox.receive()?.length).toBe(60);
  });

  it('lets a message be written in place, and shorter than announced', () => {
    const { inbox, sender } = channel();
    const write = (into: Uint8Array, at: number) => {
      into[at] = 7;
      return 1;
    };
    expect(sender.tryWrite(10, write)).toBe(true);
    expect(sender.write(10, write)).toBe(true);
    expect(inbox.receive()?.copy()).toEqual(Uint8Array.of(7));
    expect(inbox.receive()?.copy()).toEqual(Uint8Array.of(7));
  });

  it('sends nothing if the writing fails', () => {
    const { inbox, sender } = channel();
    const failing = () => {
      throw new RangeError('no');
    };
    expect(() => sender.tryWrite(10, failing)).toThrow(RangeError);
    expect(() => sender.tryWrite(10, () => 11)).toThrow(InvalidArgument);
    for (const wrong of [-1, 1.5, Number.NaN])
      expect(() => sender.tryWrite(10, () => wrong)).toThrow(InvalidArgument);
    expect(inbox.tryReceive()).toBe(null);
  });

  it('refuses a message larger than its ring, and names the largest size', () => {
    const { sender } = channel({ capacity: 64 });
    expect(() => sender.trySend(new Uint8Array(61))).toThrow(FrameTooLarge);
    expect(() => sender.trySend(new Uint8Array(61))).toThrow(/61 bytes.*at most 60/);
  });

  it('notifies once for many messages, and only if the receiver may be asleep', () => {
    const { inbox, sender } = channel({ capacity: 65536 });
    const notify = vi.spyOn(Atomics, 'notify');
    try {
      for (let i = 0; i < 100; i++) sender.trySend(bytes('x'));
      expect(notify).toHaveBeenCalledTimes(0);
      drained(inbox);
      inbox.receive(0); // sets its event count
      for (let i = 0; i < 100; i++) sender.trySend(bytes('x'));
      expect(notify).toHaveBeenCalledTimes(1);
    } finally {
      notify.mockRestore();
    }
  });
});

describe('a closed channel', () => {
  it('refuses new messages, and delivers the remaining ones before its end', () => {
    const { inbox, sender } = channel();
    sender.trySend(bytes('left'));
    inbox.close();
    expect(() => sender.send(bytes('late'))).toThrow(ChannelClosed);
    expect(() => inbox.connect()).toThrow(ChannelClosed);
    expect(inbox.ended).toBe(false);
    expect(textOf(inbox.receive())).toBe('left');
    expect(() => inbox.tryReceive()).toThrow(ChannelClosed);
    expect(inbox.ended).toBe(true);
  });

  it('ends the iteration over its messages', () => {
    const { inbox, sender } = channel({ endsWithLastSender: true });
    sender.trySend(bytes('a'));
    sender.trySend(bytes('b'));
    sender.close();
    expect([...inbox].length).toBe(2);
  });

  it('is closed by its last sender only if it was made so', () => {
    const lasting = channel();
    lasting.sender.close();
    expect(lasting.inbox.tryReceive()).toBe(null);
    const ending = channel({ endsWithLastSender: true });
    expect(ending.inbox.tryReceive()).toBe(null);
    ending.sender.close();
    expect(() => ending.inbox.tryReceive()).toThrow(ChannelClosed);
    expect(() => Inbox.create({ endsWithLastSender: true }).receive(0)).not.toThrow();
  });

  it('can be closed again, in any thread, by the end of a scope', () => {
    const { inbox, sender } = channel();
    sender.close();
    sender.close();
    expect(() => sender.trySend(bytes('x'))).toThrow(ChannelClosed);
    {
      using _inbox = inbox;
    }
    closeInbox(inbox.handle);
    expect(() => inbox.tryReceive()).toThrow(ChannelClosed);
  });
});

describe('a declared death', () => {
  it('of the receiver reaches the sender', () => {
    const { inbox, sender } = channel();
    receiverDied(inbox.handle);
    expect(() => sender.trySend(bytes('x'))).toThrow(PeerDied);
    expect(() => inbox.connect()).toThrow(PeerDied);
  });

  it('of the receiver leaves its senders to a successor, and discards the messages not received', () => {
    const { inbox, sender } = channel();
    sender.trySend(bytes('before the death'));
    receiverDied(inbox.handle);
    expect(() => sender.trySend(bytes('after the death'))).toThrow(PeerDied);
    reopen(inbox.handle);
    sender.trySend(bytes('for the successor'));
    expect(drained(Inbox.attach(inbox.handle))).toEqual(['for the successor']);
  });

  it('of the last sender is no orderly end', () => {
    const { inbox, sender } = channel({ endsWithLastSender: true });
    sender.trySend(bytes('last words'));
    senderDied(sender.handle);
    const received: unknown[] = [];
    expect(() => {
      for (const frame of inbox) received.push(textOf(frame));
    }).toThrow(PeerDied);
    expect(received).toEqual(['last words']);
  });

  it('of a sender that had closed, or was succeeded, changes nothing', () => {
    const { inbox, sender } = channel({ endsWithLastSender: true, lanes: 1 });
    sender.close();
    senderDied(sender.handle);
    const next = Sender.attach(inbox.connect());
    senderDied(sender.handle);
    next.trySend(bytes('alive'));
    next.close();
    expect([...inbox].length).toBe(1);
  });
});

describe('a selection', () => {
  it('receives from the inbox that has a message, from none twice while another has one', () => {
    const one = channel();
    const two = channel({ selectableWith: one.inbox });
    for (const text of ['a', 'b']) one.sender.trySend(bytes(text));
    for (const text of ['1', '2']) two.sender.trySend(bytes(text));
    const any = select(one.inbox, two.inbox);
    const texts = Array.from({ length: 4 }, () => textOf(any.receive()));
    expect(texts.join('')).toMatch(/^(a1b2|1a2b)$/);
    expect(any.tryReceive()).toBe(null);
    expect(any.receive(0)).toBe(null);
  });

  it('skips ended inboxes, until all have ended', () => {
    const one = channel();
    const two = channel({ selectableWith: one.inbox.handle });
    const any = select(one.inbox, two.inbox);
    one.inbox.close();
    two.sender.trySend(bytes('x'));
    expect(textOf(any.receive())).toBe('x');
    expect(any.tryReceive()).toBe(null);
    expect(one.inbox.ended).toBe(true);
    two.inbox.close();
    expect(() => any.receive()).toThrow(ChannelClosed);
  });

  it('needs inboxes that are selectable with each other', () => {
    const { inbox } = channel();
    expect(() => select()).toThrow(InvalidArgument);
    expect(() => select(inbox, channel().inbox)).toThrow(InvalidArgument);
    const { handle } = Inbox.create({ selectableWith: inbox });
    expect(() => select(inbox, Inbox.attach(structuredClone(handle)))).not.toThrow();
    expect(() => select(inbox, Inbox.attach(structuredClone(inbox.handle)))).toThrow(InvalidArgument);
  });
});

describe('for any senders, messages and order of steps', () => {
  const step = fc.oneof(
    fc.record({ sender: fc.nat(2), size: fc.nat(140) }),
    fc.record({ receive: fc.nat(3) }),
    fc.record({ replace: fc.nat(2) }),
  );

  it('every message that was sent is received, once, whole, and in its sender’s order', () => {
    const capacities = fc.constantFrom(64, 128, 512);
    fc.assert(
      fc.property(capacities, fc.array(step, { maxLength: 300 }), (capacity, steps) => {
        const inbox = Inbox.create({ lanes: 3, capacity });
        const senders = [0, 1, 2].map(() => Sender.attach(inbox.connect()));
        const underWay: Uint8Array[][] = [[], [], []];
        const receive = () => {
          const frame = inbox.tryReceive();
          if (frame !== null) expect(frame.copy()).toEqual(underWay[frame.lane]!.shift());
          return frame !== null;
        };
        steps.forEach((step, i) => {
          if ('sender' in step) {
            const message = new Uint8Array(Math.min(step.size, capacity - 4)).fill(i);
            if (senders[step.sender]!.trySend(message)) underWay[step.sender]!.push(message);
          } else if ('receive' in step) for (let n = 0; n < step.receive; n++) receive();
          else {
            senders[step.replace]!.close();
            senders[step.replace] = Sender.attach(inbox.connect());
          }
        });
        while (receive()) {}
        expect(underWay).toEqual([[], [], []]);
      }),
      { numRuns: 300 },
    );
  });
});
